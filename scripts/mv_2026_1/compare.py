"""Our status quo beside the 16th and the 15th coordinated projection of the federal and state offices, for the state:
compare.py FOLDER [--out models/COMPARISON.md] [--program target/debug/pflegeplan]

Their assumptions for the state are not at hand, their results are. So this asks which children per woman, life
expectancies and net moves bring our model from their population of 2025 to theirs of 2040 (children aged 0 to 4, men and
women aged 80 and over, and the total). With these the difference in 2040 is split: our assumptions are replaced by the
inferred ones, one after the other. What others have published on people in need stands below, beside the forecast of the
program. Needs numpy and the built program.
"""

import argparse
import csv
import subprocess
from pathlib import Path

import numpy as np

from demography import AGES, OPEN, SEXES, Table, older
from make import HOUSE, pace
from tables import Official, qx_of, rows, table_of

SET = HOUSE / "models/mv-2026-1"
LAST = 2040


class State:
    """The set, its districts taken together."""

    def __init__(self, official):
        self.people = table_of(SET / "population.csv", "persons").sum(axis=0)
        self.moves = table_of(SET / "migration.csv", "external").sum(axis=0)
        qx = qx_of(SET / "mortality.csv")
        self.tables = [Table(s, qx[s]) for s in (0, 1)]
        fertility = list(rows(SET / "fertility.csv"))
        self.pattern = np.zeros(AGES)
        for row in fertility:
            if row["quantity"] == "pattern":
                self.pattern[int(row["age"])] = float(row["value"])
        self.rate = float(next(row["value"] for row in fertility if row["quantity"] == "tfr"))
        table, gain = official.life_expectancy()[2023], pace(official)
        self.e0 = np.array(table) + np.array(gain)
        # Children per woman, life expectancy of men and women in 2040, net moves as a factor on ours.
        self.ours = np.array([self.rate, *(self.e0 + 15 * np.array(gain)), 1.0])

    def run(self, people, assumed):
        """The population of 2040; children per woman and moves from the first year on, life expectancy on a line."""
        people = people.copy()
        moves = assumed[3] * self.moves
        gain, loss = np.maximum(moves, 0), np.where(self.people > 0, np.maximum(-moves, 0) / np.maximum(self.people, 1), 0)
        for year in range(2026, LAST + 1):
            way = (year - 2025) / (LAST - 2025)
            e0 = self.e0 + way * (assumed[1:3] - self.e0)
            sx = np.array([t.survival(t.factor_for(e)) for t, e in zip(self.tables, e0)])
            start = people + 0.5 * gain - 0.5 * loss * people
            end = older(start, sx)
            end[:, 1:] += (0.5 * gain - 0.5 * loss * end)[:, 1:]
            births = assumed[0] * (0.5 * (start[1] + end[1]) * self.pattern).sum()
            newborns = births * np.array([0.5123, 0.4877]) * sx[:, 0]
            end[:, 0] = newborns + 0.5 * gain[:, 0] - 0.5 * loss[:, 0] * newborns
            people = end
        return people


def figures(people):
    return np.array([people[:, :5].sum(), people[0, 80:].sum(), people[1, 80:].sum(), people.sum()])


def inferred(state, base, theirs):
    """Newton's method from our assumptions; four figures, four assumptions."""
    assumed, step = state.ours.copy(), np.array([0.01, 0.05, 0.05, 0.02])
    for _ in range(8):
        miss = figures(state.run(base, assumed)) - theirs
        slope = np.array([(figures(state.run(base, assumed + step * unit)) - miss - theirs) / step[i]
                          for i, unit in enumerate(np.eye(4))]).T
        assumed = assumed - np.linalg.solve(slope, miss)
    return assumed


def in_groups(people, groups):
    """Our single ages of 2025 brought to their groups."""
    found = people.copy()
    for (s, first, last), persons in groups.items():
        part = people[s, first : last + 1]
        found[s, first : last + 1] = persons * part / part.sum()
    return found


def sixteenth(official, variant, year):
    path = official.folder / "genesis/12421-0004_projection_mv_2025_2040_by_sex_age5.csv"
    return {
        (SEXES.index(row["sex"]), int(row["age_from"]), int(row["age_to"]) if row["age_to"] else OPEN): float(row["value"])
        for row in rows(path)
        if row["variant"] == variant and int(row["year"]) == year and row["sex"] in SEXES and row["age_from"] != "all"
    }


def fifteenth(official, year):
    path = official.folder / "population/projection_15kbv_g2l2w2.csv"
    found = {}
    for row in rows(path):
        if row["area"].startswith("Mecklenburg") and int(row["year"]) == year and row["sex"] in SEXES:
            age = int(row["age"].rstrip("+"))
            found[SEXES.index(row["sex"]), age, OPEN if age == 99 else age] = float(row["persons"])
    return found


def spread(groups):
    table = np.zeros((2, AGES))
    for (s, first, last), persons in groups.items():
        table[s, first : last + 1] += persons / (last + 1 - first)
    return table


def german(value, signed=False):
    """A whole number of hundreds, with a point between the thousands."""
    if abs(value) < 50:
        return "0"
    text = f"{round(value, -2):+,.0f}" if signed else f"{round(value, -2):,.0f}"
    return text.replace(",", ".").replace("-", "−")


def decimals(value, places):
    return f"{value:.{places}f}".replace(".", ",")


def lines_of(state, name, start, end):
    """Rows of both tables of the page for one projection."""
    base, theirs = in_groups(state.people, start), figures(spread(end))
    found = inferred(state, base, theirs)
    at = state.ours.copy()
    runs = [state.run(state.people, at), state.run(base, at)]
    for which in ([0], [1, 2], [3]):
        at[which] = found[which]
        runs.append(state.run(base, at))
    lines = []
    for label, first, official in (("alle", 0, theirs[3]), ("ab 80", 80, theirs[1] + theirs[2])):
        persons = [people[:, first:].sum() for people in runs]
        parts = [german(b - a, signed=True) for a, b in zip(persons, persons[1:])]
        lines.append(f"| {name}, {label} | {german(official)} | {german(persons[0])} | " + " | ".join(parts) + " |")
    moves = german(found[3] * state.moves.sum())
    e0 = " / ".join(decimals(e, 2) for e in found[1:3])
    return lines, f"| {name} | {german(base.sum())} | {decimals(found[0], 3)} | {e0} | {moves} |"


def forecast(program, area, *more):
    """Rows of the program's forecast from 2023 to 2050, without draws."""
    call = [program, "forecast", "--area", area, "--from", "2023", "--to", "2050", "--draws", "0", "--format", "csv", *more]
    return list(csv.DictReader(subprocess.run(call, check=True, capture_output=True, text=True).stdout.splitlines()))


def need(rows, year):
    plain = ("sex", "age_from", "care_grade", "care_type")
    found = [row for row in rows if row["measure"] == "people_in_need" and row["year"] == str(year) and not any(row[of] for of in plain)]
    return float(found[0]["value"])


def share_of_old(rows, year):
    people = [row for row in rows if row["measure"] == "population" and row["year"] == str(year) and row["age_from"] and not row["sex"]]
    return sum(float(row["value"]) for row in people if int(row["age_from"]) >= 65) / sum(float(row["value"]) for row in people)


# Who, when, for which year, and how many people in need in the state; as the press gives it.
OF_OTHERS = [
    ("Sozialministerium, nach einem Pressebericht", 2022, 2030, 135_000),
    ("BARMER-Pflegereport", 2022, 2030, 143_000),
    ("BARMER, nach einem Pressebericht", 2017, 2050, 118_000),
]


def others(program):
    """The lines of what others have expected, and the words beside them."""
    constant, trend = forecast(program, "13"), forecast(program, "13", "--prevalence", "trend")
    lines = [
        f"| {who} | {made} | {year} | {german(said)} | {german(need(constant, year))} | {german(need(trend, year))} |"
        for who, made, year, said in OF_OTHERS
    ]
    lake = share_of_old(forecast(program, "13071", "--by", "age_group"), 2030)
    return {"others": "\n".join(lines), "counted": german(need(constant, 2023)), "lake": decimals(100 * lake, 1)}


PAGE = """# Amtliche Vorausberechnungen neben unserer

Das Land Mecklenburg-Vorpommern am Ende des Jahres 2040: was der Bund und die Länder gemeinsam vorausberechnet haben (15. und 16. koordinierte
Bevölkerungsvorausberechnung) und was der Status quo des Modells mv-2026-1 ergibt. Nichts ist an diese Zahlen angepasst. Diese Seite schreibt
`scripts/mv_2026_1/compare.py`. Alle Zahlen sind auf Hunderter gerundet. Das Land ist hier als ein Gebiet gerechnet; die Summe der Kreise weicht davon
um weniger als 0,1 Prozent ab.

## Der Unterschied und woher er kommt

Die vier letzten Spalten führen von unserer Zahl zu der amtlichen: ihr Stand von 2025, ihre Geburten, ihre Sterblichkeit, ihre Wanderungen.

| 2040 | amtlich | unsere | Stand 2025 | Geburten | Sterblichkeit | Wanderungen |
| --- | --: | --: | --: | --: | --: | --: |
{differences}

## Die Annahmen dahinter

Die Annahmen für das Land lagen uns nicht vor, die Ergebnisse schon. Deshalb sind sie zurückgerechnet: Mit ihnen führt unser Modell von der
dort gerechneten Bevölkerung von 2025 zu den dort gerechneten Kindern unter fünf, Männern ab 80, Frauen ab 80 und Einwohnern von 2040. Es sind
also Näherungen. Kinder je Frau und Wanderungen gelten von 2026 an, die Lebenserwartung (Männer / Frauen) steigt gleichmäßig bis 2040.

| | Einwohner 2025 | Kinder je Frau | Lebenserwartung 2040 | Wanderungsgewinn im Jahr |
| --- | --: | --: | --: | --: |
{assumptions}

## Was daran auffällt

* **Menschen ab 80.** Unsere Lebenserwartung steigt im Tempo der letzten 20 Jahre. Sie liegt damit über der mittleren Annahme der
  16. Vorausberechnung und nahe an der hohen (L3). Daraus kommt fast der ganze Unterschied bei den Menschen ab 80.
* **Einwohner.** Wir rechnen mit mehr Zuzug und mit weniger Geburten als die mittlere Variante der 16. Vorausberechnung; beides hebt sich zum Teil auf.
* **Die 15. Vorausberechnung** steht noch auf dem Zensus von 2011. Der größte Teil ihres Unterschieds ist ihr höherer Stand.

## Was andere zum Pflegebedarf erwartet haben

Menschen mit Pflegebedarf im Land; unsere Zahlen unter dem Status quo der Bevölkerung, mit gleichbleibenden Pflegequoten und mit ihrem Trend.

| wer | wann | für | erwartet | unsere, gleichbleibend | unsere, Trend |
| --- | --: | --: | --: | --: | --: |
{others}

* **Zwei sind überholt.** Ende 2023 zählte die Pflegestatistik {counted}: mehr, als 2017 für 2050 und 2022 vom Ministerium für 2030 erwartet wurde, und fast so
  viele wie im Report von 2022 für 2030. Seit 2017 gilt ein weiterer Pflegebegriff, und die Quoten sind mit jeder Erhebung gestiegen; wer sie festhält,
  unterschätzt den Bedarf. Auch unsere Rechnung mit gleichbleibenden Quoten hätte jede Zählung seit 2015 unterschätzt ([BACKTEST_CARE.md](BACKTEST_CARE.md)).
* **Bertelsmann Stiftung, 2012:** plus 56 Prozent für das Land. Ausgangs- und Zieljahr stehen in unserer Quelle nicht, also ist es nicht vergleichbar.
* **Plan des Kreises Mecklenburgische Seenplatte, 2014:** ein Drittel der Menschen ist 2030 mindestens 65. Wir rechnen mit {lake} Prozent. Zahlen
  künftiger Jahre aus anderen Plänen der Kreise haben wir nicht.

Die Annahmen dieser Rechnungen liegen uns nicht vor, deshalb ist der Unterschied nur in Worten erklärt.

Quellen: Statistisches Bundesamt (Destatis), GENESIS-Online 12421-0004 (16. Vorausberechnung, Stand 8.12.2025, drei Varianten, und 15. Vorausberechnung,
Basis 31.12.2021), dl-de/by-2-0. Daten verändert: nach Alter zusammengefasst. Pflegebedarf anderer: dpa in der Welt (Februar 2022) und in den Norddeutschen Neuesten
Nachrichten (4. Februar 2017), dpa in der Bild (18. November 2012); Pflegesozialplanung Mecklenburgische Seenplatte (ISBW, 2014), Vorwort.
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--out", default=str(HOUSE / "models/COMPARISON.md"))
    parser.add_argument("--program", default=str(HOUSE / "target/debug/pflegeplan"))
    arguments = parser.parse_args()
    official = Official(arguments.folder)
    state = State(official)
    differences, assumptions = [], []
    for name, variant in (("16., G2-L2-W2", "G2L2W2"), ("16., G1-L3-W1", "G1L3W1"), ("16., G3-L1-W3", "G3L1W3")):
        end = sixteenth(official, variant, LAST)
        if end:
            lines, line = lines_of(state, name, sixteenth(official, variant, 2025), end)
            differences += lines
            assumptions.append(line)
    lines, line = lines_of(state, "15., G2-L2-W2", fifteenth(official, 2025), fifteenth(official, LAST))
    differences += lines
    assumptions.append(line)
    ours = [state.e0[s] + (LAST - 2025) * pace(official)[s] for s in (0, 1)]
    assumptions.append(
        f"| unsere | {german(state.people.sum())} | {decimals(state.rate, 3)} | "
        f"{' / '.join(decimals(e, 2) for e in ours)} | {german(state.moves.sum())} |"
    )
    page = PAGE.format(differences="\n".join(differences), assumptions="\n".join(assumptions), **others(arguments.program))
    Path(arguments.out).write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
