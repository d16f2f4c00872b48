"""The plan as PDF: what a checker of PDF/UA lets pass, though readers of it would miss it. Read by pypdf, against the same plan
as JSON.

Usage: plan_pdf.py PLAN.pdf PLAN.json
"""

import json
import sys
from collections import Counter

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject


def elements(node, parents=()):
    """All elements of the structure in the order of reading, each with the names of those around it."""
    node = node.get_object()
    if isinstance(node, ArrayObject):
        for one in node:
            yield from elements(one, parents)
    elif isinstance(node, DictionaryObject):
        name = node.get("/S")
        if name:
            yield name, node, parents
        if "/K" in node:
            yield from elements(node["/K"], (*parents, name) if name else parents)


def attributes(element):
    """The attributes of an element as one dictionary."""
    found = element.get("/A")
    if found is None:
        return {}
    found = found.get_object()
    merged = {}
    for one in found if isinstance(found, ArrayObject) else [found]:
        one = one.get_object()
        if isinstance(one, DictionaryObject):
            merged.update(one)
    return merged


def titles(outline):
    for one in outline:
        if isinstance(one, list):
            yield from titles(one)
        else:
            yield one.title


def check_document(reader, plan):
    catalogue = reader.trailer["/Root"]
    assert catalogue["/Lang"].lower().startswith("de"), catalogue["/Lang"]
    assert reader.metadata.title == plan["title"], reader.metadata.title
    assert reader.metadata.author == plan["area_name"], reader.metadata.author
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"], "programs show the name of the file instead of the title"
    assert catalogue["/MarkInfo"]["/Marked"]
    for number, page in enumerate(reader.pages, 1):
        assert "/Annots" not in page or page.get("/Tabs") == "/S", f"page {number}: links are not in the order of reading"


def check_pages(reader, plan):
    """No page holds nothing but what a chapter lacks, and the contents leave no few lines for a page of their own."""
    first = next(chapter for chapter in plan["chapters"])
    for number, page in enumerate(reader.pages, 1):
        lines = [line.strip() for line in page.extract_text().splitlines() if line.strip()]
        # The running head and the foot.
        lines = [line for line in lines if plan["title"] not in line and not line.startswith(("Seite ", "Stichtag ", "Entwurf vom "))]
        is_gap = lines and lines[0].startswith("In diesem Kapitel fehl")
        assert not is_gap, f"page {number} begins with what the chapter before it lacks: {lines}"
    starts = [n for n, page in enumerate(reader.pages) if f"{first['number']} {first['title']}" in page.extract_text()]
    assert starts[0] == 1 and starts[1] == 2, f"the contents take more than a page: {starts[:2]}"


def check_headings(reader, plan, found):
    expected = []
    for chapter in plan["chapters"]:
        expected.append(f"{chapter['number']} {chapter['title']}")
        expected += [f"{b['number']} {b['title']}" for b in chapter["blocks"] if b["kind"] == "heading"]
    marks = [" ".join(title.split()) for title in titles(reader.outline)]
    assert marks[-len(expected) :] == expected, "bookmarks are not the chapters and sections in their order"
    names = Counter(name for name, *_ in found)
    assert names["/H1"] >= len(plan["chapters"]), names
    assert names["/H1"] + names["/H2"] >= len(expected), names


def check_tables(plan, found):
    tables = [block for chapter in plan["chapters"] for block in chapter["blocks"] if block["kind"] == "table"]
    names = Counter(name for name, *_ in found)
    assert names["/Table"] == len(tables), (names["/Table"], len(tables))
    scopes = Counter(attributes(element).get("/Scope") for name, element, _ in found if name == "/TH")
    assert None not in scopes, f"{scopes[None]} header cells do not say whether they are of a row or a column"
    assert scopes["/Column"] == sum(len(table["headings"]) for table in tables), scopes
    assert scopes["/Row"] == sum(len(table["rows"]) for table in tables), scopes


def check_pictures(plan, found):
    charts = [block["chart"] for chapter in plan["chapters"] for block in chapter["blocks"] if block["kind"] == "figure"]
    arms, *said = [element.get("/Alt") for name, element, _ in found if name == "/Figure"]
    assert "shown" in plan["arms"] and arms == f"Wappen: {plan['area_name']}", arms
    assert len(said) == len(charts), (len(said), len(charts))
    for text, chart in zip(said, charts):
        # Letters that the font does not have are replaced; words are not.
        assert text and text.split()[:4] == f"{chart['title']}. {chart['description']}".split()[:4], text


def check_links(reader, found):
    links = [element for name, element, _ in found if name == "/Link"]
    annotations = [a.get_object() for page in reader.pages for a in page.get("/Annots", [])]
    assert len([a for a in annotations if a["/Subtype"] == "/Link"]) >= len(links) > 0
    for annotation in annotations:
        assert annotation.get("/Contents") or annotation.get("/A") or annotation.get("/Dest"), annotation


def check_order(plan, found):
    """Captions stand inside of what they name, and in the order of the plan."""
    captions = [parents for name, _, parents in found if name == "/Caption"]
    expected = sum(b["kind"] in ("table", "figure") for chapter in plan["chapters"] for b in chapter["blocks"])
    assert len(captions) == expected, (len(captions), expected)


def main():
    with open(sys.argv[2], encoding="utf-8") as file:
        plan = json.load(file)
    reader = PdfReader(sys.argv[1])
    found = list(elements(reader.trailer["/Root"]["/StructTreeRoot"]["/K"]))
    check_document(reader, plan)
    check_pages(reader, plan)
    check_headings(reader, plan, found)
    check_tables(plan, found)
    check_pictures(plan, found)
    check_links(reader, found)
    check_order(plan, found)
    print(f"{len(found)} elements on {len(reader.pages)} pages")


main()
