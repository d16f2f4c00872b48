"""Writes municipal_ages.csv and municipal_moves.csv of models/mv-2026-1, and tests the rule that uses them:
municipalities.py FOLDER [--out models/mv-2026-1]

FOLDER holds regionaldatenbank_2015/: residents of municipalities by sex and 17 age groups on 31 December 2015 in the borders of
2022 (12411-02-03-5), moves across the borders of municipalities in 2015 (12711-01-03-5) and residents of 2008 to 2015
(12411-01-01-5); and population_municipality/ with the residents of 30 June 2022 as registers had them. The test starts from the
ages of 2015 and is held to the census of 2022 (municipalities.csv). Needs numpy and openpyxl. Prints what the README quotes.
"""

import argparse
import csv
import hashlib
from collections import defaultdict
from pathlib import Path

import numpy as np
import openpyxl

HOUSE = Path(__file__).resolve().parents[2]
AGES_SOURCE, MOVES_SOURCE = "RDB-12411-02", "RDB-12711-01"
FROM = [0, 3, 6, 10, 15, 18, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 75]
MOVES_FROM = [0, 18, 25, 30, 50, 65]
AGES = 101
# From 31 December 2015 to 15 May 2022.
YEARS = 6 + (31 + 28 + 31 + 30 + 15) / 365
# Part of the shares in which all residents of a municipality stand in for those of the age, so that no cell is empty.
FLOOR = 0.01
SIZES = [0, 500, 1_000, 2_000, 5_000, 1_000_000]


def counts(folder):
    """By municipality: men and women by age group."""
    found = defaultdict(lambda: np.zeros((2, len(FROM)), int))
    with open(folder / "regionaldatenbank_2015/mv_municipalities_2022borders_age_sex_2015.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["ags"]]["mf".index(row["sex"]), FROM.index(int(row["age_from"]))] += int(row["persons"])
    return dict(sorted(found.items()))


def departures(folder):
    """Moves away over the border of a municipality in the year, by age group."""
    found = dict.fromkeys(MOVES_FROM, 0)
    with open(folder / "regionaldatenbank_2015/mv_municipality_moves_age_sex_2015.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["direction"] == "out":
                found[int(row["age_from"])] += int(row["persons"])
    return found


def write(path, header, rows):
    text = "".join(",".join(map(str, row)) + "\n" for row in [header, *rows])
    path.write_text(text, encoding="utf-8")
    print(f'"{path.name}" = "{hashlib.sha256(text.encode()).hexdigest()}"')


def write_tables(folder, out):
    municipalities = [
        (key, *(" ".join(map(str, sex)) for sex in table), AGES_SOURCE) for key, table in counts(folder).items()
    ]
    write(out / "municipal_ages.csv", ("municipality", "men", "women", "source"), municipalities)
    ends = [start - 1 for start in MOVES_FROM[1:]] + [""]
    moves = [(start, end, count, MOVES_SOURCE) for (start, count), end in zip(departures(folder).items(), ends)]
    write(out / "municipal_moves.csv", ("age_from", "age_to", "departures", "source"), moves)


def by_age(groups, starts):
    """The value of its group at each single age."""
    return np.repeat(groups, np.diff([*starts, AGES]), axis=-1)


def rates(folder):
    """Departures for each resident, by single age."""
    residents = sum(counts(folder).values()).sum(axis=0)
    inside = [sum(n for start, n in zip(FROM, residents) if a <= start < b) for a, b in zip(MOVES_FROM, [*MOVES_FROM[1:], AGES])]
    return by_age(np.array(list(departures(folder).values())) / inside, MOVES_FROM)


def shares_of(tables):
    """Of each sex and single age, what each municipality has of all of them together."""
    groups = tables.sum(axis=0)
    everybody = tables.sum(axis=(1, 2)) / tables.sum()
    shares = np.where(groups > 0, tables / np.where(groups > 0, groups, 1), everybody[:, None, None])
    return by_age((1 - FLOOR) * shares + FLOOR * everybody[:, None, None], FROM)


def registers(folder):
    """Residents of municipalities on 30 June 2022, carried forward from the census of 2011."""
    path = folder / "population_municipality/Zensus2022_Regionaltabelle_Bevoelkerung.xlsx"
    rows = openpyxl.load_workbook(path, read_only=True)["CSV-Einwohnerzahl"].iter_rows(values_only=True)
    return {key[:5] + key[9:]: float(persons) for _, key, _, _, _, persons, *_ in rows if key and len(key) == 12}


def totals(folder):
    """Residents of municipalities at the end of 2015, 2014 … 2011, in the borders of 2015."""
    found = {}
    with open(folder / "regionaldatenbank_2015/mv_12411-01-01-5.csv", encoding="utf-8") as file:
        for cells in csv.reader(file, delimiter=";"):
            if len(cells) > 14 and len(cells[0]) == 8 and "-" not in cells[2:17:3]:
                found[cells[0]] = [float(cell) for cell in cells[2:17:3]]
    return found


def test_totals(folder):
    """How far constant shares of the district miss the residents after one to four years, on one census."""
    residents = totals(folder)
    print("root mean square of errors of residents alone, percent, from", SIZES[:-1], "residents on")
    for years in (1, 2, 3, 4):
        pairs = []
        for start in range(years, 5):
            sums = defaultdict(lambda: np.zeros(5))
            for key, counted in residents.items():
                sums[key[:5]] += counted
            for key, counted in residents.items():
                expected = counted[start] / sums[key[:5]][start] * sums[key[:5]][start - years]
                if key[:5] not in ("13003", "13004"):
                    pairs.append((np.log(counted[start - years] / expected), counted[start]))
        error, persons = np.array(pairs).T
        classes = [error[(persons >= low) & (persons < high)] for low, high in zip(SIZES, SIZES[1:])]
        print(years, "years:", *(f"{100 * np.sqrt((one**2).mean()):.1f}" for one in classes))


def carried(pattern, rates, years):
    """Those who stay keep their shares as they grow older, those who leave are replaced by the pattern of their age."""

    def a_year_on(shares):
        older = pattern.copy()
        older[..., 1:] = (1 - rates[:-1]) * shares[..., :-1] + rates[:-1] * pattern[..., 1:]
        return older

    shares = pattern
    for _ in range(int(years)):
        shares = a_year_on(shares)
    rest = years - int(years)
    return (1 - rest) * shares + rest * a_year_on(shares)


def census():
    """By municipality: residents, those aged 60 and over and 67 and over; NaN where the census has no shares."""
    found = {}
    with open(HOUSE / "models/mv-2026-1/municipalities.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            persons = float(row["persons"])
            old = [float(row[f"share_{age}plus_pct"] or "nan") / 100 for age in (60, 67)]
            found[row["municipality"]] = [persons, *(persons * share for share in old)]
    return found


def base_population():
    """The residents of each district at the base date: the ages that stand for those of the census."""
    found = defaultdict(lambda: np.zeros((2, AGES)))
    with open(HOUSE / "models/mv-2026-1/population.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["district"]]["mf".index(row["sex"]), int(row["age"])] = float(row["persons"])
    return found


def raked(pattern, district, groups, totals):
    """Patterns brought to the residents of age groups, then raked to all residents and to the district's cells."""
    tables = pattern * district
    for ages, persons in groups:
        tables[..., ages] *= (persons / tables[..., ages].sum(axis=(1, 2)))[:, None, None]
    targets = totals / totals.sum() * district.sum()
    for _ in range(500):
        tables *= (targets / tables.sum(axis=(1, 2)))[:, None, None]
        tables *= district / tables.sum(axis=0)
    return tables


def test(folder):
    """Errors of shares of the district in people of an age, from the ages of 2015, against the census of 2022."""
    counted, rate, found, population = counts(folder), rates(folder), census(), base_population()
    register = registers(folder)
    print("departures a year, percent:", np.round(100 * rate[MOVES_FROM], 1))
    errors = defaultdict(list)
    for district, of_district in sorted(population.items()):
        keys = [key for key in counted if key.startswith(district) and not np.isnan(found[key][1])]
        if len(keys) < 2:
            continue
        constant = shares_of(np.array([counted[key] for key in keys], float))
        official = np.array([found[key] for key in keys])
        ages_60, ages_67 = slice(60, None), slice(67, None)
        young = [max(0.0, age - 6) for age in range(AGES)]
        mixed = 0.25 * constant + 0.75 * constant[..., np.array(young, int)]
        rules = (("constant", constant), ("mixed", mixed), ("carried", carried(constant, rate, YEARS)))
        for rule, shares in rules:
            ours = (shares * of_district).sum(axis=(1, 2))
            theirs = np.array([register[key] for key in keys])
            errors[rule, "all, registers"].extend(zip(ours / ours.sum() / (theirs / theirs.sum()) - 1, official[:, 0]))
            for column, (name, ages) in enumerate((("all", slice(0, None)), ("60+", ages_60), ("67+", ages_67))):
                ours = (shares * of_district)[..., ages].sum(axis=(1, 2))
                theirs = official[:, column]
                errors[rule, name].extend(zip(ours / ours.sum() / (theirs / theirs.sum()) - 1, official[:, 0]))
        everybody = official[:, 0][:, None, None] * np.ones((2, AGES))
        for rule, seed in (("district", everybody), ("carried", carried(constant, rate, YEARS))):
            groups = [(slice(0, 60), official[:, 0] - official[:, 1]), (ages_60, official[:, 1])]
            ours = raked(seed, of_district, groups, official[:, 0])[..., ages_67].sum(axis=(1, 2))
            theirs = official[:, 2]
            errors[f"{rule}, total and 60+ given", "67+"].extend(
                zip(ours / ours.sum() / (theirs / theirs.sum()) - 1, official[:, 0])
            )
    print("mean error weighted by residents, then median and 80 percent of errors by residents from", SIZES[:-1])
    for (rule, name), pairs in errors.items():
        error, persons = np.abs(np.array(pairs)).T
        classes = [error[(persons >= low) & (persons < high)] for low, high in zip(SIZES, SIZES[1:])]
        line = "  ".join(f"{100 * np.median(one):.1f}/{100 * np.quantile(one, 0.8):.1f}" for one in classes)
        print(f"{rule}, {name}: {100 * np.average(error, weights=persons):.2f}   {line}")
    corrected = {key: found[key][0] / register[key] - 1 for key in found}
    least = sorted(corrected, key=corrected.get)[:3]
    print("corrected most by the census:", [(key, register[key], found[key][0], round(100 * corrected[key])) for key in least])
    print("municipalities by class:", [len(one) for one in classes])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=HOUSE / "models/mv-2026-1")
    options = parser.parse_args()
    write_tables(options.folder, options.out)
    test(options.folder)
    test_totals(options.folder)


if __name__ == "__main__":
    main()
