"""Asks for addresses, one after the other or several at once, and says what came back."""

import http.client
import itertools
import json
import re
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass

#: Visitors at once.
VISITORS = 4
#: Requests of one visitor alone.
LONE = 15


@dataclass(frozen=True)
class Answer:
    """What came back: the body still compressed if it came so."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes
    ms: float

    @property
    def wire(self):
        """Bytes of head and body."""
        head = sum(len(name) + len(value) + 4 for name, value in self.headers.items())
        return head + len(self.body) + len("HTTP/1.1 200 OK\r\n\r\n")


def get(port, path, headers=None, connection=None):
    """One GET, on a new connection unless one is given."""
    used = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    began = time.perf_counter()
    used.request("GET", path, headers={"Accept-Encoding": "gzip", **(headers or {})})
    response = used.getresponse()
    body = response.read()
    spent = (time.perf_counter() - began) * 1000
    if connection is None:
        used.close()
    return Answer(response.status, response.headers, body, spent)


def lone_ms(port, requests):
    """Median time of one visitor alone, a new connection each time."""
    chosen = itertools.islice(itertools.cycle(requests), LONE)
    return statistics.median(get(port, path, headers).ms for path, headers in chosen)


def drive(port, requests, seconds, status):
    """Ask for `requests` (path and headers) in turn for `seconds`, VISITORS at once: answers and bytes.

    Raises RuntimeError when an answer has another status.
    """
    turn, lock, answers, faults = itertools.cycle(requests), threading.Lock(), [], []
    end = time.monotonic() + seconds

    def visit():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        while time.monotonic() < end and not faults:
            with lock:
                path, headers = next(turn)
            answer = get(port, path, headers, connection)
            answers.append(answer.wire)
            if answer.status != status:
                faults.append(f"{path} answered {answer.status} under load, not {status}")
        connection.close()

    visitors = [threading.Thread(target=visit) for _ in range(VISITORS)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    if faults or not answers:
        raise RuntimeError(faults[0] if faults else "no answer came")
    return len(answers), sum(answers) / len(answers)


def wrk_rate(port, requests, seconds):
    """Requests a second by wrk with 8 connections; None where wrk is not installed."""
    if not (wrk := shutil.which("wrk")):
        return None
    paths = json.dumps([path for path, _headers in requests]).replace("[", "{").replace("]", "}")
    headers = "".join(f'wrk.headers["{name}"] = {json.dumps(value)}\n' for name, value in requests[0][1].items())
    script = (
        f'wrk.headers["Accept-Encoding"] = "gzip"\n{headers}local paths, at = {paths}, 0\n'
        "request = function() at = at % #paths + 1; return wrk.format(nil, paths[at]) end\n"
    )
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        url = f"http://127.0.0.1:{port}"
        command = [wrk, "-t1", "-c8", f"-d{seconds}s", "--timeout", "60s", "-s", file.name, url]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 (see above)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])
