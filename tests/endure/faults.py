"""What breaks around the service: its database, its disk, its routing servers, and its own end under load."""

import contextlib
import pathlib
import shutil
import signal
import socket
import sqlite3
import subprocess
import threading
import time

from connections import search_beside
from service import SEARCH, Service, percentile

DATABASE = "pflegeplan.sqlite"
HOLD_S = 5
DRAIN_S = 10
BY_TRAVEL_TIME = "/api/v1/facilities?near=Ludwigslust&category=day_care&max_minutes=30&mode=car&limit=20"
LIST_HEAD = "id,name,category,street,house_number,postcode,locality,lat,lon,places"


def write_list(path, places, count=150):
    rows = [f"{number},Haus {number},day_care,Weg,{number},19288,Ludwigslust,53.3249,11.4957,{places}" for number in range(count)]
    path.write_text("\n".join([LIST_HEAD, *rows]) + "\n")


def registered(binary, folder):
    """A service with a register of its own, which is no example."""
    service = Service(binary, folder, examples="false")
    file = folder.parent / f"{folder.name}.csv"
    write_list(file, 9)
    outcome = service.run("import", "register", str(file))
    if outcome.returncode != 0:
        raise SystemExit(f"the list was not imported: {outcome.stderr}")
    service.start()
    return service


def goes_on(table, service, tried, is_ready):
    """While something is broken, searches go on, and readiness says whether the register can be trusted to be current."""
    times, failed = search_beside(service, HOLD_S)
    until = time.monotonic() + 15
    while (status := service.ask("/health/ready")[0]) != (200 if is_ready else 503) and time.monotonic() < until:
        time.sleep(0.2)
    wanted = "readiness 200" if is_ready else "readiness 503"
    measured = f"{len(times)} searches, {failed} failed, p99 {percentile(times, 0.99):.0f} ms, readiness {status}"
    table.row(tried, measured, f"none failed, {wanted}", failed == 0 and status == (200 if is_ready else 503))


def damage(path):
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 8192 * 4096)
        file.write(b"\xab" * 4096)


def replace(path):
    beside = path.with_name("other")
    with contextlib.closing(sqlite3.connect(beside)) as other:
        other.execute("CREATE TABLE t (a)")
        other.commit()
    beside.rename(path)


def databases(table, binary, folder):
    for name, harm in (("a damaged page", damage), ("another file in its place", replace), ("no file", pathlib.Path.unlink)):
        service = registered(binary, folder / name.replace(" ", "-"))
        try:
            harm(service.folder / DATABASE)
            goes_on(table, service, f"database: {name}", is_ready=False)
        finally:
            service.end()


def locked(table, binary, folder):
    """Another program holds the database: searches go on, and an import waits or says so."""
    service = registered(binary, folder / "locked")
    try:
        with contextlib.closing(sqlite3.connect(service.folder / DATABASE, isolation_level=None)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            goes_on(table, service, "database: locked by another program", is_ready=True)
            started = time.monotonic()
            outcome = service.run("import", "register", str(folder / "locked.csv"))
            seconds = time.monotonic() - started
            said = outcome.stderr.strip().splitlines()[-1:] or [""]
            table.row("import into a locked database", f"ends with {outcome.returncode} after {seconds:.0f} s: {said[0][:110]}", "a sentence within 60 s", outcome.returncode == 1 and "panicked" not in outcome.stderr and seconds < 60)
            holder.execute("ROLLBACK")
    finally:
        service.end()


def full_disk(table, binary, folder):
    """A file system of 24 MB of its own that runs full: an import fails with a sentence, and the register stays."""
    disk = folder / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk], capture_output=True).returncode != 0:
        table.row("a full disk", "not tried: this user may not mount a file system", "tried", False)
        return
    service = None
    try:
        service = registered(binary, disk / "data")
        with contextlib.suppress(OSError), (disk / "filling").open("wb") as file:
            while True:
                file.write(b"\0" * 65536)
        # Outside of the full disk.
        list_file = folder / "full.csv"
        write_list(list_file, 11, 4000)
        outcome = service.run("import", "register", str(list_file))
        said = outcome.stderr.strip().splitlines()[-1:] or [""]
        page = service.ask("/api/v1/facilities?q=Haus&limit=1")[1]
        held = outcome.returncode == 1 and "panicked" not in outcome.stderr and '"total":150' in page.replace(" ", "")
        table.row("a full disk: an import", f"ends with {outcome.returncode}: {said[0][:110]}", "a sentence, and the register of before", held)
        goes_on(table, service, "a full disk: searches", is_ready=True)
    finally:
        if service is not None:
            service.end()
        subprocess.run(["umount", disk], check=False)


class Hostile:
    """A routing server that behaves as it is told."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port, self.manner, self.open = self.listener.getsockname()[1], "hangs", True
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while self.open:
            with contextlib.suppress(OSError):
                stream, _ = self.listener.accept()
                threading.Thread(target=self.answer, args=(stream,), daemon=True).start()

    def answer(self, stream):
        with contextlib.suppress(OSError), stream:
            stream.recv(65536)
            if self.manner == "hangs":
                time.sleep(30)
            elif self.manner == "lies":
                text = b'{"code":"Ok","durations":[[-1e308,null,"x"]],"sources":[{"location":[999,999]}]}'
                stream.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(text), text))
            elif self.manner == "never stops":
                stream.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                while self.open:
                    stream.sendall(b"10000\r\n" + b"1" * 0x10000 + b"\r\n")
            elif self.manner == "resets":
                stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")

    def close(self):
        self.open = False
        self.listener.close()


def routing(table, binary, folder):
    hostile = Hostile()
    service = Service(binary, folder / "routing", osrm_car_url=f"http://127.0.0.1:{hostile.port}")
    service.start()
    try:
        for manner in ("hangs", "lies", "never stops", "resets"):
            hostile.manner = manner
            before, times, statuses = service.memory_mb(), [], set()
            until = time.monotonic() + HOLD_S
            while time.monotonic() < until:
                started = time.monotonic()
                statuses.add(service.ask(BY_TRAVEL_TIME)[0])
                times.append(time.monotonic() - started)
            near, failed = search_beside(service, 2)
            more = service.memory_mb() - before
            held = statuses == {200} and max(times) < 5 and failed == 0 and more < 64
            measured = f"{len(times)} searches by minutes, status {sorted(statuses)}, slowest {max(times):.1f} s, {more:.0f} MB more; {len(near)} by distance, {failed} failed"
            table.row(f"a routing server that {manner}", measured, "all 200 within 5 s, 64 MB", held)
    finally:
        service.end()
        hostile.close()


def ended_under_load(table, binary, folder):
    """SIGTERM while 32 callers ask: whoever is being answered gets a whole answer."""
    service = Service(binary, folder / "ended")
    service.start()
    counts, stop = {"whole": 0, "cut": 0}, threading.Event()
    text = f"GET {SEARCH} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode()

    def caller():
        while not stop.is_set():
            try:
                with service.connect(text) as stream:
                    got = b""
                    while piece := stream.recv(1 << 16):
                        got += piece
            except OSError:
                # Nothing has come yet: the connection was not taken any more.
                continue
            head, _, body = got.partition(b"\r\n\r\n")
            length = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
            is_whole = not got or (length and len(body) == int(length[0].split(b":")[1]))
            counts["whole" if is_whole else "cut"] += bool(got)

    threads = [threading.Thread(target=caller) for _ in range(32)]
    for thread in threads:
        thread.start()
    time.sleep(2)
    seconds = service.end(signal.SIGTERM)
    stop.set()
    for thread in threads:
        thread.join()
    code = service.process.returncode
    table.row("SIGTERM under load", f"ended with {code} after {seconds:.1f} s; {counts['whole']:,} whole answers, {counts['cut']} cut", f"0 within {DRAIN_S} s, none cut", code == 0 and seconds < DRAIN_S and counts["cut"] == 0)


def run(table, binary, folder):
    table.heading("Faults")
    ended_under_load(table, binary, folder)
    databases(table, binary, folder)
    locked(table, binary, folder)
    full_disk(table, binary, folder)
    routing(table, binary, folder)
    shutil.rmtree(folder / "routing", ignore_errors=True)
