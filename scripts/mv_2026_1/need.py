"""Care side of mv-2026-1: rates of need and care types of the state by sex and age, residents and counts of the survey of
2021, and the trends from survey to survey with their spread: need.py FOLDER [--write]

FOLDER holds the public tables that `models/mv-2026-1/care/README.md` names: genesis/22421-0010…, genesis/22421-0012…,
population/district_need_2021_derived.csv. Everything else is read from `models/`. Without --write the parameters and the
back-test that chooses the damping are printed, and no file changes. Needs numpy.
"""

import argparse
import csv
import math
from pathlib import Path

import numpy as np

HOUSE = Path(__file__).resolve().parents[2]
OLD, SET = HOUSE / "models/mv-2025-1", HOUSE / "models/mv-2026-1"
DISTRICTS = ["13003", "13004", "13071", "13072", "13073", "13074", "13075", "13076"]
SEXES = "mf"
FROM = [0, 65, 70, 75, 80, 85, 90, 95]
SURVEYS = [2015, 2017, 2019, 2021, 2023]
TYPES = ["allowance_only", "home_care", "residential", "grade1_without_services"]
GENESIS_TYPES = ["allowance_only", "home_care_service", "permanent_inpatient"]
DAMPINGS = [0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
# Official in the state at the end of 2023, with and without the three types.
ALL_2023, NATIONAL = 139_872, "DE"


def rows(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def group_of(age):
    return 0 if age < 65 else min((age - 60) // 5, 7)


def odds(rate, log_factor):
    return rate * math.exp(log_factor) / (1 - rate + rate * math.exp(log_factor))


def root(rising, target, low=-12.0, high=12.0):
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < target else (low, middle)
    return (low + high) / 2


def whole(values, total):
    """Whole numbers that add up to a total, by the largest remainder."""
    values = np.asarray(values, float) * total / np.sum(values)
    found = np.floor(values).astype(int)
    for at in np.argsort(-(values - found), kind="stable")[: int(round(total - found.sum()))]:
        found[at] += 1
    return found


# Profile of the state


def five_year(folder):
    """Residents by sex and five-year group to 95+, counts of the three types to 90+, and rates of need."""
    people, counts = np.zeros((2, 20)), np.zeros((2, 19, 3))
    rates = {area: np.full((2, 20), np.nan) for area in ("13", NATIONAL)}
    for row in rows(SET / "observed.csv"):
        if row["year"] == "2023" and len(row["area"]) == 5 and row["sex"] in SEXES:
            people[SEXES.index(row["sex"]), min(int(row["age_from"]) // 5, 19)] += float(row["persons"])
    for row in rows(folder / "genesis/22421-0010_need_by_type_sex_age_mv_2023_recovered.csv"):
        at = SEXES.index(row["sex"]), int(row["age_from"]) // 5, GENESIS_TYPES.index(row["care_type"])
        counts[at] = float(row["value"])
    for row in rows(folder / "genesis/22421-0012_care_rate.csv"):
        if row["age_from"] != "all" and row["sex"] in SEXES and row["value"]:
            at = SEXES.index(row["sex"]), int(row["age_from"]) // 5
            rates[row["area"]][at] = float(row["value"]) / 100
    return people, counts, rates


def without_services(people, counts, rates, factor):
    """People in need in none of the three types: what the published rate leaves. Its residents are on the census of 2011;
    one factor brings those of 2022 to them. From 90 on no rate is published for women: among the residents in none of the
    three types the log-odds of being in need go on as from 80-84 to 85-89."""
    three = counts.sum(2)
    left = np.zeros((2, 19))
    left[:, :18] = rates[:, :18] * people[:, :18] * factor - three[:, :18]
    logit = np.log(left[:, 16:18] / (people[:, 16:18] - three[:, 16:18] - left[:, 16:18]))
    share = 1 / (1 + np.exp(-(2 * logit[:, 1] - logit[:, 0])))
    left[:, 18] = share * (people[:, 18:].sum(1) - three[:, 18])
    return left


def profile(folder):
    """Rates of all people in need and persons by type, by sex and care group."""
    people, counts, rates = five_year(folder)
    three = counts.sum()
    factor = root(lambda f: without_services(people, counts, rates["13"], f).sum(), ALL_2023 - three, 0.9, 1.2)
    print(f"residents on the census of 2011 over those of 2022: {factor:.5f}")
    cells = np.concatenate([counts, without_services(people, counts, rates["13"], factor)[..., None]], axis=2)
    need, types = np.zeros((2, 8)), np.zeros((2, 8, 4))
    for sex in range(2):
        types[sex, 0] = cells[sex, :13].sum(0)
        types[sex, 1:6] = cells[sex, 13:18]
        old, german = people[sex, 18:], rates[NATIONAL][sex, 18:]
        in_need = cells[sex, 18].sum()
        shift = root(lambda z: (odds(german, z) * old).sum(), in_need)
        print(f"{SEXES[sex]}: odds from 90 on are {math.exp(shift):.3f} times those of Germany")
        parts = odds(german, shift) * old
        types[sex, 6:] = parts[:, None] / in_need * cells[sex, 18]
        residents = np.r_[people[sex, :13].sum(), people[sex, 13:]]
        need[sex] = types[sex].sum(1) / residents
    return need.round(4), types


# Residents of the surveys


def survivors(people, years, qx):
    alive = np.ones((2, 102))
    for age in range(101):
        alive[:, age + 1] = alive[:, age] * (1 - qx[:, age])
    lived = (alive[:, :-1] + alive[:, 1:]) / 2
    lived[:, 100] = 2 * alive[:, 100]
    for _ in range(years):
        older = people.copy()
        older[:, 1:100] = people[:, :99] * lived[:, 1:100] / lived[:, :99]
        older[:, 100] = people[:, 99:].sum(1) * lived[:, 100] / lived[:, 99:].sum(1)
        people = older
    return people


def residents_of_2021():
    """Single ages of 2020 a year later (above 74 those of 2018 in its groups), in care groups, brought to the official
    groups of 2021, which do not know the sexes."""
    qx = np.zeros((2, 101))
    for row in rows(OLD / "mortality.csv"):
        if row["quantity"] == "qx":
            qx[SEXES.index(row["sex"]), int(row["age"])] = float(row["value"])
    groups = {2018: {}, 2020: {}, 2021: {}}
    for row in rows(OLD / "observed.csv"):
        year = int(row["year"])
        if len(row["area"]) == 5 and year in groups:
            groups[year][row["area"], row["sex"], int(row["age_from"])] = float(row["persons"])
    found = np.zeros((8, 2, 8), int)
    for d, key in enumerate(DISTRICTS):
        of_2018 = np.array([[groups[2018][key, sex, age] for age in range(101)] for sex in SEXES])
        people, moved_on = np.zeros((2, 101)), survivors(of_2018, 2, qx)
        for s, sex in enumerate(SEXES):
            people[s, :75] = [groups[2020][key, sex, age] for age in range(75)]
            for age in (75, 80, 85, 90):
                part = slice(age, age + 5 if age < 90 else 101)
                people[s, part] = moved_on[s, part] * groups[2020][key, sex, age] / moved_on[s, part].sum()
        people = survivors(people, 1, qx)
        by_group = np.zeros((2, 8))
        for age in range(101):
            by_group[:, group_of(age)] += people[:, age]
        for part in (slice(0, 1), slice(1, 3), slice(3, 8)):
            ages = range(FROM[part.start], FROM[part.stop] if part.stop < 8 else 101)
            of_all = [n for (area, _, age), n in groups[2021].items() if area == key and age in ages]
            found[d, :, part] = whole(by_group[:, part].ravel(), sum(of_all)).reshape(2, -1)
    return found


def residents():
    found = {year: np.zeros((8, 2, 8)) for year in SURVEYS}
    for row in rows(OLD / "care/population.csv"):
        at = DISTRICTS.index(row["district"]), SEXES.index(row["sex"]), group_of(int(row["age_from"]))
        found[int(row["year"])][at] = float(row["persons"])
    for row in rows(OLD / "observed.csv"):
        if row["year"] == "2023" and len(row["area"]) == 5 and row["sex"] in SEXES:
            at = DISTRICTS.index(row["area"]), SEXES.index(row["sex"]), group_of(int(row["age_from"]))
            found[2023][at] += float(row["persons"])
    found[2021] = residents_of_2021().astype(float)
    return found


# Trends


class Surveys:
    """Log-odds of need and of living in a home at each survey, for the state and by district. Steps compare what both
    surveys counted completely: from 2021 on all, before without grade 1 without services."""

    def __init__(self, folder, need, types):
        self.need, self.people = need, residents()
        self.home_share = types[:, :, 2] / types[:, :, :3].sum(2)
        self.counts = {(r["area"], int(r["year"]), r["care_type"]): float(r["persons"]) for r in rows(OLD / "care/counts.csv")}
        for row in rows(folder / "population/district_need_2021_derived.csv"):
            self.counts[row["district"], 2021, "all"] = float(row["people_in_need_2021_derived"])
        for year in SURVEYS:
            key = "13", year, "residential"
            self.counts.setdefault(key, sum(self.counts.get((d, year, "residential"), 0) for d in DISTRICTS))

    def in_need(self, area, year, with_services):
        total = self.counts[area, year, "all"]
        if not with_services or year < 2019:
            return total
        areas = DISTRICTS if area == "13" else [area]
        known = [self.counts.get((one, year, TYPES[3])) for one in areas]
        if None not in known:
            known = sum(known)
        else:
            known = total - sum(self.counts[area, year, kind] for kind in TYPES[:3])
        return total - known

    def of(self, area, year):
        return self.people[year].sum(0) if area == "13" else self.people[year][DISTRICTS.index(area)]

    def level(self, area, year, with_services):
        people = self.of(area, year)
        return root(lambda z: (odds(self.need, z) * people).sum(), self.in_need(area, year, with_services))

    def steps(self, area, comparable=True):
        found = []
        for before, after in zip(SURVEYS, SURVEYS[1:]):
            # Districts: of 2021 all people in need only.
            only_all = before >= 2021 or not comparable or (area != "13" and after == 2021)
            found.append(self.level(area, after, not only_all) - self.level(area, before, not only_all))
        return np.array(found)

    def homes(self, year, level=None):
        level = self.level("13", year, True) if level is None else level
        cells = odds(self.need, level) * self.of("13", year)
        return root(lambda h: (odds(self.home_share, h) * cells).sum(), self.counts["13", year, "residential"])


def reached(damping, surveys):
    return sum(damping**k for k in range(1, surveys + 1))


PAIRS = [(o, t) for o in SURVEYS[:-1] for t in SURVEYS if t > o]


def error_of_need(surveys, steps, damping, origin, target):
    known = steps[: SURVEYS.index(origin)]
    shift = (known.mean() if len(known) else 0) * reached(damping, (target - origin) // 2)
    comparable = origin < 2021
    level = surveys.level("13", origin, comparable) + shift
    found = (odds(surveys.need, level) * surveys.of("13", target)).sum()
    return 100 * (found / surveys.in_need("13", target, comparable) - 1)


def error_of_homes(surveys, levels, damping, origin, target):
    steps = np.diff([levels[year] for year in SURVEYS])[: SURVEYS.index(origin)]
    shift = (steps.mean() if len(steps) else 0) * reached(damping, (target - origin) // 2)
    cells = odds(surveys.need, surveys.level("13", target, True)) * surveys.of("13", target)
    found = (odds(surveys.home_share, levels[origin] + shift) * cells).sum()
    return 100 * (found / surveys.counts["13", target, "residential"] - 1)


def tested(name, errors):
    """Mean error of all origins that know a step, by damping."""
    print(f"\n{name}: error in percent by origin and target\ndamping  " + "  ".join(f"{o}-{t % 100}" for o, t in PAIRS))
    means = []
    for damping in DAMPINGS:
        found = [errors(damping, *pair) for pair in PAIRS]
        means.append(np.mean([abs(e) for (origin, _), e in zip(PAIRS, found) if origin > SURVEYS[0]]))
        print(f"{damping:7.1f}  " + "  ".join(f"{e:7.1f}" for e in found) + f"  mean from 2017 on {means[-1]:.2f}")
    return np.array(means)


def trends(folder, need, types):
    surveys = Surveys(folder, need, types)
    steps = surveys.steps("13")
    print("steps of need, comparable:", steps.round(4), "mean", steps.mean().round(4), "sd", steps.std(ddof=1).round(4))
    published = surveys.steps("13", comparable=False)
    print("steps of all as published:", published.round(4), "mean", published.mean().round(4), "sd", published.std(ddof=1).round(4))
    levels = {year: surveys.homes(year) for year in SURVEYS}
    homes = np.diff([levels[year] for year in SURVEYS])
    print("steps of homes:", homes.round(4), "mean", homes.mean().round(4))
    own = np.array([surveys.steps(key) for key in DISTRICTS])
    deviations = own - own.mean(0)
    print("deviations of districts, sd", math.sqrt((deviations**2).sum() / (4 * 7)))
    # One damping for both, since what holds homes back and what lets need rise are two sides of one development.
    of_need = tested("need", lambda *at: error_of_need(surveys, steps, *at))
    of_homes = tested("homes", lambda *at: error_of_homes(surveys, levels, *at))
    print("damping of both:", DAMPINGS[int(np.argmin(of_need + of_homes))])


# Files


def write(path, header, lines):
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")


def ages(group):
    return f"{FROM[group]},{FROM[group + 1] - 1 if group < 7 else ''}"


def write_all(folder, out, need, types):
    own, old = "GENESIS-22421-0010 GENESIS-22421-0012 RDB-12411-09", "GENESIS-22421-0010 GENESIS-22421-0012 DESTATIS-CARE-2023 RDB-12411-09"
    of = lambda group: old if group >= 6 else own
    cells = [(s, g) for s in range(2) for g in range(8)]
    write(out / "rates.csv", "sex,age_from,age_to,rate,source", [f"{SEXES[s]},{ages(g)},{need[s, g]:.4f},{of(g)}" for s, g in cells])
    persons = np.zeros((2, 8, 4), int)
    for kind in range(4):
        persons[:, :, kind] = whole(types[:, :, kind].ravel(), int(round(types[:, :, kind].sum()))).reshape(2, 8)
    lines = [f"{SEXES[s]},{ages(g)},{TYPES[k]},{persons[s, g, k]},{of(g) if k == 3 or g >= 6 else 'GENESIS-22421-0010'}" for s, g in cells for k in range(4)]
    write(out / "types.csv", "sex,age_from,age_to,care_type,persons,source", lines)
    text = (OLD / "care/population.csv").read_text(encoding="utf-8").splitlines()
    people = residents_of_2021()
    sources = "GENESIS-12411-0017 RDB-12411-04 EUROSTAT-PROJ19 DESTATIS-2018-20"
    more = [f"{key},2021,{SEXES[s]},{ages(g)},{people[d, s, g]},{sources}" for d, key in enumerate(DISTRICTS) for s, g in cells]
    write(out / "population.csv", text[0], text[1:] + more)
    text = (OLD / "care/counts.csv").read_text(encoding="utf-8").splitlines()
    derived = rows(folder / "population/district_need_2021_derived.csv")
    more = [f"{row['district']},2021,all,{row['people_in_need_2021_derived']},10,INKAR-NEED GENESIS-12411-0017" for row in derived]
    write(out / "counts.csv", text[0], text[1:] + more)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--write", nargs="?", type=Path, const=SET / "care")
    given = arguments.parse_args()
    need, types = profile(given.folder)
    print(need, types.round(0), sep="\n")
    trends(given.folder, need, types)
    if given.write:
        write_all(given.folder, given.write, need, types)


if __name__ == "__main__":
    main()
