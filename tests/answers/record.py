"""Runs the requests of `requests.toml` against a program and writes its answers.

Two services run in folders of their own: `examples` on the invented register, `county` on a small imported list
with settings, planning areas, indicators and statistics of its own. Commands run in a copy of such a folder, so
that none sees what another has written.
"""

import concurrent.futures
import contextlib
import gzip
import hashlib
import http.client
import json
import os
import pathlib
import re
import shlex
import shutil
import socket
import struct
import subprocess
import tempfile
import time
import tomllib

import normalise

HERE = pathlib.Path(__file__).resolve().parent
FIXTURES = [HERE / "files", HERE.parent / "fixtures" / "import", HERE.parent / "fixtures" / "statistics"]
# A Wednesday, 10:30 in Germany: offices are open, and counts of the county's list are some days old.
MOMENT = 1795599000
LONGEST_WAIT_S = 180
LONGEST_NAME = 120


class RecordError(Exception):
    """The recording cannot be made; says why."""


class Request:
    """One request: to a service, or a line of commands."""

    def __init__(self, where: str, **fields):
        self.where = where
        self.method = fields.get("method", "GET")
        self.path = fields.get("path")
        self.headers = dict(fields.get("headers", {}))
        self.body = fields.get("body")
        self.times = fields.get("times", 1)
        self.command = fields.get("command")
        note = fields.get("note")
        what = f"$ {self.command}" if self.command is not None else f"{self.method} {self.path}"
        if self.command is None and self.body is not None:
            what += f" {self.body}"
        self.name = " ".join(f"{where} {what}".split()) + (f" ({note})" if note else "")

    def file_name(self) -> str:
        words = re.sub(r"[^A-Za-z0-9]+", "-", self.name).strip("-")[:LONGEST_NAME]
        return f"{words}-{hashlib.sha256(self.name.encode()).hexdigest()[:8]}.txt"


def read_requests(path: pathlib.Path) -> tuple[list[dict], list[Request]]:
    """The values to take from first answers, and all requests."""
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    requests = []
    for group in listed["group"]:
        common = {"headers": group.get("headers", {}), "note": group.get("note")}
        for where in group["on"]:
            requests += [Request(where, path=path, **common) for path in group.get("get", [])]
            bodies = group.get("bodies", [])
            requests += [Request(where, method="POST", path=group["post"], body=body, **common) for body in bodies]
            requests += [Request(where, **send) for send in group.get("send", [])]
            requests += [Request(where, command=command) for command in group.get("run", [])]
    names = [request.name for request in requests]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise RecordError("requests stand twice: " + "; ".join(twice))
    return listed["capture"], requests


class Program:
    """The recorded program with a calendar that stands still and nothing of the caller's settings."""

    def __init__(self, path: pathlib.Path, folder: pathlib.Path):
        self.path = path.resolve()
        if not os.access(self.path, os.X_OK):
            raise RecordError(f"{path} is no program")
        clock = folder / "clock.so"
        build = ["cc", "-shared", "-fPIC", "-O1", f"-DMOMENT={MOMENT}", "-o", str(clock), str(HERE / "clock.c")]
        subprocess.run(build, check=True)
        self.environment = {"PATH": os.defpath, "HOME": str(folder), "TZ": "Europe/Berlin", "LANG": "C.UTF-8",
                            "LD_PRELOAD": str(clock)}

    def start(self, words: list[str], folder: pathlib.Path, **more) -> subprocess.Popen:
        environment = self.environment | more.pop("environment", {})
        return subprocess.Popen(["pflegeplan", *words], executable=self.path, cwd=folder, env=environment,
                                stdin=subprocess.DEVNULL, **more)

    def run(self, line: str, folder: pathlib.Path) -> tuple[int, bytes, bytes]:
        """A command as a shell would read it, with settings before it: NAME=VALUE forecast …"""
        words = shlex.split(line)
        environment = {}
        while words and re.match(r"[A-Z_]+=", words[0]):
            name, _, value = words.pop(0).partition("=")
            environment[name] = value
        process = self.start(words, folder, environment=environment, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE)
        try:
            out, err = process.communicate(timeout=LONGEST_WAIT_S)
        except subprocess.TimeoutExpired as error:
            process.kill()
            raise RecordError(f"`{line}` did not end within {LONGEST_WAIT_S} s") from error
        return process.returncode, out, err


class Folders:
    """The folder each request works in, by name."""

    SETUP = {
        "empty": [],
        "examples": ["examples --seed 1"],
        "county": [
            "import register register.csv",
            "import statistics 22411_de_flat.csv --release",
            "import statistics pflege-ergaenzung.csv --mapping pflege-ergaenzung.toml --release",
        ],
    }

    def __init__(self, program: Program, root: pathlib.Path):
        self.root = root
        for name, commands in self.SETUP.items():
            folder = root / name
            folder.mkdir()
            for fixtures in FIXTURES:
                for file in filter(pathlib.Path.is_file, fixtures.iterdir()):
                    shutil.copy(file, folder / file.name)
            (folder / "karte.pmtiles").write_bytes(tiles())
            if name == "county":
                self.settle_county(folder)
            for command in commands:
                code, _, err = program.run(command, folder)
                if code != 0:
                    raise RecordError(f"`{command}` failed: {err.decode('utf-8', 'replace')}")

    @staticmethod
    def settle_county(folder: pathlib.Path):
        shutil.copy(folder / "county.toml", folder / "pflegeplan.toml")
        for kind, file in [("planning_areas", "planning_areas.toml"), ("indicators", "eigene-indikatoren.toml")]:
            (folder / "data" / kind).mkdir(parents=True)
            shutil.copy(folder / file, folder / "data" / kind / file)

    def copy(self, name: str) -> pathlib.Path:
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.root))
        return pathlib.Path(shutil.copytree(self.root / name, folder, dirs_exist_ok=True))


def varint(number: int) -> bytes:
    encoded = bytearray()
    while number >= 128:
        encoded.append(number & 127 | 128)
        number >>= 7
    return bytes(encoded) + bytes([number])


def tiles() -> bytes:
    """A base map (PMTiles, version 3) of one picture, which is every tile of zooms 0 and 6."""
    picture = b"\x89PNG\r\n\x1a\n" + b"a picture of one tile"
    first_of_zoom_6 = (4**6 - 1) // 3
    directory = b"".join(varint(number) for number in [2, 0, first_of_zoom_6, 1, 4**6, len(picture), len(picture), 1, 1])
    root, start = 127, 127 + len(directory)
    sections = struct.pack("<11Q", root, len(directory), start, 0, start, 0, start, len(picture), 2, 2, 1)
    # Clustered, nothing compressed, PNG, zooms 0 to 6; then bounds and centre, which are not read.
    return b"PMTiles\x03" + sections + bytes([1, 1, 1, 2, 0, 6]) + bytes(25) + directory + picture


class Service:
    """A running service."""

    def __init__(self, program: Program, name: str, folder: pathlib.Path, log: pathlib.Path):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.name = name
        self.log = log
        with log.open("wb") as file:
            words = ["serve", "--bind", f"127.0.0.1:{self.port}"]
            self.process = program.start(words, folder, stdout=file, stderr=file)

    def wait(self):
        """Until everything is ready, indicators last."""
        end = time.monotonic() + LONGEST_WAIT_S
        while time.monotonic() < end:
            with contextlib.suppress(OSError):
                if self.send("GET", "/api/v1/indicators", {}, None)[0] == 200:
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        log = self.log.read_text(encoding="utf-8", errors="replace")
        raise RecordError(f"the service {self.name} did not start: {log}")

    def send(self, method: str, path: str, headers: dict, body: bytes | None) -> tuple[int, list, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST_WAIT_S)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            response = connection.getresponse()
            return response.status, response.getheaders(), response.read()
        finally:
            connection.close()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def captured(captures: list[dict], services: dict[str, Service]) -> dict[str, str]:
    """Values of first answers that requests hold as <name>, such as ids, cursors and validators."""
    values: dict[str, str] = {}
    for capture in captures:
        path = filled(capture["get"], values)
        status, headers, body = services[capture["on"]].send("GET", path, {}, None)
        found = None
        if "header" in capture:
            found = dict((name.lower(), value) for name, value in headers).get(capture["header"])
        elif "pattern" in capture:
            match = re.search(capture["pattern"], body.decode("utf-8"))
            found = match and match[1]
        elif status == 200:
            found = json.loads(body)
            for step in capture["json"].split("."):
                found = found[int(step) if step.isdigit() else step]
        if not isinstance(found, str):
            raise RecordError(f"<{capture['name']}> is not in the answer to {path} ({status})")
        values[capture["name"]] = found
    return values


def filled(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"<{name}>", value)
    return text


def answer(request: Request, service: Service, values: dict[str, str]) -> str:
    headers = {name: filled(value, values) for name, value in request.headers.items()}
    body = None if request.body is None else (filled(request.body, values) * request.times).encode()
    try:
        status, received, content = service.send(request.method, filled(request.path, values), headers, body)
    except (OSError, http.client.HTTPException) as error:
        return f"no answer: {type(error).__name__}\n"
    lines = sorted(line for name, value in received if (line := normalise.header(name, value)))
    fields = {name.lower(): value for name, value in received}
    coding = fields.get("content-encoding")
    if coding == "gzip":
        content = gzip.decompress(content)
    text = f"({coding}, not unpacked)" if coding in ("br", "zstd") and content else None
    text = normalise.body(fields.get("content-type", ""), content, request.path) if text is None else text
    return "\n".join([str(status), *lines, "", text, ""])


def outcome(request: Request, program: Program, folders: Folders) -> str:
    """What the commands of a line (parted by &&, each is run) print, their exit codes, and the files they write."""
    folder = folders.copy(request.where)
    before = {path.name for path in folder.iterdir()}
    parts = []
    for command in request.command.split(" && "):
        code, out, err = program.run(command, folder)
        kind = "application/json" if out.startswith(b"{") and b"\n" not in out.strip() else "text/plain"
        parts += [f"exit code {code}", "--- stdout", normalise.body(kind, out)]
        parts += ["--- stderr", normalise.body("text/plain", err)]
    for path in sorted(folder.iterdir()):
        if path.name not in before and path.name != "data":
            kind = normalise.XLSX if path.suffix == ".xlsx" else "text/plain"
            parts += [f"--- file {path.name}", normalise.body(kind, path.read_bytes())]
    shutil.rmtree(folder)
    return "\n".join([*parts, ""])


def run(program: pathlib.Path, folder: pathlib.Path, requests_file: pathlib.Path) -> int:
    captures, requests = read_requests(requests_file)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.txt"):
        old.unlink()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="pflegeplan-answers-") as temporary, contextlib.ExitStack() as stack:
        root = pathlib.Path(temporary)
        recorded = Program(program, root)
        folders = Folders(recorded, root)
        services = {}
        for name in ("examples", "county"):
            services[name] = Service(recorded, name, folders.copy(name), root / f"{name}.log")
            stack.callback(services[name].stop)
        for service in services.values():
            service.wait()
        values = captured(captures, services)

        def write(request: Request, text: str):
            content = f"{request.name}\n\n{text}"
            (folder / request.file_name()).write_text(content, encoding="utf-8", newline="")

        def ask(name: str):
            # One after the other, because the forecasts of a service share few permits.
            for request in requests:
                if request.where == name and request.command is None:
                    write(request, answer(request, services[name], values))

        def call(request: Request):
            write(request, outcome(request, recorded, folders))

        with concurrent.futures.ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 1)) as pool:
            work = [pool.submit(ask, name) for name in services]
            work += [pool.submit(call, request) for request in requests if request.command is not None]
            for done in concurrent.futures.as_completed(work):
                done.result()
        for name, service in services.items():
            if service.process.poll() is not None:
                raise RecordError(f"the service {name} ended by itself")
    print(f"{len(requests)} answers in {time.monotonic() - started:.0f} s")
    return 0
