"""One run: the project and its peers side by side, as ratios. `make bench N=5000`, or `python -m bench.run --help`."""

import argparse
import json
import os
import resource
import secrets
import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench import load, peers, servers
from bench.cases import Case, Catalogue, require, revalidation, site_cases, verify

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "bench"
COLUMNS = ("case", "CPU ms", "CPU / H", "CPU / naive", "lone ms", "body", "wire", "± CPU", "noise")


def say(text=""):
    """A line for who watches, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def make_database(records):
    """The path of a new database with `records` commitments, and the environment that the project runs in."""
    path = FOLDER / f"{records}.sqlite3"
    for old in FOLDER.glob(f"{path.name}*"):
        old.unlink()
    environment = {
        "DATABASE_URL": f"sqlite:///{path}",
        "BENCH_DATABASE": str(path),
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "false",
        "DEBUG": "false",
    }
    command = [sys.executable, "-m", "bench.catalogue", str(records)]
    subprocess.run(command, check=True, cwd=ROOT, env=os.environ | environment)  # noqa: S603 (our own command)
    return path, environment


def start_servers(environment):
    """The bare site, the naive one and the project, each with two workers of gunicorn."""
    gunicorn = [
        str(Path(sys.executable).parent / "gunicorn"),
        "--chdir",
        str(ROOT),
        "--workers",
        "2",
        "--no-control-socket",
    ]
    # Workers are not renewed during a measurement: their start would be counted as work on a few requests.
    ours = ["--config", "ogp_challenge/gunicorn.py", "--max-requests", "0"]
    sites = {
        "bare": ("/", ["bench.bare"]),
        "naive": ("/commitments/", ["bench.naive"]),
        "project": ("/en/commitments/", [*ours, "ogp_challenge.wsgi"]),
    }
    for name, (path, arguments) in sites.items():

        def command(port, arguments=arguments):
            return [*gunicorn, "--bind", f"127.0.0.1:{port}", *arguments]

        say(f"starting {name} ...")
        yield servers.start(name, path, command, FOLDER / f"{name}.log", environment)


def hello_check(text, expected):
    """The check of the bare site."""
    require(text == expected, text)


def all_cases(running, database, catalogue):
    """Every case of the run; starts the optional peers, adds them to `running` and names those that are absent."""
    bare, naive, project = running
    cases = [Case("hello", bare, [("/", {}, "hello")], hello_check)]
    cases += site_cases(project, "/en/commitments/", catalogue, whole_facets=True)
    cases += site_cases(naive, "/commitments/", catalogue, whole_facets=False)
    again = [revalidation(case) for case in cases if case.server is project]
    cases += [case for case in again if case]
    if not all(again):
        say("No 304 on some or all pages of the project: their answers carry neither ETag nor Last-Modified.")
    optional = {
        "nginx": lambda: peers.nginx(FOLDER, project),
        "datasette": lambda: peers.datasette(FOLDER, database, catalogue),
    }
    for name, begin in optional.items():
        if peers.program(name):
            server, more = begin()
            running.append(server)
            cases += more
    absent = [name for name in (*optional, "wrk") if not peers.program(name)]
    if absent:
        say(f"Not installed here, so left out: {', '.join(absent)}.")
    return cases


def own_seconds():
    """CPU that this process and what it has waited for have used."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(item.ru_utime + item.ru_stime for item in used)


def measure(case, seconds):
    """One round of one case."""
    first = sum(earlier["answers"] for earlier in case.rounds) % len(case.requests)  # where the last round ended
    requests = [request[:2] for request in case.requests[first:] + case.requests[:first]]
    before = case.server.cpu_seconds(), own_seconds(), servers.machine_seconds(), time.monotonic()
    answers, wire = load.drive(case.server.port, requests, seconds, case.status)
    after = case.server.cpu_seconds(), own_seconds(), servers.machine_seconds(), time.monotonic()
    server, own, machine, passed = (later - earlier for later, earlier in zip(after, before, strict=True))
    others = max(0.0, machine - own - server) / passed / (os.cpu_count() or 1)
    case.rounds.append({"cpu_ms": server * 1000 / answers, "wire": wire, "answers": answers, "noise": others})
    case.server.settle()


def measure_all(cases, rounds, seconds):
    """Rounds of all cases, there and back; the unit again in the middle, as every ratio hangs on it."""
    for number in range(rounds):
        say(f"round {number + 1} of {rounds} ...")
        order = cases if number % 2 == 0 else cases[::-1]
        for at, case in enumerate(order):
            if at == len(order) // 2:
                measure(cases[0], seconds)
            measure(case, seconds)
    for case in cases:
        seconds = max(2, round(case.lone_ms * 40 / 1000))  # enough for some 40 answers
        case.rate = load.wrk_rate(case.server.port, [request[:2] for request in case.requests], seconds)
        case.server.settle()


def summary(cases):
    """A row a case: medians over the quieter half of its rounds, and ratios."""
    rows = []
    for case in cases:
        limit = statistics.median(item["noise"] for item in case.rounds)
        quiet = [item for item in case.rounds if item["noise"] <= limit]
        middle = {name: statistics.median(item[name] for item in quiet) for name in quiet[0]}
        spent = [item["cpu_ms"] for item in quiet]
        rows.append(
            {
                "case": case.key,
                "addresses": len(case.requests),
                **middle,
                "spread": (max(spent) - min(spent)) / middle["cpu_ms"],
                "lone_ms": case.lone_ms,
                "body": case.body,
                "rps": case.rate,
                "rounds": case.rounds,
            }
        )
    by_case = {row["case"]: row for row in rows}
    unit = rows[0]["cpu_ms"]
    for row in rows:
        naive = by_case.get(f"naive: {row['case'].split(': ')[1]}")
        row["cpu_by_h"] = row["cpu_ms"] / unit
        row["cpu_by_naive"] = row["cpu_ms"] / naive["cpu_ms"] if naive else None
    return rows


def table(rows):
    """The rows as Markdown."""
    with_rate = any(row["rps"] for row in rows)
    columns = [*COLUMNS, "rps (wrk)"] if with_rate else COLUMNS
    yield f"| {' | '.join(columns)} |"
    yield f"| --- |{' ---: |' * (len(columns) - 1)}"
    for row in rows:
        ratio = row["cpu_by_naive"]
        cells = [
            row["case"],
            f"{row['cpu_ms']:.2f}",
            f"{row['cpu_by_h']:.2f}" if row["cpu_by_h"] < 10 else f"{row['cpu_by_h']:.0f}",
            f"{ratio:.2f}" if ratio else "-",
            f"{row['lone_ms']:.1f}",
            f"{row['body']:,}",
            f"{row['wire']:,.0f}",
            f"{row['spread']:.0%}",
            f"{row['noise']:.0%}",
            *([f"{row['rps']:,.0f}" if row["rps"] else "-"] if with_rate else []),
        ]
        yield f"| {' | '.join(cells)} |"


def report(records, cases, running):
    """Print the table and the memory; write everything to a file."""
    rows = summary(cases)
    say(f"\n{time.strftime('%Y-%m-%d')}, {records} commitments, {os.cpu_count()} CPUs\n")
    for line in table(rows):
        say(line)
    say("\n| server | memory, MB (PSS) | / bare | ready, ms |\n| --- | ---: | ---: | ---: |")
    memory = {server.name: server.memory_mb() for server in running}
    for server in running:
        share = memory[server.name] / memory["bare"]
        say(f"| {server.name} | {memory[server.name]:.0f} | {share:.2f} | {server.ready_ms:.0f} |")
    path = FOLDER / f"result-{records}.json"
    result = {"when": time.strftime("%FT%T"), "records": records, "load": os.getloadavg(), "rows": rows}
    path.write_text(json.dumps(result | {"memory_mb": memory}, indent=1))
    say(f"\nAll rounds: {path.relative_to(ROOT)}")


def main():
    """Make the database, start, check, measure, report, stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--records", type=int, default=90, help="public commitments in the database (at least the real ones)"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.5, help="of load for each case in each round")
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    say(f"making a database of {options.records} commitments ...")
    database, environment = make_database(options.records)
    catalogue, running = Catalogue(database), []
    try:
        for server in start_servers(environment):
            running.append(server)
        cases = all_cases(running, database, catalogue)
        say(f"checking {sum(len(case.requests) for case in cases)} addresses ...")
        for case in cases:
            verify(case)
        measure_all(cases, options.rounds, options.seconds)
        report(catalogue.total, cases, running)
    finally:
        for server in running:
            server.stop()


if __name__ == "__main__":
    main()
