"""Starts and stops servers on free loopback ports, and reads from /proc what they use."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
#: Seconds a server may take to answer for the first time.
PATIENCE = 60


@dataclass
class Server:
    """A server that answers: its name, its port, its main process, and the milliseconds to its first answer."""

    name: str
    port: int
    process: subprocess.Popen
    ready_ms: float = 0.0

    def cpu_seconds(self):
        """CPU of all its processes since they began, those that have ended and been waited for too."""
        total = 0
        for pid in tree(self.process.pid):
            with contextlib.suppress(OSError):
                values = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                total += sum(int(value) for value in values[11:15])
        return total / TICKS

    def memory_mb(self):
        """Memory of all its processes, shared pages counted once (PSS)."""
        kilobytes = 0
        for pid in tree(self.process.pid):
            with contextlib.suppress(OSError):
                found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
                kilobytes += int(found[1]) if found else 0
        return kilobytes / 1024

    def settle(self, limit=20):
        """Wait until it is idle, so that what is left over does not disturb the next case."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            before = self.cpu_seconds()
            time.sleep(0.1)
            if self.cpu_seconds() - before < 0.02:
                return

    def stop(self):
        """End it as an operator would, and what it started with it."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()


def tree(pid):
    """`pid` and all its living descendants."""
    children = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parent = int(stat.read_text().rsplit(")", 1)[1].split()[1])
            children.setdefault(parent, []).append(int(stat.parent.name))
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def machine_seconds():
    """CPU that everything on this machine has used since it started."""
    values = [int(value) for value in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(values) - values[3] - values[4]) / TICKS


def free_port():
    """A port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(name, path, command, log, environment=None):
    """Run `command`, a function of the port that gives a list, and wait until `path` answers 200."""
    port = free_port()
    with log.open("wb") as output:
        began = time.monotonic()
        process = subprocess.Popen(  # noqa: S603 (commands of this kit)
            command(port),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )
    server = Server(name, port, process)
    while time.monotonic() - began < PATIENCE and process.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", path)
            status = connection.getresponse().status
            connection.close()
            if status == http.HTTPStatus.OK:
                server.ready_ms = (time.monotonic() - began) * 1000
                return server
            if status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
                break
        time.sleep(0.02)
    server.stop()
    raise RuntimeError(f"{name} does not answer {path}; its log says:\n{log.read_text()[-2000:]}")
