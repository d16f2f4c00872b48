"""What the README of models/mv-2026-1 quotes of back-tests by district: backtests.py [FOLDER]

Whether moves between districts below 65 should be drawn towards the state, by the rule of the README ("Level and age
pattern of a district"), and what each part of the forecast's way changes. From the files of the set alone, in a
computation of its own beside src/backtest. With FOLDER, which holds public copies of the tables of moves in
regionaldatenbank_2015/, it also lays the official moves by age of 2015 beside the residuals, and tests the level on the
starts of 2015 and 2016.
Needs numpy.
"""

import argparse
from pathlib import Path

import numpy as np

import moves
from demography import AGES
from make import HOUSE, residuals
from past import Past, Start
from tables import DISTRICTS, Official, rows, table_of

SET = HOUSE / "models/mv-2026-1"
OLD = 65
WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0)
CANDIDATES = [(v, w) for v in WEIGHTS for w in WEIGHTS]
NO_CHANGE = (1.0, 1.0)
STARTS_ALL = ("2015", "2016", "2017", "2018", "2019", "2020", "2023")
STARTS = ("2017", "2018", "2019", "2020", "2023")
ALL = (0, 100)
YOUNG = [(0, 9), (10, 19), (20, 29), (30, 39), (40, 49), (50, 59), (60, 64)]
OLDER = [(65, 74), (75, 100), (65, 100), (80, 100)]
# Official age groups of moves.
OFFICIAL = [(0, 17), (18, 24), (25, 29), (30, 49), (50, 64), (65, 100)]


def errors(start, internal, groups, plain_counts=False):
    """By group, absolute percent errors as (years, percent), one a district and date."""
    dates = start.past.dates_after(start.year)
    runs = start.run(dates[-1], internal, plain_counts)
    found = {group: [] for group in groups}
    for first, last in groups:
        for year in dates:
            for d, key in enumerate(DISTRICTS):
                official = start.past.persons(key, year, first, last)
                if official is not None:
                    miss = 100 * (runs[year][d, :, first : last + 1].sum() / official - 1)
                    found[first, last].append((year - start.year, abs(miss)))
    return found


def mean(cases):
    """Each date weighted by one over its years."""
    return sum(error / years for years, error in cases) / sum(1 / years for years, _ in cases) if cases else np.nan


def of_group(table, candidate, group, starts):
    return mean([case for start in starts for case in table[start, candidate][group]])


def score(table, candidate, starts):
    """Mean of two errors, each over its value without change."""
    both = []
    for groups in ([ALL], YOUNG):
        now, before = (mean([case for start in starts for group in groups for case in table[start, one][group]])
                       for one in (candidate, NO_CHANGE))
        both.append(now / before)
    return sum(both) / 2


def chosen(table, starts):
    allowed = [
        one for one in CANDIDATES
        if all(of_group(table, one, group, starts) <= 1.05 * of_group(table, NO_CHANGE, group, starts) for group in YOUNG)
    ]
    scores = {one: score(table, one, starts) for one in allowed}
    least = min(scores.values())
    near = [one for one in allowed if scores[one] <= 1.02 * least]
    return max(near, key=lambda one: (sum(one), one[0]))


def table_of_errors(title, rows_of, columns):
    """A table in Markdown: one row a name, one column a candidate."""
    print(f"| {title} | " + " | ".join(f"{v:g} and {w:g}" for v, w in columns) + " |\n| ---" + " | --:" * len(columns) + " |")
    for name, value in rows_of:
        print(f"| {name} | " + " | ".join(f"{value(one):.3f}" for one in columns) + " |")


def test_weights(past):
    runs = {name: Start(past, name) for name in STARTS}
    table = {(name, one): errors(start, moves.shrunk(start.external, start.found, OLD, *one), [ALL] + YOUNG + OLDER)
             for name, start in runs.items() for one in CANDIDATES}
    print("score, v down and w across:", *WEIGHTS)
    for v in WEIGHTS:
        print(f"  {v:4}", " ".join(f"{score(table, (v, w), STARTS):.3f}" for w in WEIGHTS))
    best = chosen(table, STARTS)
    print("chosen (v, w):", best)
    shown = list(dict.fromkeys([NO_CHANGE, best, (0.5, 1.0), (1.0, 0.5), (0.5, 0.5), (0.0, 0.0)]))
    of_ages = [(f"{first} to {last}", lambda one, group=(first, last): of_group(table, one, group, STARTS))
               for first, last in [ALL] + YOUNG + OLDER]

    def of_years(groups, years):
        return lambda one: np.mean([error for start in STARTS for group in groups
                                    for h, error in table[start, one][group] if h == years])

    of_horizon = [(f"{name}, {years} years", of_years(groups, years))
                  for name, groups in (("all", [ALL]), ("groups below 65", YOUNG)) for years in (1, 2, 3, 4)]
    table_of_errors("v and w", of_ages + of_horizon, shown)
    print("start left out: choice of the others, score of the start with it:")
    left = []
    for start in STARTS:
        one = chosen(table, [other for other in STARTS if other != start])
        left.append(score(table, one, [start]))
        print(" ", start, one, f"{left[-1]:.3f}", "with the choice of all:", f"{score(table, best, [start]):.3f}")
    print("  mean:", f"{np.mean(left):.3f}", "better:", sum(one < 1 for one in left), "of", len(left))


def as_the_forecast(past):
    """What each part of the forecast's way changes in the back-tests; mean absolute percent errors of districts."""
    ways = {
        "as it was": lambda name: (Start(past, name, as_forecast=False), {}),
        "pace": lambda name: (Start(past, name, levels=False), {"raw": True}),
        "pace and levels of mortality": lambda name: (Start(past, name), {"raw": True}),
        "level of moves as well": lambda name: (Start(past, name), {}),
        "the same, plain counts": lambda name: (Start(past, name), {"plain_counts": True}),
    }
    print("all residents, 65 and over, 80 and over, groups below 65; each date by one over its years; all starts, then", STARTS_ALL)
    for way, make in ways.items():
        found = {}
        for name in STARTS_ALL:
            start, how = make(name)
            internal = start.found if how.pop("raw", False) else None
            found[name] = errors(start, internal, [ALL, (65, 100), (80, 100)] + YOUNG, **how)
        cells = []
        for names in ([*STARTS_ALL], *([name] for name in STARTS_ALL)):
            of = lambda groups: mean([case for name in names for group in groups for case in found[name][group]])
            cells.append("/".join(f"{of(groups):.2f}" for groups in ([ALL], [(65, 100)], [(80, 100)], YOUNG)))
        print(f"  {way}:", "  ".join(cells))


def official_by_age(folder):
    """12711-04-02-4, moves across the borders of districts in 2015: arrivals and departures by district, sex and age group."""
    names = ["unter 18", "18 bis", "25 bis", "30 bis", "50 bis", "65 Jahre"]
    found = np.full((2, len(DISTRICTS), 2, len(OFFICIAL)), np.nan)
    for line in (Path(folder) / "regionaldatenbank_2015/mv_12711-04-02-4.csv").read_text(encoding="utf-8").splitlines():
        cells = line.split(";")
        group = next((g for g, name in enumerate(names) if len(cells) > 8 and cells[2].startswith(name)), None)
        if cells[0] in DISTRICTS and group is not None:
            for direction, first in ((0, 4), (1, 7)):
                for s in (0, 1):
                    found[direction, DISTRICTS.index(cells[0]), s, group] = float(cells[first + s])
    return found


def official_net(folder, years):
    """12711-05-02-4: net moves across the borders of districts by district and sex, mean of years."""
    found = np.zeros((len(DISTRICTS), 2))
    for line in (Path(folder) / "regionaldatenbank_2015/mv_12711-05-02-4.csv").read_text(encoding="utf-8").splitlines():
        cells = line.split(";")
        if len(cells) > 9 and cells[0].isdigit() and int(cells[0]) in years and cells[1] in DISTRICTS and cells[3] == "Insgesamt":
            for s in (0, 1):
                found[DISTRICTS.index(cells[1]), s] += (float(cells[5 + s]) - float(cells[8 + s])) / len(years)
    return found


def in_groups(table):
    return np.stack([table[..., first : last + 1].sum(axis=-1) for first, last in OFFICIAL], axis=-1)


def beside_the_state(net, people):
    """What a district has beside its share of the state's, per 1,000 residents of the group."""
    share = people / people.sum(axis=0)
    return 1000 * (net - net.sum(axis=0) * share) / people


def compare_official(past, folder):
    official = official_by_age(folder)
    net = (official[0] - official[1]).sum(axis=1)
    theirs = beside_the_state(net, in_groups(Start(past, "2015").people).sum(axis=1))
    print("official net moves of 2015 by district and age group", OFFICIAL)
    print(net.astype(int))
    print("beside the state, a year per 1,000 residents, 2015 official:\n", theirs.round(1))
    people = table_of(SET / "population.csv", "persons")
    levels = {row["district"]: float(row["value"]) for row in rows(SET / "mortality.csv") if row["quantity"] == "level"}
    found = residuals(Official(folder), past.tables, np.array([levels[key] for key in DISTRICTS]), people)
    for name, net in zip(("2018-2020", "2023-2025"), found):
        ours = beside_the_state(in_groups(net).sum(axis=1), in_groups(people).sum(axis=1))
        print(f"residuals of {name}:\n", ours.round(1))
        for label, use in (("all districts", slice(None)), ("without LUP and Schwerin", [0, 2, 3, 4, 5, 6])):
            print("  correlation,", label, round(float(np.corrcoef(theirs[use].ravel(), ours[use].ravel())[0, 1]), 2),
                  "by group", [round(float(np.corrcoef(theirs[use, g], ours[use, g])[0, 1]), 2) for g in range(len(OFFICIAL))])


def test_levels_before(past, folder):
    net = official_net(folder, (2012, 2013, 2014))
    print("official net moves a year 2012-2014:", dict(zip(DISTRICTS, net.sum(axis=1).round().astype(int).tolist())))
    for name in ("2015", "2016"):
        start = Start(past, name)
        people = start.people.sum(axis=2)
        level = net - net.sum(axis=0) * people / people.sum(axis=0)
        internal = np.zeros((len(DISTRICTS), 2, AGES))
        internal[..., :OLD] = level[..., None] * moves.state_pattern(start.external, OLD)
        for v in WEIGHTS:
            table = errors(start, v * internal, [ALL] + YOUNG)
            young = mean([case for group in YOUNG for case in table[group]])
            print(" ", name, v, f"all {mean(table[ALL]):.3f}, groups below 65 {young:.3f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?")
    folder = parser.parse_args().folder
    past = Past(SET)
    as_the_forecast(past)
    test_weights(past)
    if folder:
        compare_official(past, folder)
        test_levels_before(past, folder)


if __name__ == "__main__":
    main()
