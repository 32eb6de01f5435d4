"""What is asked of each server, and how the answers are checked before anything is measured."""

import gzip
import html
import itertools
import re
import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bench import load

PAGE = 20
LEVELS = ("national", "local-member", "local-non-member")
WORDS = ("transparency", "procurement", "corruption", "budget", "court", "information", "citizens", "justice")
#: Addresses of a mix of detail pages.
MOST_DETAILS = 120


class WrongAnswerError(Exception):
    """An answer does not hold what it should."""


def require(condition, message):
    """Raise WrongAnswerError with `message` unless `condition` is true."""
    if not condition:
        raise WrongAnswerError(message)


@dataclass
class Case:
    """Addresses of one kind on one server, and what a round of them cost."""

    name: str
    server: object
    requests: list
    check: Callable
    status: int = 200
    #: Measured before the rounds.
    body: int = 0
    lone_ms: float = 0.0
    #: One a round: CPU ms a request, bytes a request, answers, share of the machine that others used.
    rounds: list = field(default_factory=list)
    rate: float | None = None

    @property
    def key(self):
        """Its name in tables and files."""
        return f"{self.server.name}: {self.name}"


class Catalogue:
    """The database of the run, asked directly: what the servers should answer."""

    def __init__(self, path):
        with sqlite3.connect(path) as connection:
            self.slugs = {
                name: [slug for (slug,) in connection.execute(f"SELECT slug FROM {table} ORDER BY slug")]  # noqa: S608
                for name, table in (("area", "commitments_challengearea"), ("region", "members_region"))
            }
            self.records = connection.execute(
                "SELECT c.slug, c.title_en, a.slug, r.slug, c.level FROM commitments_commitment c "
                "JOIN commitments_challengearea a ON a.id = c.area_id JOIN members_member m ON m.id = c.member_id "
                "JOIN members_region r ON r.id = m.region_id WHERE c.is_public ORDER BY c.position, c.id"
            ).fetchall()
        connection.close()
        self.total = len(self.records)
        #: Public commitments of each area, region and level that occur together.
        self.counts = Counter(tuple(values) for _slug, _title, *values in self.records)
        self.titles = {slug: title for slug, title, *_values in self.records}

    def mixes(self):
        """Name of a mix -> (query or slug, what its answer must hold) for each of its addresses.

        Filters are those that facet links lead to: combinations that some commitment has.
        """
        every = itertools.product(self.slugs["area"], self.slugs["region"], LEVELS)
        filters = [
            (urlencode({"area": area, "region": region, "level": level}), (count, area))
            for area, region, level in every
            if (count := self.counts[area, region, level])
        ]
        step = max(1, self.total // MOST_DETAILS)
        return {
            "list": [("", (self.total, None))],
            "filter mix": filters,
            "search mix": [(urlencode({"q": word}), (None, None)) for word in WORDS],
            "deepest page": [(urlencode({"page": -(-self.total // PAGE)}), (self.total, None))],
            "detail mix": [(slug, self.titles[slug]) for slug, *_values in self.records[::step][:MOST_DETAILS]],
        }


def text_of(answer):
    """The body, uncompressed."""
    packed = answer.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(answer.body) if packed else answer.body).decode()


def list_check(catalogue, whole_facets):
    """A check of a list: its total, its rows, and facets whose chosen option counts exactly the total.

    With `whole_facets` every area must be offered, those without results too.
    """

    def check(text, expected):
        total, area = expected
        found = re.search(r'data-total="(\d+)"', text)
        require(found, "no data-total")
        count = int(found[1])
        right = count == total if total is not None else 0 < count <= catalogue.total
        require(right, f"data-total={count}, not {total}")
        require(len(set(re.findall(r'data-commitment="([^"]+)"', text))) >= min(count, 1), "no rows")
        offered = dict(re.findall(r'data-facet="area" data-value="([^"]+)" data-count="(\d+)"', text))
        require(not whole_facets or set(offered) == set(catalogue.slugs["area"]), "areas are missing from their facet")
        counted = offered.get(area, "0") if area else sum(map(int, offered.values()))
        require(int(counted) == count, f"the facet of areas counts {counted}, the list {count}")

    return check


def detail_check(text, title):
    """A check of a detail page: its heading is the title."""
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)
    plain = re.sub(r"<[^>]+>", "", heading[1]) if heading else ""
    require(html.unescape(plain).strip() == title, f"the heading is {plain.strip()!r}, not {title!r}")


def site_cases(server, prefix, catalogue, whole_facets):
    """The five mixes on a server that has the list under `prefix`."""
    check = list_check(catalogue, whole_facets)
    for name, addresses in catalogue.mixes().items():
        if name == "detail mix":
            requests = [(f"{prefix}{slug}/", {}, expected) for slug, expected in addresses]
            yield Case(name, server, requests, detail_check)
        else:
            requests = [(f"{prefix}?{query}" if query else prefix, {}, expected) for query, expected in addresses]
            yield Case(name, server, requests, check)


def revalidation(case):
    """The same addresses asked again with their ETag or date, or None where the answers have neither."""
    requests = []
    for path, _headers, _expected in case.requests:
        headers = load.get(case.server.port, path).headers
        if tag := headers.get("ETag"):
            requests.append((path, {"If-None-Match": tag}, None))
        elif date := headers.get("Last-Modified"):
            requests.append((path, {"If-Modified-Since": date}, None))
    if len(requests) < len(case.requests):
        return None
    return Case(f"304, {case.name}", case.server, requests, lambda text, _expected: not text, status=304)


def verify(case):
    """Ask for every address once, which warms the server, and check each answer; note sizes and lone latency.

    Raises RuntimeError naming the address whose answer is not what it should be.
    """
    sizes = []
    for path, headers, expected in case.requests:
        answer = load.get(case.server.port, path, headers)
        try:
            require(answer.status == case.status, f"status {answer.status}, not {case.status}")
            text = text_of(answer)
            case.check(text, expected)
        except WrongAnswerError as error:
            raise RuntimeError(f"{case.server.name} {path}: {error}") from error
        sizes.append(len(text.encode()))
    case.body = sum(sizes) // len(sizes)
    case.lone_ms = load.lone_ms(case.server.port, [request[:2] for request in case.requests])
