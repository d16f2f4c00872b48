"""Compares two recordings and holds the differences against the list of changes."""

import pathlib
import re
import subprocess
import tomllib

WIDEST_LINE = 240


class CompareError(Exception):
    """The comparison cannot be made; says why."""


class Change:
    """A listed change: which requests, why, and if `lines` are given which lines alone may differ."""

    def __init__(self, entry: dict, path: pathlib.Path):
        unknown = set(entry) - {"requests", "reason", "lines"}
        requests, reason = entry.get("requests"), entry.get("reason")
        if unknown or not requests or not isinstance(reason, str) or not reason.strip():
            raise CompareError(f"{path}: a change has requests, a reason and perhaps lines, not {entry}")
        self.requests = [re.compile(pattern_of(text)) for text in requests]
        self.reason = reason
        self.lines = [re.compile(line) for line in entry.get("lines", [])]
        self.used = False

    def is_about(self, request: str) -> bool:
        return any(pattern.fullmatch(request) for pattern in self.requests)

    def excuses(self, line: str) -> bool:
        return not self.lines or any(pattern.search(line) for pattern in self.lines)


def pattern_of(text: str) -> str:
    """`*` stands for anything; every other character for itself."""
    return ".*".join(re.escape(part) for part in text.split("*"))


def changes(path: pathlib.Path) -> list[Change]:
    if not path.exists():
        raise CompareError(f"{path} does not exist")
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    return [Change(entry, path) for entry in listed.get("change", [])]


def answers(folder: pathlib.Path) -> dict[str, pathlib.Path]:
    """The files of a recording by the request on their first line."""
    found = {}
    for path in sorted(folder.glob("*.txt")):
        with path.open(encoding="utf-8") as file:
            found[file.readline().rstrip("\n")] = path
    if not found:
        raise CompareError(f"there is no recording in {folder}")
    return found


def difference(before: pathlib.Path | None, after: pathlib.Path | None) -> list[str]:
    """The lines of a unified diff without its head; none where both are the same."""
    if before is None or after is None:
        return ["+ (answered only after)" if before is None else "- (answered only before)"]
    if before.read_bytes() == after.read_bytes():
        return []
    command = ["diff", "--text", "--unified=0", str(before), str(after)]
    # A body may hold line ends of other kinds than "\n", which belong to its lines.
    output = subprocess.run(command, capture_output=True, check=False).stdout
    return output.decode("utf-8", "replace").removesuffix("\n").split("\n")[2:]


def is_expected(request: str, lines: list[str], listed: list[Change]) -> bool:
    about = [change for change in listed if change.is_about(request)]
    for change in about:
        change.used = True
    changed = [line for line in lines if line[:1] in "+-"]
    return bool(about) and all(any(change.excuses(line[1:]) for change in about) for line in changed)


def shown(lines: list[str], most: int) -> list[str]:
    """The first lines, long ones cut to the part around the first differing character."""
    cut = []
    for index, line in enumerate(lines[:most]):
        if len(line) > WIDEST_LINE:
            partner = next((other for other in lines[max(0, index - 1):index + 2]
                            if other[:1] != line[:1] and other[:1] in "+-"), line)
            pairs = enumerate(zip(line[1:], partner[1:]))
            first = next((at for at, (one, other) in pairs if one != other), 0)
            start = max(0, first - 60)
            line = f"{line[0]}…{line[1 + start:1 + start + WIDEST_LINE]}…"
        cut.append(line)
    if len(lines) > most:
        cut.append(f"… and {len(lines) - most} more lines")
    return cut


def run(before: pathlib.Path, after: pathlib.Path, expect: pathlib.Path, most: int) -> int:
    listed = changes(expect)
    old, new = answers(before), answers(after)
    differing = expected = 0
    for request in sorted(old.keys() | new.keys()):
        lines = difference(old.get(request), new.get(request))
        if not lines:
            continue
        differing += 1
        if is_expected(request, lines, listed):
            expected += 1
            continue
        print(f"## {request}")
        print("\n".join(shown(lines, most)), end="\n\n")
    for change in listed:
        if not change.used:
            print(f"Listed, but nothing differs: {change.reason}")
    print(f"{len(old.keys() | new.keys())} requests, {differing} differ, {expected} expected")
    return 0 if differing == expected else 1
