"""Connections that want to keep everybody else out, and requests that two readers could read differently."""

import contextlib
import select
import socket
import threading
import time

from service import SEARCH, Service, percentile

HOLD_S = 10
SEARCH_MS, MEMORY_MB = 100, 64
ANSWER = b"HTTP/1.1 "
LIVE = b"GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"
POST = b"POST /api/v1/places/nearest HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"


def search_beside(service, seconds):
    """Searches on new connections, five a second: milliseconds of each, and how many failed."""
    times, failed, until = [], 0, time.monotonic() + seconds
    while time.monotonic() < until:
        started = time.monotonic()
        status = service.ask(SEARCH, timeout=10)[0]
        times.append((time.monotonic() - started) * 1000)
        failed += status != 200
        time.sleep(0.2)
    return times, failed


def judged(table, service, tried, before, seconds=HOLD_S):
    times, failed = search_beside(service, seconds)
    p99, more = percentile(times, 0.99), service.memory_mb() - before
    measured = f"{len(times)} searches beside it, {failed} failed, p99 {p99:.0f} ms, {more:.0f} MB more"
    table.row(tried, measured, f"none failed, p99 {SEARCH_MS} ms, {MEMORY_MB} MB", failed == 0 and p99 < SEARCH_MS and more < MEMORY_MB)


def held_open(service, count, text):
    """Connections that have sent a text; what the service closes at once is no fault."""
    streams = []
    for _ in range(count):
        with contextlib.suppress(OSError):
            streams.append(service.connect(text))
    return streams


def drip(streams, stop, piece):
    """Sends a piece a second on each connection, as long as it lasts."""
    while not stop.is_set():
        for stream in streams:
            with contextlib.suppress(OSError):
                stream.send(piece, socket.MSG_DONTWAIT)
        stop.wait(1)


def slow(table, service, tried, count, text, piece):
    before = service.memory_mb()
    streams, stop = held_open(service, count, text), threading.Event()
    thread = threading.Thread(target=drip, args=(streams, stop, piece))
    thread.start()
    judged(table, service, tried, before)
    stop.set()
    thread.join()
    for stream in streams:
        stream.close()


def endless(table, service):
    """Bodies that never end: soon nobody reads them any more."""
    before, longest = service.memory_mb(), 0.0
    for _ in range(20):
        stream, started = service.connect(POST + b"Transfer-Encoding: chunked\r\n\r\n"), time.monotonic()
        with contextlib.suppress(OSError):
            while time.monotonic() - started < 30:
                stream.sendall(b"10000\r\n" + b" " * 0x10000 + b"\r\n")
        longest = max(longest, time.monotonic() - started)
        stream.close()
    more = service.memory_mb("VmHWM") - before
    measured = f"cut off after {longest:.1f} s at the latest, {more:.0f} MB more memory"
    table.row("20 bodies without end", measured, f"within 3 s, {MEMORY_MB} MB", longest < 3 and more < MEMORY_MB)


def pipelined(table, service, count=1000):
    before = service.memory_mb()
    search = f"GET {SEARCH} HTTP/1.1\r\nHost: a\r\n\r\n".encode()
    stream, got = service.connect(), b""
    writer = threading.Thread(target=send_all, args=(stream, search * count))
    writer.start()
    answers, until = 0, time.monotonic() + 30
    while answers < count and time.monotonic() < until:
        ready, _, _ = select.select([stream], [], [], 1)
        piece = stream.recv(1 << 16) if ready else b"-"
        if not piece:
            break
        # The first line of an answer may begin in one piece and end in the next.
        kept = got[-len(ANSWER) + 1 :]
        answers += (kept + piece).count(ANSWER)
        got = piece if len(piece) >= len(ANSWER) else kept + piece
    stream.close()
    writer.join()
    more = service.memory_mb() - before
    table.row(f"{count} searches at once on one connection", f"{answers} answers, {more:.0f} MB more", f"each answered or refused, {MEMORY_MB} MB", answers == count and more < MEMORY_MB)


def send_all(stream, data):
    with contextlib.suppress(OSError):
        stream.sendall(data)


def shapes():
    """Heads of which a server in front and this one could disagree where the next request begins. Each hides one."""
    hidden = LIVE
    length = str(len(hidden)).encode()
    chunked = b"0\r\n\r\n" + hidden
    return {
        "length and chunks": POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked,
        "chunks and length": POST + b"Transfer-Encoding: chunked\r\nContent-Length: " + str(len(chunked)).encode() + b"\r\n\r\n" + chunked,
        "two lengths": POST + b"Content-Length: 0\r\nContent-Length: " + length + b"\r\n\r\n" + hidden,
        "two lengths in one": POST + b"Content-Length: 0, " + length + b"\r\n\r\n" + hidden,
        "a length with a sign": POST + b"Content-Length: +0\r\n\r\n" + hidden,
        "a negative length": POST + b"Content-Length: -1\r\n\r\n" + hidden,
        "a space before the colon": POST + b"Content-Length : " + length + b"\r\n\r\n" + hidden,
        "an unknown coding": POST + b"Transfer-Encoding: xchunked\r\n\r\n" + chunked,
        "two codings": POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n" + chunked,
        "a coding with a tab": POST + b"Transfer-Encoding:\tchunked\x0b\r\n\r\n" + chunked,
        "a folded head": POST + b"X: a\r\n Content-Length: " + length + b"\r\n\r\n" + hidden,
        "a size of a chunk with a sign": POST + b"Transfer-Encoding: chunked\r\n\r\n+0\r\n\r\n" + hidden,
        "a size of a chunk in decimals": POST + b"Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n" + hidden,
        "a body of a GET": b"GET /health/live HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + b"\r\n\r\n" + hidden,
        "a zero byte in the head": POST + b"X: a\x00b\r\nContent-Length: 0\r\n\r\n" + hidden,
        "an old version with chunks": POST.replace(b"1.1", b"1.0") + b"Transfer-Encoding: chunked\r\n\r\n" + chunked,
    }


def answers_to(service, text):
    """All that comes until nothing has come for a second or the connection is closed."""
    stream = service.connect(text)
    stream.settimeout(1)
    got = b""
    with contextlib.suppress(OSError):
        while piece := stream.recv(1 << 16):
            got += piece
    stream.close()
    return got.split(b"HTTP/1.1 ")[1:] + got.split(b"HTTP/1.0 ")[1:]


def smuggled(table, service):
    """What hides in the body of another request, or behind a head that may be read in two ways, is never answered."""
    through = []
    for name, text in shapes().items():
        _, *further = answers_to(service, text) or [b""]
        if any(answer.startswith(b"200") for answer in further):
            through.append(name)
    measured = f"{len(through)} answered" + (f": {', '.join(through)}" if through else "")
    table.row(f"{len(shapes())} requests that hide a second one", measured, "none", not through)


def run(table, binary, folder):
    table.heading("Connections")
    service = Service(binary, folder / "connections")
    service.start()
    try:
        service.ask("/")
        idle_before = service.memory_mb()
        streams = held_open(service, 10_000, b"")
        judged(table, service, f"{len(streams):,} idle connections", idle_before)
        for stream in streams:
            stream.close()
        slow(table, service, "1,000 heads that come a byte a second", 1000, b"GET / HTTP/1.1\r\nX: ", b"a")
        slow(table, service, "1,000 bodies that come a byte a second", 1000, POST + b"Content-Length: 1000\r\n\r\n{", b" ")
        endless(table, service)
        pipelined(table, service)
        smuggled(table, service)
    finally:
        service.end()
