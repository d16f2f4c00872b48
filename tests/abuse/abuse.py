"""Walks every operation of the contract with its largest parameters, then lets many callers repeat the dearest one.

Usage: abuse.py PORT PID [--seconds 60] [--callers 64]

Prints seconds and additional memory of each request, and the latencies of a searcher and a health checker beside
the callers. Only the standard library is used. The requests stand in largest.json, which tests/http walks as well.
"""

import argparse
import http.client
import json
import pathlib
import threading
import time

HERE = pathlib.Path(__file__).parent
SEARCH = "/api/v1/facilities?near=Ludwigslust&category=day_care&radius_km=20&limit=20"
LIMIT_MB, LIMIT_S = 64, 2.0
LIMIT_REFUSAL_BYTES = 60_000
SEARCH_P99_MS, HEALTH_P99_MS, MEMORY_SHARE = 100, 50, 1.10


def expand(value):
    """A list that repeats one item is written as {"$repeat": N, "$item": …}."""
    if isinstance(value, dict):
        if "$repeat" in value:
            return [expand(value["$item"])] * value["$repeat"]
        return {key: expand(item) for key, item in value.items()}
    return [expand(item) for item in value] if isinstance(value, list) else value


def written_out(path):
    """A query longer than is read stands as {long}, one that is full of unknown fields as {unknown}."""
    unknown = "&".join(f"u{number}=1" for number in range(900))
    return path.replace("{long}", "x" * 30000).replace("{unknown}", unknown)


class Client:
    """One kept connection."""

    def __init__(self, port):
        self.port, self.connection = port, None

    def send(self, method, path, body=None, timeout=300):
        headers = {"content-type": "application/json"} if body else {}
        for attempt in (1, 2):
            try:
                if self.connection is None:
                    self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
                self.connection.request(method, path, body, headers)
                response = self.connection.getresponse()
                content = response.read()
                return response.status, content, response.headers
            except (OSError, http.client.HTTPException):
                self.connection = None
                if attempt == 2:
                    return 0, b"", {}


def memory_mb(pid, field):
    for line in open(f"/proc/{pid}/status"):
        if line.startswith(field + ":"):
            return int(line.split()[1]) / 1024
    raise SystemExit(f"/proc/{pid}/status has no {field}")


def reset_peak(pid):
    with open(f"/proc/{pid}/clear_refs", "w") as file:
        file.write("5")


def walk(client, pid, requests, first):
    """Sends each request once; gives those that were answered with their seconds."""
    good, timed = True, []
    print(f"{'seconds':>8} {'MB more':>8} {'status':>6} {'answer MB':>9}  request")
    for request in requests:
        method, path = request["operation"].split(" ")[0], request["path"].replace("{first}", first)
        body = json.dumps(expand(request["body"])) if "body" in request else None
        reset_peak(pid)
        before, started = memory_mb(pid, "VmRSS"), time.monotonic()
        status, content, _ = client.send(method, path, body)
        seconds = time.monotonic() - started
        more = memory_mb(pid, "VmHWM") - before
        within = seconds < LIMIT_S and more < LIMIT_MB and status != 0
        expected = status >= 400 if request.get("refused") else status == 200
        # What is refused does not come back in the answer again and again.
        within &= not request.get("refused") or len(content) < LIMIT_REFUSAL_BYTES
        note = "" if within and expected else "  <- " + ("over the aim" if expected else "not as expected")
        good &= within and expected
        size = len(content) / 1e6
        print(f"{seconds:8.3f} {more:8.1f} {status:6} {size:9.2f}  {method} {path[:90]}{note}", flush=True)
        if status == 200:
            timed.append((seconds, method, path, body))
    return good, timed


def beside(port, path, until, every, into):
    client = Client(port)
    while time.monotonic() < until:
        started = time.monotonic()
        status, _, _ = client.send("GET", path)
        into.append(((time.monotonic() - started) * 1000, status))
        time.sleep(every)


def press(port, request, until, counts):
    _, method, path, body = request
    client = Client(port)
    while time.monotonic() < until:
        status, _, headers = client.send(method, path, body)
        counts[status] = counts.get(status, 0) + 1
        if status == 503:
            # A polite caller waits as long as it was told; this one waits a tenth of it.
            time.sleep(float(headers.get("retry-after", 1)) / 10)
        elif status == 0:
            time.sleep(0.1)


def percentile(times, share):
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def load(port, pid, dearest, callers, seconds):
    before = memory_mb(pid, "VmRSS")
    until = time.monotonic() + seconds
    searches, health, counts = [], [], {}
    threads = [threading.Thread(target=press, args=(port, dearest, until, counts)) for _ in range(callers)]
    threads.append(threading.Thread(target=beside, args=(port, SEARCH, until, 0.02, searches)))
    threads.append(threading.Thread(target=beside, args=(port, "/health/ready", until, 0.1, health)))
    reset_peak(pid)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    peak = memory_mb(pid, "VmHWM")
    print(f"\n{callers} callers of {dearest[1]} {dearest[2][:120]} for {seconds} s: answers by status {dict(sorted(counts.items()))}")
    good = True
    for name, times, limit in [("search", searches, SEARCH_P99_MS), ("health", health, HEALTH_P99_MS)]:
        failed = sum(status != 200 for _, status in times)
        p50, p99 = (percentile([ms for ms, _ in times], share) for share in (0.5, 0.99))
        good &= p99 < limit and failed == 0
        print(f"{name}: {len(times)} answers, {failed} failed, p50 {p50:.1f} ms, p99 {p99:.1f} ms (aim {limit} ms)")
    time.sleep(min(60, seconds))
    after = memory_mb(pid, "VmRSS")
    good &= after <= before * MEMORY_SHARE
    print(f"memory: {before:.0f} MB before, {peak:.0f} MB at most, {after:.0f} MB after {min(60, seconds):.0f} s (aim {before * MEMORY_SHARE:.0f} MB)")
    return good


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("pid", type=int)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--callers", type=int, default=64)
    arguments = parser.parse_args()
    client = Client(arguments.port)
    largest = json.loads((HERE / "largest.json").read_text())
    requests = largest["requests"]
    contract = json.loads(client.send("GET", "/openapi.json")[1])
    known = {f"{method.upper()} {path}" for path, item in contract["paths"].items() for method in item}
    if missing := known ^ {request["operation"] for request in requests}:
        raise SystemExit(f"largest.json and the contract name different operations: {sorted(missing)}")
    while client.send("GET", "/api/v1/indicators/V04")[0] == 503:
        time.sleep(0.2)
    first = json.loads(client.send("GET", "/api/v1/facilities?limit=1")[1])["items"][0]["id"]
    good, timed = walk(client, arguments.pid, requests, first)
    further = [{"operation": "GET", **request, "path": written_out(request["path"])} for request in largest["beside"]]
    good_beside, timed_beside = walk(client, arguments.pid, further, first)
    good &= good_beside
    # Forecasts are kept, so that repeating one costs nothing; what-if, reach and pages are computed each time.
    dearest = max((it for it in timed + timed_beside if "forecasts" not in it[2]), key=lambda it: it[0])
    good &= load(arguments.port, arguments.pid, dearest, arguments.callers, arguments.seconds)
    raise SystemExit(0 if good else 1)


main()
