"""Back-tests of models/mv-2026-1 as src/backtest computes them, from the files of the set alone.

Populations of a start by single age (official groups split by what was known), net moves of a period as residuals, and
the run from there. Tables are numpy arrays by district, sex and age.
"""

import tomllib
from functools import lru_cache

import numpy as np

import moves
from demography import AGES, OPEN, SEXES, Table, birth_pattern, older
from tables import DISTRICTS, qx_of, rows

STATE = "13"
TOO_OLD = 90


class Past:
    """What the set says of the past."""

    def __init__(self, folder):
        self.folder = folder
        self.groups = {}
        for row in rows(folder / "observed.csv"):
            last = int(row["age_to"]) if row["age_to"] else OPEN
            key = row["area"], int(row["year"]), row["sex"]
            self.groups.setdefault(key, []).append((int(row["age_from"]), last, float(row["persons"])))
        self.census = {int(row["year"]): row["census"] for row in rows(folder / "observed.csv")}
        self.births = {int(row["year"]): float(row["births"]) for row in rows(folder / "vital_statistics.csv")}
        self.deaths = {(row["district"], int(row["year"])): float(row["deaths"]) for row in rows(folder / "district_deaths.csv")}
        qx = qx_of(folder / "mortality.csv")
        self.tables = [Table(s, qx[s]) for s in (0, 1)]
        head = tomllib.loads((folder / "model.toml").read_text(encoding="utf-8"))
        self.boys, self.rule = head["male_births"]["share"], head["district_moves"]

    def start(self, name):
        return tomllib.loads((self.folder / f"backtest/{name}.toml").read_text(encoding="utf-8"))

    def of(self, area, year, sex):
        return sorted(self.groups.get((area, year, sex), []))

    def by_sex(self, area, year):
        return all(self.of(area, year, sex) for sex in SEXES)

    def in_single_years(self, area, year, below):
        found = [self.of(area, year, sex) for sex in SEXES]
        return all(len(one) > below and all(first == last for first, last, _ in one[:below]) for one in found)

    def is_fine(self, area, year):
        return all(
            self.of(area, year, sex)
            and all(last - first < 5 if last < OPEN else first >= 90 for first, last, _ in self.of(area, year, sex))
            for sex in SEXES
        )

    def persons(self, area, year, first, last):
        """Official persons of both sexes; nothing where groups do not add up to the ages."""
        together = self.of(area, year, "all")
        tables = [together] if together else [self.of(area, year, sex) for sex in SEXES]
        total = 0.0
        for table in tables:
            inside = [n for a, b, n in table if first <= a and b <= last]
            crossing = any((first <= a <= last) != (first <= b <= last) or (a < first and b > last) for a, b, _ in table)
            if crossing or not inside:
                return None
            total += sum(inside)
        return total

    def dates_after(self, year):
        return sorted(y for y in self.census if y > year and self.census[y] == self.census[year])


def cubic(groups, sx):
    """Single ages by a monotone cubic through the cumulated counts (Fritsch and Butland 1984)."""
    x, y = [0.0], [0.0]
    for _, last, persons in groups:
        if last < OPEN:
            x.append(last + 1.0)
            y.append(y[-1] + persons)
    x, y = np.array(x), np.array(y)
    h, d = np.diff(x), np.diff(y) / np.diff(x)

    def end(h0, h1, d0, d1):
        slope = ((2 * h0 + h1) * d0 - h0 * d1) / (h0 + h1)
        if slope * d0 <= 0:
            return 0.0
        return 3 * d0 if d0 * d1 <= 0 and abs(slope) > 3 * abs(d0) else slope

    slopes = [end(h[0], h[1], d[0], d[1])]
    for i in range(1, len(d)):
        near, far = 2 * h[i] + h[i - 1], h[i] + 2 * h[i - 1]
        slopes.append((near + far) / (near / d[i - 1] + far / d[i]) if d[i - 1] * d[i] > 0 else 0.0)
    slopes.append(end(h[-1], h[-2], d[-1], d[-2]))
    at = np.arange(x[-1] + 1)
    i = np.clip(np.searchsorted(x, at) - 1, 0, len(h) - 1)
    t, m = (at - x[i]) / h[i], np.array(slopes)
    value = ((2 * t**3 - 3 * t**2 + 1) * y[i] + (t**3 - 2 * t**2 + t) * h[i] * m[i]
             + (3 * t**2 - 2 * t**3) * y[i + 1] + (t**3 - t**2) * h[i] * m[i + 1])
    ages = np.zeros(AGES)
    ages[: len(at) - 1] = np.diff(value)
    first, _, persons = groups[-1]
    living = np.zeros(AGES)
    living[first] = 1.0
    for age in range(first + 1, AGES):
        living[age] = living[age - 1] * (sx[age] / (1 - sx[age]) if age == OPEN else sx[age])
    ages[first:] = persons * living[first:] / living[first:].sum()
    return ages


class Splitter:
    """Splits groups with what was known at a start. `sx` gives the survival of an area by sex and age."""

    def __init__(self, past, known_until, sx):
        self.past, self.known_until, self.sx = past, known_until, sx
        self.single_ages = lru_cache(None)(self._single_ages)

    def _single_ages(self, area, year):
        past, pattern = self.past, None
        earlier = sorted((y for y in past.census if y < year), reverse=True)
        known = next(((a, y) for a in (area, STATE) for y in earlier if past.is_fine(a, y)), None)
        if known and not past.in_single_years(area, year, OPEN):
            pattern = self.moved_on(*known, year)
        found = np.zeros((2, AGES))
        for s, sex in enumerate(SEXES):
            groups = past.of(area, year, sex)
            if pattern is None:
                found[s] = cubic(groups, self.sx(area)[s])
                continue
            for first, last, persons in groups:
                part = pattern[s, first : last + 1]
                found[s, first : last + 1] = persons * part / part.sum() if persons else 0
        return found

    def moved_on(self, area, since, year):
        start = now = self.single_ages(area, since)
        infants = self.past.persons(STATE, since, 0, 0) or infants_of_districts(self.past, since)
        if infants is None:
            infants = self.single_ages(STATE, since)[:, 0].sum()
        for y in range(since + 1, year + 1):
            known = self.past.births.get(y) if y <= self.known_until else None
            now = older(now, self.sx(area))
            now[:, 0] = start[:, 0] * (known / infants if known else 1)
        return now

    def districts(self, year):
        return np.array([self.single_ages(key, year) for key in DISTRICTS])


def infants_of_districts(past, year):
    """Infants of all districts; nothing where they are no group of their own."""
    found = [past.persons(key, year, 0, 0) for key in DISTRICTS]
    return None if None in found else sum(found)


def residual(splitter, area, start, end):
    """Net moves of an area a year between two dates, by sex and age at the move."""
    years, sx = end - start, splitter.sx(area)
    stayed = splitter.single_ages(area, start)
    for _ in range(years):
        stayed = older(stayed, sx)
    a_year = (splitter.single_ages(area, end) - stayed) / years
    moved, youngest = np.zeros((2, AGES)), None
    for age in range(TOO_OLD):
        known = [a_year[:, age + since] / sx[:, age + 1 : age + since + 1].prod(axis=1)
                 for since in (years // 2, -(-years // 2)) if age + since >= years and age + since < AGES]
        if known:
            moved[:, age] = sum(known) / len(known)
            youngest = age if youngest is None else youngest
    moved[:, :youngest] = moved[:, [youngest]]
    single = all(splitter.past.in_single_years(area, date, 75) for date in (start, end))
    weights = [0.25, 0.5, 0.25] if single else [0.2] * 5
    half, smooth = len(weights) // 2, np.zeros((2, AGES))
    for age in range(TOO_OLD):
        near = [(n, weights[n - age + half]) for n in range(max(0, age - half), min(TOO_OLD, age + half + 1))]
        smooth[:, age] = sum(moved[:, n] * w for n, w in near) / sum(w for _, w in near)
    return smooth


def moves_of(splitter, period, people):
    """External and internal moves of a period a year."""
    everybody = people.sum(axis=0)
    share = people / np.where(everybody > 0, everybody, 1)
    dates = period["from"], period["to"]
    if all(splitter.past.by_sex(key, date) for key in DISTRICTS for date in dates):
        net = np.array([residual(splitter, key, *dates) for key in DISTRICTS])
        external = net.sum(axis=0) * share
        return external, net - external
    external = residual(splitter, STATE, *dates) * share
    return external, np.zeros_like(external)


def fertility_levels(past, start):
    """Infants over weighted women, relative to the state, from the newest date with single ages; else 1."""
    pattern = pattern_of(start)
    for year in sorted((y for y in past.census if y <= start["year"]), reverse=True):
        if not all(past.in_single_years(key, year, 50) for key in DISTRICTS):
            continue
        infants = np.array([past.persons(key, year, 0, 0) for key in DISTRICTS])
        women = np.array([sum(n * pattern[a] for a, b, n in past.of(key, year, "f") if a == b) for key in DISTRICTS])
        return (infants / women) / (infants.sum() / women.sum())
    return np.ones(len(DISTRICTS))


def pattern_of(start):
    curve = start["birth_pattern"]
    return birth_pattern(*([curve[part][k] for k in ("share", "b", "c")] for part in ("early", "late")))


def mortality_levels(past, year, tables, people):
    """Factor of each district on the state's death rates: deaths of the three years of the table of the start, as far as
    they are known, over those by the table, relative to the state and shrunk towards 1 by their chance."""
    years = [y for y in range(year - 2, year + 1) if (DISTRICTS[0], y) in past.deaths]
    if not years:
        return np.ones(len(DISTRICTS))
    expected = (people * tables).sum(axis=(1, 2)) * len(years)
    counted = np.array([sum(past.deaths[key, y] for y in years) for key in DISTRICTS])
    ratio, error = (counted / expected) / (counted.sum() / expected.sum()), 1 / counted
    spread = max(((ratio - 1) ** 2).sum() / (len(DISTRICTS) - 1) - error.mean(), 0)
    level = 1 + spread / (spread + error) * (ratio - 1)
    return level / ((expected / expected.sum()) * level).sum()


class Start:
    """One start with districts, and the run from it. Without `as_forecast` mortality stays as it was, the same in all districts."""

    def __init__(self, past, name, as_forecast=True, levels=True):
        self.past, self.data = past, past.start(name)
        self.year, e0, before = self.data["year"], self.data["e0"], self.data["e0_before"]
        self.table = np.array([e0[sex] for sex in ("male", "female")])
        self.level, self.pace = np.ones(len(DISTRICTS)), np.zeros(2)
        known = self.survival(self.table, np.ones(1))[0]
        if as_forecast:
            self.pace = (self.table - [before[sex] for sex in ("male", "female")]) / (e0["year"] - before["year"])
            rates = np.array([table.mx * table.factor_for(e) for table, e in zip(past.tables, self.table)])
            people = Splitter(past, self.year, lambda _: known).districts(self.year)
            self.level = mortality_levels(past, self.year, rates, people) if levels else self.level
        of_district = dict(zip(DISTRICTS, self.survival(self.table, self.level)))
        self.splitter = Splitter(past, self.year, lambda area: of_district.get(area, known))
        self.people = self.splitter.districts(self.year)
        self.fertility = fertility_levels(past, self.data)
        variant = [one for one in self.data["variant"] if not one.get("hindsight")][-1]
        self.period = variant["moves"]
        self.external, self.found = moves_of(self.splitter, self.period, self.people)
        goes_on = past.rule["level"] if as_forecast else 1.0
        self.internal = moves.shrunk(self.external, self.found, past.rule["below"], goes_on)

    def survival(self, e0, level):
        tables = self.past.tables
        factors = [table.factor_for(e) for table, e in zip(tables, e0)]
        return np.array([[tables[s].survival(factors[s] * one) for s in (0, 1)] for one in level])

    @lru_cache(None)
    def survival_in(self, year):
        # The middle of the table lies a year before the start.
        ahead = year - self.year + 1 if self.pace.any() else 0
        return self.survival(self.table + ahead * self.pace, self.level)

    def run(self, last, internal=None, plain_counts=False):
        """The population by district at the end of each year; gains are counts, losses are rates, or counts as well."""
        internal = self.internal if internal is None else internal
        external, base = self.external, np.maximum(self.people, 1e-9)
        leave, leave_for_others = np.maximum(-external, 0) / base, np.maximum(-internal, 0) / base
        pool = np.maximum(internal, 0).sum(axis=0)
        share = np.maximum(internal, 0) / np.where(pool > 0, pool, 1)
        boys = np.array([self.past.boys, 1 - self.past.boys])
        rate = pattern_of(self.data) * self.data["tfr"]["value"]

        def half(now):
            if plain_counts:
                return now + 0.5 * (external + internal)
            others = leave_for_others * now
            return now + 0.5 * (np.maximum(external, 0) - leave * now - others + share * others.sum(axis=0))

        people, found = self.people, {}
        for year in range(self.year + 1, last + 1):
            sx = self.survival_in(year)
            start = half(people)
            end = older(start, sx)
            end[..., 1:] = half(end)[..., 1:]
            births = (0.5 * (start[:, 1] + end[:, 1]) * rate).sum(axis=1) * self.fertility
            end[..., 0] = births[:, None] * boys * sx[..., 0]
            end[..., 0] = half(end)[..., 0]
            people = found[year] = end
        return found
