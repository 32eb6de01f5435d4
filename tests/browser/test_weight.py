"""What the first view of the list costs on the wire, compressed."""

import pytest

pytestmark = pytest.mark.browser

#: kB of 1000 bytes (issue 3); fonts and anything from elsewhere: none.
MOST = {"document": 30, "stylesheet": 15, "script": 25}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_first_view_of_the_list(page, site, language):
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    kinds, bytes_of = {}, {}
    client.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event}))
    client.on(
        "Network.loadingFinished", lambda event: bytes_of.update({event["requestId"]: event["encodedDataLength"]})
    )
    page.goto(f"{site}/{language}/commitments/", wait_until="networkidle")

    spent = dict.fromkeys(MOST, 0)
    for request, event in kinds.items():
        assert event["response"]["url"].startswith(site)
        kind = event["type"].lower()
        assert kind != "font"
        if kind in spent:
            spent[kind] += bytes_of.get(request, 0) / 1000
    for kind, most in MOST.items():
        assert 0 < spent[kind] <= most, (kind, spent)
