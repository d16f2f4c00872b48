"""Records the answers of a program and compares two recordings; see `scripts/answers`."""

import argparse
import pathlib
import sys

import compare
import record

HERE = pathlib.Path(__file__).resolve().parent


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/answers", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    recording = verbs.add_parser("record", help="run all requests and write one file for each answer")
    recording.add_argument("program", type=pathlib.Path, metavar="PROGRAM")
    recording.add_argument("folder", type=pathlib.Path, metavar="FOLDER")
    recording.add_argument("--requests", type=pathlib.Path, metavar="FILE", default=HERE / "requests.toml")
    comparing = verbs.add_parser("compare", help="print what differs between two recordings")
    comparing.add_argument("before", type=pathlib.Path, metavar="FOLDER_A")
    comparing.add_argument("after", type=pathlib.Path, metavar="FOLDER_B")
    comparing.add_argument("--expect", type=pathlib.Path, metavar="FILE", default=HERE / "changes.toml",
                           help="listed changes with their reasons [default: tests/answers/changes.toml]")
    comparing.add_argument("--lines", type=int, default=14, metavar="NUMBER",
                           help="lines of each difference that are printed [default: 14]")
    arguments = parser.parse_args()
    if arguments.verb == "record":
        return record.run(arguments.program, arguments.folder, arguments.requests)
    return compare.run(arguments.before, arguments.after, arguments.expect, arguments.lines)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (record.RecordError, compare.CompareError) as error:
        sys.exit(f"scripts/answers: {error}")
