"""Each figure of a plan is the API's: those that name what they are by that name, and sums, differences, shares and the figures
of charts computed again from the API's rows. Each row with a figure, and each figure in a chart, stands in the PDF as well, as it is
rounded.

Covered: all tables with figures of forecasts (residents by year, age and sex, births, deaths and moves, people in need by form and grade,
places, staff, assistance, scenarios, planning areas, profile sheets), all indicators, who reaches advice, and the tables below the
charts. Not covered: figures counted in the register (they stand in the plan beside the list they are counted from), bands behind a
figure in brackets, target values of planners, and the list of the register itself.

Usage: plan_figures.py ORIGIN AREA PLAN.json PLAN.pdf
"""

import json
import re
import subprocess
import sys
import urllib.request
from collections import Counter

ORIGIN, AREA, PLAN, PDF = sys.argv[1:]
STATE = "13"
LAST = 2040
# As many as a plan has.
DRAWS = 500
STATUS_QUO = "status-quo"
OPEN = 200
GROUPS = {"unter 20": (0, 19), "20 bis 64": (20, 64), "65 bis 79": (65, 79), "80 bis 89": (80, 89), "ab 90": (90, OPEN), "zusammen": (0, OPEN)}
FORMS = {
    "im Heim": "residential",
    "mit Pflegedienst": "home_care",
    "nur Pflegegeld": "allowance_only",
    "Grad 1 ohne Dienst": "grade1_without_services",
    "zusammen": None,
}
SCENARIOS = {"Untere Variante": "low", "Status quo": STATUS_QUO, "Obere Variante": "high"}
KINDS = {"Heimplätze": "residential", "Tagespflegeplätze": "day_care", "Kurzzeitpflegeplätze": "short_term"}
# What is counted in the register stands in the plan with the list it is counted from.
OF_REGISTER = ("im Verzeichnis", "Beratungsstellen nach Art und Gebiet", "Angebote im Kreis")


def asked(path):
    with urllib.request.urlopen(ORIGIN + path, timeout=120) as answer:
        return json.load(answer)


def areas(query):
    """Keys of areas by their names."""
    found = [one["properties"] for one in asked(f"/api/v1/areas?{query}")["features"]]
    return {one["name"]: one["key"] for one in found}


class Rows:
    """The rows of the API's forecasts that the plan rests on."""

    def __init__(self):
        self.known = {}
        self.ages = {}
        ask = lambda query: asked(f"/api/v1/forecasts/{AREA}?to={LAST}&{query}")["rows"]
        for query in (
            f"draws={DRAWS}&from=2015",
            "scenario=low",
            "scenario=high",
            "from=2015&by=care_type",
            "by=care_grade",
            "by=age,sex",
        ):
            self.take(ask(query))
        self.inside = areas(f"level=amt&within={AREA}")
        if len(self.inside) > 1:
            self.take(ask("level=amt&supply=register"))
            self.take(ask("level=amt&by=age"))

    def take(self, rows):
        for row in rows:
            key = (row["area"], row["scenario"], row["measure"], row["year"])
            if row.get("age_from") is not None:
                if row["measure"] != "population":
                    continue
                sexes = self.ages.setdefault((row["area"], row["year"]), {})
                sexes.setdefault(row.get("sex"), {})[row["age_from"]] = row["value"]
                continue
            if row.get("sex") is not None:
                continue
            part = None
            if row.get("care_type"):
                part = f"care_type={row['care_type']}"
            elif row.get("care_grade"):
                part = f"care_grade={row['care_grade']}"
            band = row.get("q10") is not None
            if band or (key, part) not in self.known:
                self.known[key, part] = (row["value"], (row["q10"], row["q90"]) if band else None)

    def value(self, measure, year, area=AREA, scenario=STATUS_QUO, part=None):
        return self.known[(area, scenario, measure, int(year)), part][0]

    def band(self, measure, year, scenario=STATUS_QUO):
        return self.known[(AREA, scenario, measure, int(year)), None][1]

    def residents(self, ages, year, area=AREA, sex=None):
        first, last = ages
        sexes = self.ages[area, int(year)]
        chosen = [sexes[sex]] if sex else [sexes[one] for one in ("m", "f")] if "m" in sexes else [sexes[None]]
        return sum(value for by_age in chosen for age, value in by_age.items() if first <= age <= last)


def derived(rows, table, row, column, reach):
    """The figure of a cell that names none of the API's, computed from the API's rows."""
    caption, head, heading = table["caption"], row[0]["text"], table["headings"][column]
    if caption in ("Menschen nach Alter", "Frauen nach Alter", "Männer nach Alter"):
        return rows.residents(GROUPS[head], heading, sex={"F": "f", "M": "m"}.get(caption[0]) if caption[0:2] != "Me" else None)
    if head == "Saldo des Pflegepersonals (Köpfe)":
        return -rows.value("staff_gap_heads", heading)
    if caption == "Pflegepersonal in Köpfen":
        return -rows.value("staff_gap_heads", head)
    if head == "45- bis 64-Jährige je 100 Menschen ab 75":
        return rows.value("informal_potential_per_100", heading)
    if caption == "Was die Zahl der Menschen ändert":
        first, last = (int(heading[:4]), int(heading[-4:]))
        sums = {of: sum(rows.value(of, year) for year in range(first, last + 1)) for of in ("births", "deaths", "net_migration")}
        natural = sums["births"] - sums["deaths"]
        return {"Geborene": sums["births"], "Gestorbene": sums["deaths"], "Wanderungssaldo": sums["net_migration"]}.get(head, natural)
    if caption == "Rechnerische Defizite":
        if head.startswith("Beschäftigte"):
            return rows.value("staff_gap_heads", heading)
        return -rows.value(f"{KINDS[head]}_places_balance", heading)
    if caption == "Menschen in den Gebieten":
        area = rows.inside[head]
        if heading == "Veränderung":
            now, then = (rows.value("population", year, area) for year in (table["headings"][1][-4:], table["headings"][2]))
            return 100 * (then / now - 1)
        return rows.residents((80, OPEN), heading[-4:], area)
    if caption.startswith("Steckbrief "):
        area = rows.inside[caption.removeprefix("Steckbrief ")]
        return rows.residents({"davon 65 bis 79": (65, 79), "davon ab 80": (80, OPEN)}[head], heading, area)
    if caption == "Menschen, die einen Pflegestützpunkt mit dem Auto erreichen":
        of = [one for one in reach if head in ("zusammen", one["name"])]
        limit = lambda minutes: [one for one in of if one["minutes"] == minutes]
        people = sum(one["persons"] for one in limit(15))
        if heading.startswith("Menschen"):
            return people
        reached = sum(one["persons_reached"] for one in limit(int(re.search(r"\d+", heading)[0])))
        return 100 * reached / people if heading.startswith("Anteil") else reached
    raise AssertionError(f"Tabelle {table['number']} ({caption}): {head}, {heading} is compared with nothing of the API")


def of_chart(rows, chart, row, column, indicator):
    """The figure of a cell below a chart; None for one that is no figure."""
    heading, head = chart["table"]["headings"][column], row[0]["text"]
    year = head[:4]
    end = {"unteres": 0, "oberes": 1}.get(next((word for word in heading.split() if word.endswith("res")), None))

    def of(measure, scenario=STATUS_QUO):
        return rows.value(measure, year, scenario=scenario) if end is None else rows.band(measure, year)[end]

    match chart["id"]:
        case "k2-karte":
            area = rows.inside[head]
            base = chart["subtitle"].split("Ende ")[1][:4]
            return None if heading != "Wert" else 100 * rows.residents((65, OPEN), base, area) / rows.value("population", base, area)
        case "k4-alter":
            ages = [int(age) for age in re.findall(r"\d+", head)]
            sex, of_year = heading.split()
            return rows.residents((ages[0], ages[1] if len(ages) > 1 else OPEN), of_year, sex="m" if sex == "Männer" else "f")
        case "k4-alte":
            return rows.residents({"ab 80": (80, OPEN), "65 bis 79": (65, 79)}[heading], year)
        case "k5-formen":
            if heading == "Jahr":
                return None
            form, year = FORMS[head], row[1]["text"][:4]
            scenario = STATUS_QUO if "gerechnet" in row[1]["text"] else "observed"
            if end is not None:
                return rows.band("people_in_need", year)[end]
            return rows.value("people_in_need", year, scenario=scenario, part=form and f"care_type={form}")
        case "k5-rang" | "k7-dichte":
            name = row[1]["text"]
            return indicator({"k5-rang": "P02", "k7-dichte": "V04"}[chart["id"]], name) if heading == "Wert" else None
        case "k7-heim":
            kind = {"B": "needed", "P": "supply", "S": "balance"}[heading[0]]
            return of(f"residential_places_{kind}")
        case "k8-personal":
            kind, sign = {"g": ("needed", 1), "v": ("available", 1), "S": ("gap", -1)}[heading[0]]
            return sign * of(f"staff_{kind}_heads")
        case "k10-szenarien":
            return of("people_in_need", SCENARIOS[heading.split(",")[0]])
        case "k10-saldo":
            return of("residential_places_balance")
    raise AssertionError(f"the chart {chart['id']} is compared with nothing of the API")


def number(text):
    return float(text.replace("\u2212", "-").replace(".", "").replace(",", ".").rstrip("\u00a0%"))


def is_read(text, value):
    """Whether a rounded text says the value: to tens, to whole numbers or to a decimal."""
    read = number(text.split(" (")[0].replace("+", ""))
    if "," in text:
        return abs(read - value) <= 0.0501
    return abs(read - value) <= (5.0001 if abs(read) >= 100 and read % 10 == 0 else 0.5001)


def flat(text):
    return re.sub(r"[\s\u00a0\u202f\u00ad\u200b\u2010\u2011-]", "", text)


def main():
    with open(PLAN, encoding="utf-8") as file:
        plan = json.load(file)
    rows = Rows()
    level = "&level=amt" if len(rows.inside) > 1 else ""
    reach = [one for one in asked(f"/api/v1/reach?category=advice_centre&minutes=15,30&area={AREA}{level}")["rows"] if one["group"] == "all"]
    names = areas("level=district") | {"Land": STATE}
    of_indicators = {}

    def indicator(id, name):
        if id not in of_indicators:
            items = asked(f"/api/v1/indicators/{id}/values?level=district&compare={STATE}")["items"]
            of_indicators[id] = {one["area"]: one["value"] for one in items}
        return of_indicators[id][names.get(name, name)]

    pdf = flat(subprocess.run(["pdftotext", "-raw", PDF, "-"], check=True, capture_output=True, text=True).stdout)
    counts = Counter()
    for block in (block for chapter in plan["chapters"] for block in chapter["blocks"]):
        if block["kind"] == "table":
            for row in block["rows"]:
                if any("value" in cell for cell in row):
                    assert flat("".join(cell["text"] for cell in row)) in pdf, f"Tabelle {block['number']}: {row} does not stand in the PDF"
                    counts["rows in the PDF"] += 1
                for column, cell in enumerate(row):
                    if "value" not in cell or block["caption"].endswith(OF_REGISTER):
                        continue
                    what = f"Tabelle {block['number']} ({block['caption']}), {row[0]['text']}, {block['headings'][column]}: {cell}"
                    name = cell.get("of")
                    if name is None:
                        value = derived(rows, block, row, column, reach)
                        counts["derived"] += 1
                    elif name["scenario"] in ("value", "zero", "estimated"):
                        value = indicator(name["measure"], name["area"])
                        counts["indicators"] += 1
                    else:
                        value = rows.value(name["measure"], name["year"], name["area"], name["scenario"], name.get("part"))
                        counts["forecasts"] += 1
                    assert abs(value - cell["value"]) < 1e-6, f"{what} is {value} in the API"
                    if not cell["text"].endswith(")"):
                        millions = 1e6 if "Millionen" in row[0]["text"] else 1
                        assert is_read(cell["text"], cell["value"] / millions), what
        elif block["kind"] == "figure":
            chart = block["chart"]
            for row in chart["table"]["rows"]:
                for column, cell in enumerate(row):
                    value = of_chart(rows, chart, row, column, indicator) if column and cell["value"] is not None else None
                    if value is not None:
                        assert is_read(cell["text"], value), f"{chart['id']}, {row[0]['text']}: {cell} is {value} in the API"
                        counts["charts"] += 1
            for text in re.findall(r"<text[^>]*>(.*?)</text>", chart["svg"], re.S):
                text = flat(re.sub(r"<[^>]*>", "", text)).replace("&amp;", "&")
                if re.search(r"\d", text):
                    assert text in pdf, f"{chart['id']}: {text} does not stand in the PDF"
                    counts["texts of charts in the PDF"] += 1
    least = {"rows in the PDF": 150, "derived": 90, "indicators": 60, "forecasts": 200, "charts": 400, "texts of charts in the PDF": 100}
    for what, count in least.items():
        assert counts[what] >= count, counts
    print(dict(counts))


main()
