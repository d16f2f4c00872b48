"""A service that is started, asked, measured and ended."""

import http.client
import os
import pathlib
import resource
import signal
import socket
import subprocess
import time
import urllib.parse

SEARCH = "/api/v1/facilities?near=Ludwigslust&category=day_care&radius_km=20&limit=20"
LONGEST_START_S = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def allow_many_files():
    """As many open connections as the system allows."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


class Service:
    """The program on a free port of loopback, with a data folder of its own."""

    def __init__(self, binary, folder, **settings):
        self.binary, self.folder, self.settings = binary, pathlib.Path(folder), settings
        self.folder.mkdir(parents=True, exist_ok=True)
        self.process, self.port = None, free_port()
        self.log = self.folder.parent / f"{self.folder.name}.log"

    def environment(self):
        named = {f"PFLEGEPLAN_{name.upper()}": str(value) for name, value in self.settings.items()}
        return {**os.environ, **named, "PFLEGEPLAN_DATA_DIR": str(self.folder)}

    def start(self):
        """Starts it; gives the seconds to the first answer."""
        command = [self.binary, "serve", "--bind", f"127.0.0.1:{self.port}"]
        started = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, env=self.environment(), stdout=log, stderr=log)
        while self.ask("/health/ready")[0] != 200:
            if self.process.poll() is not None or time.monotonic() - started > LONGEST_START_S:
                raise SystemExit(f"the service did not start; see {self.log}")
            time.sleep(0.01)
        return time.monotonic() - started

    def run(self, *arguments, typed=None):
        """A command of the program on the same data, with what is typed into it."""
        command = [self.binary, *arguments]
        return subprocess.run(command, env=self.environment(), input=typed, capture_output=True, text=True, timeout=300)

    def ask(self, path, method="GET", form=None, cookie=None, timeout=60):
        """Status, text and headers; status 0 where there is no answer."""
        headers = {"cookie": cookie} if cookie else {}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["content-type"] = "application/x-www-form-urlencoded"
            headers["origin"] = f"http://127.0.0.1:{self.port}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(errors="replace"), answer.headers
        except (OSError, http.client.HTTPException):
            return 0, "", {}
        finally:
            connection.close()

    def connect(self, text=b""):
        stream = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        stream.sendall(text)
        return stream

    def memory_mb(self, field="VmRSS"):
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith(field + ":"):
                return int(line.split()[1]) / 1024
        raise SystemExit(f"/proc has no {field} of the service")

    def end(self, by=signal.SIGTERM, within=60):
        """Ends it; gives the seconds that took."""
        started = time.monotonic()
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(by)
            try:
                self.process.wait(within)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return time.monotonic() - started


class Table:
    """What was tried, as it is printed."""

    def __init__(self):
        self.rows = []

    def heading(self, text):
        print(f"\n{text}", flush=True)

    def row(self, tried, measured, aim, held):
        self.rows.append({"tried": tried, "measured": measured, "aim": aim, "held": bool(held)})
        print(f"  {'held  ' if held else 'MISSED'}  {tried}: {measured} (aim: {aim})", flush=True)

    def missed(self):
        return [row for row in self.rows if not row["held"]]


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")
