"""Plans as files: eight as PDF, and one as HTML from a running service.

Usage: plan.py PROGRAM DATA_FOLDER ORIGIN

PROGRAM is pflegeplan with pflegeplan-pdf beside it, DATA_FOLDER holds a register, ORIGIN is the address of a service on it.
Memory is that of the program and of the one that it starts, added up twenty times a second. Ends with 1 where an aim is missed.
Only the standard library is used.
"""

import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request

PROGRAM, DATA, ORIGIN = sys.argv[1:4]
MOST_SECONDS, MOST_MB, MOST_PDF_MB, MOST_HTML_S = 20.0, 500.0, 4.0, 0.5
DISTRICTS = ["13003", "13004", "13071", "13072", "13073", "13074", "13075", "13076"]


def memory_mb(pid):
    """Resident memory of a process and its children."""
    kilobytes = 0
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            kilobytes += next((int(line.split()[1]) for line in status if line.startswith("VmRSS")), 0)
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as children:
            return kilobytes / 1024 + sum(memory_mb(int(child)) for child in children.read().split())
    except OSError:
        return kilobytes / 1024


def write(arguments):
    """Seconds and the highest memory of a call."""
    begin, most = time.monotonic(), 0.0
    with subprocess.Popen([PROGRAM, "--data-dir", DATA, *arguments]) as program:
        while program.poll() is None:
            most = max(most, memory_mb(program.pid))
            time.sleep(0.05)
    assert program.returncode == 0, arguments
    return time.monotonic() - begin, most


def fetched(area):
    begin = time.monotonic()
    with urllib.request.urlopen(f"{ORIGIN}/planung/plan/{area}/pflegeplan.html", timeout=60) as answer:
        size = len(answer.read())
    return time.monotonic() - begin, size


def line(what, value, unit, most):
    is_met = value <= most
    print(f"{what:<44}{value:>9.2f} {unit:<3} aim {most:g} {unit}{'' if is_met else '   MISSED'}")
    return is_met


def main():
    with tempfile.TemporaryDirectory() as folder:
        # The state's comparison of the districts comes with --all; it is a ninth plan.
        seconds, megabytes = write(["plan", "--all", "--form", "pdf", "--out", folder])
        sizes = {path.name: path.stat().st_size / (1 << 20) for path in pathlib.Path(folder).iterdir()}
    largest = max(sizes, key=sizes.get)
    met = [
        line("eight plans and the comparison as PDF", seconds, "s", MOST_SECONDS),
        line("memory of both programs together", megabytes, "MB", MOST_MB),
        line(f"largest, {largest}", sizes[largest], "MB", MOST_PDF_MB),
    ]
    firsts = [fetched(area)[0] for area in DISTRICTS]
    met.append(line("a plan as HTML, median of the first requests", sorted(firsts)[len(firsts) // 2], "s", MOST_HTML_S))
    line("the same again, kept by the service", fetched(DISTRICTS[-1])[0], "s", MOST_HTML_S)
    sys.exit(0 if all(met) else 1)


main()
