"""Peers that are measured where they are installed: nginx as the physical limit, Datasette as the ready-made site."""

import gzip
import shutil
import sqlite3
import sys
from pathlib import Path

from bench import load, servers
from bench.cases import Case, require, text_of

NGINX = """
daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log stderr;
events {{ }}
http {{
  access_log off; default_type text/html; gzip_static on;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
"""
#: What Datasette shows: one flat table with the columns a list needs.
FLAT = """
CREATE TABLE commitments AS
SELECT c.slug, c.title_en AS title, c.summary_en AS summary, m.slug AS country, r.slug AS region, a.slug AS area,
       c.branch, c.level
FROM catalogue.commitments_commitment c JOIN catalogue.commitments_challengearea a ON a.id = c.area_id
JOIN catalogue.members_member m ON m.id = c.member_id JOIN catalogue.members_region r ON r.id = m.region_id
WHERE c.is_public ORDER BY c.position, c.id
"""
FACETS = ("country", "region", "area", "branch", "level")


def program(name):
    """Where a program is: beside this Python, on the PATH, or nowhere (None)."""
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.exists() else shutil.which(name)


def nginx(folder, project):
    """The project's own list page as a file that is compressed already."""
    page = text_of(load.get(project.port, "/en/commitments/")).encode()
    (folder / "list.html").write_bytes(page)
    (folder / "list.html.gz").write_bytes(gzip.compress(page, 9))

    def command(port):
        configuration = folder / "nginx.conf"
        configuration.write_text(NGINX.format(folder=folder, port=port))
        return [program("nginx"), "-p", str(folder), "-e", "stderr", "-c", str(configuration)]

    server = servers.start("nginx", "/list.html", command, folder / "nginx.log")

    def check(text, _expected):
        require(text.encode() == page, "not the page")

    return server, [Case("list", server, [("/list.html", {}, None)], check)]


def datasette(folder, database, catalogue):
    """The same records with five facets and no time limit on them."""
    path = folder / "datasette.db"
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.execute("ATTACH ? AS catalogue", [str(database)])
    connection.execute(FLAT)
    for name in FACETS:
        connection.execute(f"CREATE INDEX commitments_{name} ON commitments ({name})")
    connection.commit()
    connection.close()
    limits = [part for name in ("facet_time_limit_ms", "sql_time_limit_ms") for part in ("--setting", name, "60000")]

    def command(port):
        return [program("datasette"), "serve", "-i", str(path), "-h", "127.0.0.1", "-p", str(port), *limits]

    base = "/datasette/commitments?_size=20&" + "&".join(f"_facet={name}" for name in FACETS)
    server = servers.start("datasette", base, command, folder / "datasette.log")

    def check(text, expected):
        total, _area = expected
        require("timed out" not in text, "a facet timed out")
        require(all(f'id="facet-{name}' in text or f"facet-{name}" in text for name in FACETS), "a facet is missing")
        require(f"{total:,} row" in text, f"not {total} rows")

    mixes = catalogue.mixes()
    return server, [
        Case(name, server, [(f"{base}&{query}", {}, expected) for query, expected in mixes[name]], check)
        for name in ("list", "filter mix")
    ]
