"""Writes the tables of models/mv-2026-1 from official tables: make.py FOLDER [--out models/mv-2026-1]

FOLDER holds public copies of the tables that models/mv-2026-1/README.md names, in population/, genesis/ and
mortality_kreis/. From the released set mv-2025-1 come the pattern that the ages of districts are split by, the life table
of 2018/20 and the levels of fertility; they are derived in its README. Needs numpy. Prints what the README quotes.
"""

import argparse
import csv
import hashlib
import re
import tomllib
from pathlib import Path

import numpy as np

import base
import mortality
import moves
from demography import AGES, OPEN, SEXES, Table, birth_pattern
from tables import DISTRICTS, Official, qx_of, rows, table_of

HOUSE = Path(__file__).resolve().parents[2]
BEFORE = HOUSE / "models/mv-2025-1"
# Net moves across the border of the state: 10,705 in 2024 (press release of the statistical office of the state, 1 July
# 2025) and 8,187 in 2025 (12711-0020), of these 3,795 men.
NET_MOVES = (10_705 + 8_187) / 2
MEN = 3_795 / 8_187
# The middle of the table of 2023/25 lies in 2024; the base year is one year on.
PACE_FROM, PACE_TO = 2003, 2023


def pace(official):
    """Years of life expectancy at birth a year, over the 20 years from the table of 2003/05 to that of 2023/25."""
    table = official.life_expectancy()
    return [(table[PACE_TO][s] - table[PACE_FROM][s]) / (PACE_TO - PACE_FROM) for s in (0, 1)]


def survival_at(tables, e0, level):
    """By district, sex and age, of the reference brought to a life expectancy of the state."""
    factors = [table.factor_for(e) for table, e in zip(tables, e0)]
    return np.array([[tables[s].survival(factors[s] * of_district) for s in (0, 1)] for of_district in level])


def residuals(official, tables, level, people):
    """Residual moves a year of 2018 to 2020 and of 2023 to 2025, by district, sex and age."""
    e0 = official.life_expectancy()
    before, now = survival_at(tables, e0[2018], level), survival_at(tables, e0[2023], level)
    end_2018 = base.of_2018(official)
    first = moves.residual(end_2018, base.of_2020(official, end_2018, before), before, [0.25, 0.5, 0.25])
    return first, moves.residual(base.of_2023(official, people, now), people, now, [0.2] * 5)


def net_moves(official, tables, level, people):
    """Mean of the residuals of both periods."""
    first, second = residuals(official, tables, level, people)
    print("residual moves a year before scaling:", first.sum().round(), second.sum().round())
    for name, ages in (("65 and over", slice(65, None)), ("80 and over", slice(80, None))):
        by_district = ((first + second) / 2)[..., ages].sum(axis=(1, 2)).round().astype(int)
        print(f"  mean, {name}:", by_district.sum(), dict(zip(DISTRICTS, by_district.tolist())))
    return (first + second) / 2


def at_official_level(net, people, rule):
    """External moves at the level of the official statistic, by sex, and internal ones, which sum to zero: below an age only
    a share of the level of a district goes on."""
    external, internal = moves.split(net, people)
    state = external.sum(axis=0)
    scaled = np.array([moves.to_total(state[s], NET_MOVES * (MEN, 1 - MEN)[s]) for s in (0, 1)])
    everybody = people.sum(axis=0)
    external = scaled * people / np.where(everybody > 0, everybody, 1)
    return external, moves.shrunk(external, internal, rule["below"], rule["level"])


def cents(values):
    """Two decimals by district that sum to zero in every cell."""
    rounded = np.round(values * 100)
    rest = rounded.sum(axis=0)
    greatest = np.abs(values).argmax(axis=0)
    for s in (0, 1):
        for age in range(AGES):
            rounded[greatest[s, age], s, age] -= rest[s, age]
    return rounded / 100


def write(path, header, lines):
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(lines)


def cells():
    return ((d, s, age) for d in range(len(DISTRICTS)) for s in (0, 1) for age in range(AGES))


def number(value, decimals):
    return f"{value:.{decimals}f}".rstrip("0").rstrip(".") if value else "0"


def write_fertility(out, official, people):
    pattern = birth_pattern((0.235, 3.918, 24.268), (0.765, 4.595, 31.817))
    levels = {row["district"]: float(row["value"]) for row in rows(BEFORE / "fertility.csv") if row["quantity"] == "level"}
    women = (people[:, 1] * pattern).sum(axis=1)
    level = np.array([levels[key] for key in DISTRICTS])
    level = level / ((women * level).sum() / women.sum())
    rate = official.children_per_woman()[2025]
    lines = [["pattern", "", age, f"{pattern[age]:.7f}", "HFD"] for age in range(15, 50)]
    # Rounded shares sum to 1 all the same.
    rest = round(1 - sum(float(line[3]) for line in lines), 7)
    largest = max(lines, key=lambda line: float(line[3]))
    largest[3] = f"{float(largest[3]) + rest:.7f}"
    lines.append(["tfr", "", "", rate, "GENESIS-12612"])
    lines += [["level", key, "", f"{level[d]:.4f}", "EUROSTAT-PROJ19 RDB-12411-04"] for d, key in enumerate(DISTRICTS)]
    write(out / "fertility.csv", ["quantity", "district", "age", "value", "source"], lines)


def write_mortality(out, official, qx, level):
    gain, table = pace(official), official.life_expectancy()[PACE_TO]
    lines = [["qx", "", SEXES[s], age, f"{qx[s, age]:.8f}", "DESTATIS-2018-20 GENESIS-12621 GENESIS-12621-0004 GENESIS-12613"]
             for s in (0, 1) for age in range(OPEN)]
    lines += [["qx", "", sex, OPEN, "1.00000000", "DESTATIS-2018-20"] for sex in SEXES]
    lines += [["e0", "", SEXES[s], "", number(table[s] + gain[s], 2), "GENESIS-12621-0004"] for s in (0, 1)]
    lines += [["level", key, sex, "", f"{level[d]:.4f}", "STATA-WEEKLY GENESIS-12613 RDB-12411-09 EUROSTAT-PROJ19"]
              for d, key in enumerate(DISTRICTS) for sex in SEXES]
    write(out / "mortality.csv", ["quantity", "district", "sex", "age", "value", "source"], lines)
    print("pace of life expectancy:", [round(g, 4) for g in gain], "in 2040:", [round(t + 16 * g, 2) for t, g in zip(table, gain)])
    long = official.life_expectancy()
    before = [(long[2017][s] - long[2003][s]) / 14 for s in (0, 1)]
    print("  2003/05 to 2017/19:", [round(g, 4) for g in before], "in 2040:", [round(t + 16 * g, 2) for t, g in zip(table, before)])


def write_observed(out, official):
    header = ["area", "year", "sex", "age_from", "age_to", "persons", "census", "source"]
    lines = [[row[name] for name in header] for row in rows(BEFORE / "observed.csv")]
    state = official.state_single_ages()
    lines += [["13", 2025, SEXES[s], age, age if age < 90 else "", int(state[s, age]), 2022, "GENESIS-12411-0013"]
              for s in (0, 1) for age in range(91)]
    write(out / "observed.csv", header, lines)


def write_vital(out, official):
    births, deaths = official.births(), official.deaths()
    lines = [[year, int(sum(births[year])), int(deaths[year]), "GENESIS-12612 GENESIS-12613"] for year in sorted(births)]
    write(out / "vital_statistics.csv", ["year", "births", "deaths", "source"], lines)


def write_district_deaths(out, official):
    deaths = official.district_deaths()
    lines = [[key, year, int(deaths[key, year]), "STATA-WEEKLY"] for key in DISTRICTS for year in range(2014, 2024)]
    write(out / "district_deaths.csv", ["district", "year", "deaths", "source"], lines)


def checksums(out):
    text = (out / "model.toml").read_text(encoding="utf-8")
    for path in sorted(out.rglob("*.csv")):
        name = path.relative_to(out).as_posix()
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        text = re.sub(rf'"{re.escape(name)}" = "[0-9a-f]*"', f'"{name}" = "{found}"', text)
    (out / "model.toml").write_text(text, encoding="utf-8")


def check(official, tables, people, level):
    """What the README quotes."""
    counted = official.deaths()
    by_table = mortality.deaths(people.sum(axis=0), tables)
    print("deaths counted and by the table:", {y: (counted[y], round(by_table[y])) for y in sorted(by_table)})
    print("life expectancy of the table:", [round(t.e0(), 3) for t in tables], "at 100:", [round(1 / t.mx[OPEN], 3) for t in tables])
    print("level:", dict(zip(DISTRICTS, level.round(4).tolist())))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--out", default=str(HOUSE / "models/mv-2026-1"))
    arguments = parser.parse_args()
    official, out = Official(arguments.folder), Path(arguments.out)
    people = base.of_2025(official, table_of(BEFORE / "population.csv", "persons"))
    qx, slope = mortality.reference(official, qx_of(BEFORE / "mortality.csv"), people.sum(axis=0))
    tables = [Table(s, qx[s]) for s in (0, 1)]
    print("slope over ten years of age:", round(slope, 4))
    end_2018 = base.of_2018(official)
    flat = survival_at(tables, official.life_expectancy()[2023], np.ones(len(DISTRICTS)))
    dates = {2018: end_2018, 2023: base.of_2023(official, people, flat)}
    level, ratios, error, spread = mortality.levels(official, tables, dates)
    print("ratios of both periods:", ratios.round(3).tolist(), "error:", error.max().round(4), "spread:", spread.round(4))
    check(official, tables, people, level)
    net = net_moves(official, tables, level, people)
    rule = tomllib.loads((HOUSE / "models/mv-2026-1/model.toml").read_text(encoding="utf-8"))["district_moves"]
    external, internal = at_official_level(net, people, rule)
    internal = cents(internal)
    print("external a year:", dict(zip(DISTRICTS, external.sum(axis=(1, 2)).round().astype(int).tolist())))
    print("internal a year:", dict(zip(DISTRICTS, internal.sum(axis=(1, 2)).round().astype(int).tolist())))
    write(out / "population.csv", ["district", "sex", "age", "persons", "source"],
          ([DISTRICTS[d], SEXES[s], age, int(people[d, s, age]), "RDB-12411-09 GENESIS-12411-0013 RDB-12411-04"] for d, s, age in cells()))
    write(out / "migration.csv", ["district", "sex", "age", "external", "internal", "source"],
          ([DISTRICTS[d], SEXES[s], age, number(external[d, s, age], 2), number(internal[d, s, age], 2),
            "GENESIS-12711 STATA-2024 EUROSTAT-PROJ19 RDB-12411-04 RDB-12411-09 GENESIS-12411-0013"] for d, s, age in cells()))
    write_fertility(out, official, people)
    write_mortality(out, official, qx, level)
    write_observed(out, official)
    write_vital(out, official)
    write_district_deaths(out, official)
    checksums(out)


if __name__ == "__main__":
    main()
