"""Where the members and the local governments of the fixtures are."""

import json

from django.conf import settings

#: Places that must not be mixed up, with the country they lie in; some are next to each other, two are one.
PLACES = [
    ("840", 30.27, -97.74),  # Austin
    ("320", 15.06, -90.24),  # San Jerónimo
    ("170", 3.43, -76.52),  # Cali
    ("170", 3.43, -76.52),  # and the seat of Valle del Cauca
    ("484", 19.43, -99.13),  # Mexico City
    ("484", 19.45, -99.15),  # and its borough Cuauhtémoc
    ("484", 19.54, -99.2),  # and its neighbour Tlalnepantla
    ("686", 14.75, -17.47),  # Yoff
    ("404", 0.67, 35.51),  # Iten
    ("804", 50.45, 30.52),  # Kyiv
    ("499", 42.09, 19.1),  # Bar
    ("608", 16.42, 120.59),  # Baguio
]


def fixture(name):
    rows = json.loads((settings.BASE_DIR / "fixtures" / f"{name}.json").read_text(encoding="utf-8"))
    return [row["fields"] for row in rows]


def members():
    return {member["slug"]: member["iso_numeric"] for member in fixture("members")}


def located():
    """The places above and all local governments of which the fixtures say where they are."""
    codes = members()
    return PLACES + [
        (codes[row["member"][0]], float(row["latitude"]), float(row["longitude"]))
        for row in fixture("localities")
        if row.get("latitude") is not None
    ]
