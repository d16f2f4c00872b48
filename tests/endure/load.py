"""Requests of all kinds that arrive at a rate of their own, whether or not those before them are answered.

The time of an answer counts from the moment at which its request was due, so that a service that keeps its callers waiting
cannot hide it by keeping the next request away.
"""

import asyncio
import collections
import http.client
import json
import multiprocessing
import random
import re
import time

from service import Service, percentile

# Kind, share in the mix, and how a request of it is made. The shares are an estimate of a busy morning: most look for a place.
KINDS = ("search", "suggest", "page", "facility", "map", "areas", "indicators", "forecast", "what-if", "overview", "export")
SHARES = (30, 22, 15, 12, 8, 3, 3, 3, 2, 1, 1)
CITIZENS = KINDS[:4]
TOWNS = ("Schwerin", "Rostock", "Wismar", "Parchim", "Güstrow", "Ludwigslust", "Stralsund", "Neubrandenburg", "Waren", "Bergen")
LIMIT_S = 30
# A caller with more open connections than this is no caller of ours any more.
MOST_CONNECTIONS = 3000
CALIBRATION_S = 10
HEALTH_MS, TIMES_UNLOADED, MEMORY_SHARE = 50, 2, 1.10


def request(kind, dice, facilities):
    """The bytes of a request."""
    town = dice.choice(TOWNS).replace("ü", "%C3%BC")
    body = None
    if kind == "search":
        lat, lon = 53.11 + 1.58 * dice.random(), 10.59 + 3.83 * dice.random()
        category = dice.choice(("residential_care", "day_care", "home_care_service", "short_term_care"))
        path = f"/api/v1/facilities?lat={lat:.4f}&lon={lon:.4f}&category={category}&radius_km=20&limit=20"
    elif kind == "suggest":
        path, body = "/api/v1/places/suggest", {"q": dice.choice(TOWNS)[: dice.randint(2, 6)]}
    elif kind == "page":
        path = f"/?near={town}&category=day_care&radius_km=20"
    elif kind == "facility":
        path = f"/einrichtung/{dice.choice(facilities)}"
    elif kind == "map":
        path = "/api/v1/areas?level=district"
    elif kind == "areas":
        path = "/api/v1/areas?level=amt"
    elif kind == "indicators":
        path = "/api/v1/indicators/P01/values?level=district"
    elif kind == "forecast":
        path = f"/api/v1/forecasts/{dice.choice(('13076', '13004', '13003', '13'))}?from=2025&to=2040"
    elif kind == "what-if":
        path = "/api/v1/reach/what-if"
        place = {"lat": 53.3 + dice.random() / 5, "lon": 11.5 + dice.random() / 5, "places": 20}
        body = {"category": "day_care", "minutes": [15], "changes": [{"add": place}]}
    elif kind == "overview":
        path = f"/planung/gebiet/{dice.choice(('13076', '13004', '13003', '13'))}"
    else:
        path = f"/api/v1/facilities?near={town}&radius_km=20&limit=200&format=xlsx"
    content = b"" if body is None else json.dumps(body).encode()
    head = f"{'GET' if body is None else 'POST'} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    if body is not None:
        head += f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n"
    return (head + "\r\n").encode() + content


LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")


class Connection(asyncio.Protocol):
    """One connection on which one request at a time is answered."""

    def __init__(self):
        self.transport, self.buffer, self.done = None, bytearray(), None

    def connection_made(self, transport):
        self.transport = transport

    def ask(self, data):
        self.buffer.clear()
        self.done = asyncio.get_running_loop().create_future()
        self.transport.write(data)
        return self.done

    def data_received(self, data):
        self.buffer += data
        head = self.buffer.find(b"\r\n\r\n")
        if head < 0 or self.done is None or self.done.done():
            return
        length = LENGTH.search(self.buffer, 0, head + 2)
        whole = len(self.buffer) >= head + 4 + int(length[1]) if length else self.buffer.endswith(b"0\r\n\r\n")
        if whole:
            self.done.set_result(int(self.buffer[9:12]))

    def connection_lost(self, error):
        self.transport = None
        if self.done is not None and not self.done.done():
            self.done.set_result(0)


class Callers:
    """Connections that are kept for the next request."""

    def __init__(self, port):
        self.port, self.free, self.open = port, [], 0

    async def ask(self, data):
        """The status; 0 where the connection was closed or none could be had, -1 after too long."""
        connection = None
        while self.free and connection is None:
            one = self.free.pop()
            connection = one if one.transport is not None else None
        try:
            if connection is None:
                if self.open >= MOST_CONNECTIONS:
                    return 0
                loop = asyncio.get_running_loop()
                _, connection = await loop.create_connection(Connection, "127.0.0.1", self.port)
            self.open += 1
            try:
                status = await asyncio.wait_for(connection.ask(data), LIMIT_S)
            finally:
                self.open -= 1
        except (asyncio.TimeoutError, TimeoutError):
            connection.transport.abort()
            return -1
        except OSError:
            return 0
        if connection.transport is not None:
            self.free.append(connection)
        return status


async def closed_loop(port, facilities, seconds, callers, dice):
    """So many callers who ask again as soon as they are answered: seconds of each answer by kind, and answers a second."""
    pool, times, until = Callers(port), {kind: [] for kind in KINDS}, time.monotonic() + seconds
    started = time.monotonic()

    async def caller():
        while time.monotonic() < until:
            kind = dice.choices(KINDS, SHARES)[0]
            begun = time.monotonic()
            if await pool.ask(request(kind, dice, facilities)) == 200:
                times[kind].append(time.monotonic() - begun)

    await asyncio.gather(*(caller() for _ in range(callers)))
    return times, sum(map(len, times.values())) / (time.monotonic() - started)


async def open_loop(port, facilities, rate, seconds, dice):
    """Requests that are due at random moments, `rate` a second: for each its due second, kind, status and time."""
    pool, found, tasks = Callers(port), [], set()
    started = time.monotonic()
    due = 0.0

    async def one(due, kind):
        status = await pool.ask(request(kind, dice, facilities))
        found.append((due, kind, status, time.monotonic() - started - due))

    while True:
        due += dice.expovariate(rate)
        if due > seconds:
            break
        wait = started + due - time.monotonic()
        await asyncio.sleep(max(0, wait))
        task = asyncio.create_task(one(due, dice.choices(KINDS, SHARES)[0]))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    await asyncio.gather(*tasks)
    return found


def watch(port, pid, stop, into):
    """In a process of its own: each tenth of a second the health check, each second the memory."""
    started, connection = time.monotonic(), None
    while not stop.is_set():
        begun = time.monotonic()
        try:
            connection = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/health/live")
            answer = connection.getresponse()
            answer.read()
            status = answer.status
        except (OSError, http.client.HTTPException):
            connection, status = None, 0
        milliseconds = (time.monotonic() - begun) * 1000
        resident = next(int(line.split()[1]) for line in open(f"/proc/{pid}/status") if line.startswith("VmRSS:"))
        into.put((begun - started, status, milliseconds, resident / 1024))
        stop.wait(0.1)


def watched(service, work):
    """Runs something beside the watch; gives what it gives, and what was watched."""
    stop, queue = multiprocessing.Event(), multiprocessing.Queue()
    process = multiprocessing.Process(target=watch, args=(service.port, service.process.pid, stop, queue))
    process.start()
    result = work()
    stop.set()
    rows = []
    while process.is_alive() or not queue.empty():
        while not queue.empty():
            rows.append(queue.get())
        process.join(0.05)
    return result, rows


def by_second(found, rows, seconds):
    """The curves: of each second what was due, answered, turned away, the 99th percentile of the answers, and memory."""
    step = max(1, seconds // 300)
    curves = []
    for begin in range(0, seconds, step):
        of = [one for one in found if begin <= one[0] < begin + step]
        served = [one[3] * 1000 for one in of if one[2] == 200]
        resident = [row[3] for row in rows if begin <= row[0] < begin + step]
        curves.append({
            "second": begin, "due": len(of) / step, "answered": len(served) / step,
            "turned_away": sum(one[2] in (0, 503) for one in of) / step,
            "p50_ms": percentile(served, 0.5) if served else None, "p99_ms": percentile(served, 0.99) if served else None,
            "memory_mb": max(resident) if resident else None,
        })
    return curves


def warm(port, facilities, dice):
    """Each kind some times, so that what is kept is kept, and nothing of a start is measured."""
    asyncio.run(closed_loop(port, facilities, 5, 4, dice))


def capacity_of(port, facilities, first, dice):
    """The most answers a second: the rate rises by half until a tenth of the requests of citizens is not answered with 200. Others
    are refused early, so that they do not delay these: they say nothing of what can be answered."""
    best, rate = 0.0, first
    while True:
        found = asyncio.run(open_loop(port, facilities, rate, CALIBRATION_S, dice))
        in_time = sum(one[2] == 200 for one in found) / max([CALIBRATION_S, *(one[0] + one[3] for one in found)])
        best = max(best, in_time)
        citizens = [one[2] == 200 and one[3] < CALIBRATION_S for one in found if one[1] in CITIZENS]
        share = sum(citizens) / len(citizens)
        print(f"  {rate:.0f} a second are due, {in_time:.0f} answered, {share:.0%} of those of citizens", flush=True)
        if share < 0.9:
            return best
        rate *= 1.5


def run(table, binary, folder, minutes):
    table.heading(f"Load at twice the capacity for {minutes:g} minutes")
    service, dice = Service(binary, folder / "load"), random.Random(20261130)
    service.start()
    try:
        # Indicators are computed after the start, and until then refused.
        while service.ask("/api/v1/indicators/V04")[0] == 503:
            time.sleep(0.2)
        items = json.loads(service.ask("/api/v1/facilities?limit=500")[1])["items"]
        facilities = [item["id"] for item in items]
        warm(service.port, facilities, dice)
        alone, _ = asyncio.run(closed_loop(service.port, facilities, CALIBRATION_S, 1, dice))
        _, first = asyncio.run(closed_loop(service.port, facilities, CALIBRATION_S, 8, dice))
        capacity = capacity_of(service.port, facilities, first, dice)
        unloaded = percentile([one for times in alone.values() for one in times], 0.99) * 1000
        before = service.memory_mb()
        print(f"  capacity {capacity:.0f} answers a second; unloaded p99 {unloaded:.1f} ms; memory {before:.0f} MB", flush=True)
        seconds = int(minutes * 60)
        found, rows = watched(service, lambda: asyncio.run(open_loop(service.port, facilities, 2 * capacity, seconds, dice)))
        judge(table, found, rows, (unloaded, before, seconds, capacity))
        time.sleep(min(60, seconds))
        after = service.memory_mb()
        table.row("memory a minute after", f"{after:.0f} MB after {before:.0f} MB", f"{before * MEMORY_SHARE:.0f} MB", after <= before * MEMORY_SHARE)
        return by_second(found, rows, seconds)
    finally:
        service.end()


def judge(table, found, rows, measured):
    unloaded, before, seconds, capacity = measured
    served = [one[3] * 1000 for one in found if one[2] == 200]
    away = sum(one[2] in (0, 503) for one in found)
    others = collections.Counter((one[1], one[2]) for one in found if one[2] not in (200, 0, 503))
    wrong = len(found) - len(served) - away
    if others:
        print(f"  other answers: {dict(others)}", flush=True)
    p99, limit = percentile(served, 0.99), TIMES_UNLOADED * unloaded
    share = len(served) / seconds / capacity
    table.row("what is answered", f"{len(served):,} of {len(found):,} ({share:.0%} of the capacity), p50 {percentile(served, 0.5):.0f} ms, p99 {p99:.0f} ms", f"p99 {limit:.0f} ms, twice the unloaded one", p99 <= limit)
    table.row("what is not", f"{away:,} turned away, {wrong} with another status or too late", "no other status", wrong == 0)
    for kind in KINDS:
        times = [one[3] * 1000 for one in found if one[1] == kind and one[2] == 200]
        asked = sum(one[1] == kind for one in found)
        print(f"    {kind}: {len(times):,} of {asked:,} answered, p50 {percentile(times, 0.5):.0f} ms, p99 {percentile(times, 0.99):.0f} ms")
    health = [row[2] for row in rows]
    failed = sum(row[1] != 200 for row in rows)
    p99 = percentile(health, 0.99)
    table.row("health check", f"{len(rows):,} asked, {failed} failed, p99 {p99:.0f} ms", f"none, {HEALTH_MS} ms", failed == 0 and p99 < HEALTH_MS)
    half = [row[3] for row in rows if seconds * 0.2 <= row[0] <= seconds * 0.4] or [before]
    last = [row[3] for row in rows if row[0] >= seconds * 0.8] or [before]
    growth = max(last) / max(half)
    table.row("memory under load", f"{max(half):.0f} MB in the second fifth, {max(last):.0f} MB in the last", "at most a tenth more", growth <= MEMORY_SHARE)
