"""Brings an answer into the text that is kept: laid out in lines, and without what may differ between two
recordings of one program. Each rule stands here with its reason; nothing else is left out.

The date and time of day need no rule: the recorded program's calendar stands still (`clock.c`).
"""

import hashlib
import io
import re
import zipfile

# Left out of every answer.
HEADERS_LEFT_OUT = {
    "date": "written by the server library, not by the program",
    "content-length": "the body stands beside it, and names of assets in it have hashes",
    "transfer-encoding": "chosen by the server library for each connection",
    "connection": "belongs to the connection",
}

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# Pattern, replacement, reason.
RULES = [
    (re.compile(r"(/?assets/[\w.-]*?)-[\w-]{8}\.(js|css|svg|png|woff2)\b"), r"\1-HASH.\2",
     "the name of a built asset holds a hash of its content"),
]

# Our own scripts are minified: a rename inside changes every line. The browser tests check what they do.
NOT_COMPARED = re.compile(r"/assets/.*|/einbetten\.js")
SCRIPT = "text/javascript"


def header(name: str, value: str) -> str | None:
    """The line of a header, or nothing where it is left out."""
    name = name.lower()
    if name in HEADERS_LEFT_OUT:
        return None
    if name == "etag":
        # A validator is opaque; requests with If-None-Match show that it works.
        value = "weak" if value.startswith("W/") else "strong"
    return f"{name}: {text(value)}"


def text(value: str) -> str:
    for pattern, replacement, _ in RULES:
        value = pattern.sub(replacement, value)
    return value


def body(content_type: str, content: bytes, path: str = "") -> str:
    """A body as lines of text; `path` is that of the request, if there was one."""
    kind = content_type.split(";")[0].strip()
    if not content:
        return ""
    if kind == SCRIPT and NOT_COMPARED.fullmatch(path):
        return "(a script, not compared)"
    if kind == XLSX:
        return workbook(content)
    try:
        decoded = content.decode("utf-8")
    except UnicodeDecodeError:
        return f"({len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()})"
    if kind.endswith("json"):
        decoded = lines_of_json(decoded)
    elif kind == "text/css":
        decoded = decoded.replace("}", "}\n")
    return text(decoded)


def lines_of_json(compact: str) -> str:
    """JSON with a line for each member, byte for byte otherwise, so that also its numbers are compared as written."""
    token = re.compile(r'"(?:[^"\\]|\\.)*"|,(?=["{])')
    return token.sub(lambda found: ",\n" if found[0] == "," else found[0], compact)


def workbook(content: bytes) -> str:
    """Every part of a workbook as text; how a zip file packs them is not compared."""
    parts = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in sorted(archive.namelist()):
            part = archive.read(name).decode("utf-8").replace("><", ">\n<")
            parts.append(f"--- {name}\n{part}")
    return text("\n".join(parts))
