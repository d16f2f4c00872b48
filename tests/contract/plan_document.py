"""The plan as a text document, read by python-docx, against the same plan as JSON."""

import io
import json
import sys
import urllib.request

from docx import Document
from docx.oxml.ns import qn

ORIGIN, AREA = sys.argv[1], sys.argv[2]


def fetched(form):
    with urllib.request.urlopen(f"{ORIGIN}/planung/plan/{AREA}/pflegeplan.{form}", timeout=120) as answer:
        return answer.read()


def blocks_of(plan, kind):
    return [block for chapter in plan["chapters"] for block in chapter["blocks"] if block["kind"] == kind]


def equal(found, expected, what):
    assert found == expected, f"{what}: {found!r} is not {expected!r}"


def check_headings(document, plan):
    found = [
        (paragraph.style.name, paragraph.text)
        for paragraph in document.paragraphs
        if paragraph.style.name in ("Heading 1", "Heading 2")
    ]
    expected = []
    for chapter in plan["chapters"]:
        expected.append(("Heading 1", f"{chapter['number']} {chapter['title']}"))
        expected += [
            ("Heading 2", f"{block['number']} {block['title']}")
            for block in chapter["blocks"]
            if block["kind"] == "heading"
        ]
    equal(found, expected, "headings")


def check_tables(document, plan):
    expected = blocks_of(plan, "table")
    equal(len(document.tables), len(expected), "tables")
    for table, block in zip(document.tables, expected):
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        texts = [[cell["text"] for cell in row] for row in block["rows"]]
        equal(rows, [block["headings"]] + texts, block["caption"])
        head = table.rows[0]._tr.trPr.find(qn("w:tblHeader"))
        assert head is not None, f"the headings of {block['caption']} are not marked"
        equal(table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")), block["caption"], "title of a table")
    return sum(len(block["rows"]) for block in expected)


def check_pictures(document, plan):
    charts = [block["chart"] for block in blocks_of(plan, "figure")]
    said = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert "shown" in plan["arms"], plan["arms"]
    arms = [f"Wappen: {plan['area_name']}"]
    equal(said, arms + [f"{chart['title']}. {chart['description']}" for chart in charts], "alternative texts")
    captions = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Caption"]
    expected = [
        f"Tabelle {block['number']}: {block['caption']}"
        if block["kind"] == "table"
        else f"Abbildung {block['number']}: {block['chart']['title']}"
        for chapter in plan["chapters"]
        for block in chapter["blocks"]
        if block["kind"] in ("table", "figure")
    ]
    equal(captions, expected, "captions")


def texts_of(value):
    """All strings of a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        if "spans" in value:
            yield "".join(span["text"] for span in value["spans"])
        for part in value.values():
            yield from texts_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts_of(part)


LABELS = (
    "In diesem Kapitel fehlt:",
    "In diesem Kapitel fehlen:",
    "Was es füllen würde, steht im Anhang A.2.",
    "Warum es fehlt und was es füllen würde, steht im Anhang A.2.",
)


def check_that_nothing_is_added(document, plan):
    """No paragraph says what the plan does not: a value that is withheld there is withheld here."""
    words = " ".join(texts_of(plan))
    own = ("Inhalt", "Stichtag ", "Entwurf vom ", "Freigegeben, Stand ", "Mit Beispieldaten: ")
    gaps = [gap for block in blocks_of(plan, "gaps") for gap in block["gaps"]]
    said_of_gaps = sorted([*LABELS, *(gap[part] for gap in gaps for part in ("what", "why"))], key=len, reverse=True)
    for paragraph in document.paragraphs:
        style, text = paragraph.style.name, paragraph.text
        if not text or text.startswith(own) or style in ("Caption", "Heading 1", "Heading 2", "toc 1", "toc 2"):
            continue
        if style == "Impressum":
            text = text.split(": ", 1)[1]
        if style.startswith("Hier fehlt"):
            rest = text
            for said in said_of_gaps:
                rest = rest.replace(said, "")
            assert not rest.strip("; ."), f"{style}: {rest!r} does not stand in the gaps of the plan"
            continue
        assert text in words, f"{style}: {text!r} does not stand in the plan"


def main():
    plan = json.loads(fetched("json"))
    document = Document(io.BytesIO(fetched("docx")))
    properties = document.core_properties
    equal((properties.title, properties.language), (plan["title"], "de-DE"), "properties")
    equal(properties.author, plan["area_name"], "author")
    check_headings(document, plan)
    rows = check_tables(document, plan)
    check_pictures(document, plan)
    check_that_nothing_is_added(document, plan)
    header = document.sections[0].header.paragraphs[0].text
    assert plan["is_approved"] or "Entwurf vom" in header, header
    assert rows > 100, rows


main()
