"""Logging in to the staff pages as a browser does."""

PASSWORD = "a-long-password-for-tests"
LOGIN, INDEX, FACTOR = "/admin/login/", "/admin/", "/admin/second-factor/"


def log_in(client, name="ada", password=PASSWORD, code="", **headers):
    return client.post(LOGIN, {"username": name, "password": password, "otp_token": code, "next": INDEX}, **headers)


def enters(client):
    """Whether the client is let in to the staff pages."""
    return client.get(INDEX).status_code == 200
