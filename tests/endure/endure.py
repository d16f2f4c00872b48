"""Tries to break a service and prints what held. Called by scripts/endure; only the standard library is used.

Usage: endure.py PROGRAM [--minutes 30] [--kills 200] [--only connections,load,faults,kills] [--out FOLDER]
"""

import argparse
import json
import pathlib
import tempfile

import connections
import curves
import faults
import kills
import load
from service import Table, allow_many_files

PARTS = ("connections", "load", "faults", "kills")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("endure"))
    arguments = parser.parse_args()
    parts = arguments.only.split(",")
    if unknown := set(parts) - set(PARTS):
        raise SystemExit(f"unknown part {sorted(unknown)[0]}; there are {', '.join(PARTS)}")
    allow_many_files()
    arguments.out.mkdir(parents=True, exist_ok=True)
    table = Table()
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        if "connections" in parts:
            connections.run(table, arguments.program, folder)
        if "load" in parts:
            found = load.run(table, arguments.program, folder, arguments.minutes)
            heading = f"Twice the capacity for {arguments.minutes:g} minutes"
            (arguments.out / "load.json").write_text(json.dumps(found))
            (arguments.out / "load.svg").write_text(curves.drawing(found, heading))
        if "faults" in parts:
            faults.run(table, arguments.program, folder)
        if "kills" in parts:
            kills.run(table, arguments.program, folder, arguments.kills)
    (arguments.out / "table.json").write_text(json.dumps(table.rows, indent=1))
    missed = table.missed()
    print(f"\n{len(table.rows) - len(missed)} held, {len(missed)} missed; curves and table in {arguments.out}")
    raise SystemExit(1 if missed else 0)


main()
