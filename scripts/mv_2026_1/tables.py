"""The official tables that the set is derived from, read from a folder of public copies."""

import csv
from pathlib import Path

import numpy as np

from demography import AGES, OPEN, SEXES

DISTRICTS = ["13003", "13004", "13071", "13072", "13073", "13074", "13075", "13076"]


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


class Official:
    """`folder` holds population/, genesis/ and mortality_kreis/."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.population = list(rows(self.folder / "population/population.csv"))

    def groups(self, area, year, sex, census2022=True):
        """(first age, last age, persons) of one area, date and sex, ordered by age."""
        found = [
            (int(row["age_from"]), int(row["age_to"]) if row["age_to"] else OPEN, float(row["persons"]))
            for row in self.population
            if (row["district_ags"], int(row["year"]), row["sex"]) == (area, year, sex)
        ]
        return sorted(set(found))

    def state_single_ages(self):
        """31 December 2025, 12411-0013: by sex and age 0 to 89; the last value is 90+."""
        table = np.zeros((2, 91))
        for row in rows(self.folder / "genesis/12411-0013_population_mv_single_age_2025.csv"):
            if row["sex"] in SEXES and row["age_from"] != "all":
                table[SEXES.index(row["sex"]), int(row["age_from"])] = float(row["value"])
        return table

    def births(self):
        """Live births by year, 12612-0100: (boys, girls)."""
        births = {}
        for row in rows(self.folder / "genesis/12612-0100_live_births_mv.csv"):
            if row["sex"] in SEXES:
                births.setdefault(int(row["year"]), [0, 0])[SEXES.index(row["sex"])] = float(row["value"])
        return births

    def children_per_woman(self):
        """By year, 12612-0104: ages 15 to 49 where published, else 15 to 44."""
        rates = {}
        for row in rows(self.folder / "genesis/12612-0104_total_fertility_rate_mv.csv"):
            if row["value"] and (row["age_to"] == "49" or int(row["year"]) not in rates):
                rates[int(row["year"])] = float(row["value"])
        return rates

    def deaths(self):
        """By year, 12613-0010."""
        return {int(row["year"]): float(row["deaths"]) for row in rows(self.folder / "population/mv_deaths.csv")}

    def life_expectancy(self):
        """By the first year of the table, 12621-0004: (men, women)."""
        path = self.folder / "population/mv_life_expectancy.csv"
        return {int(row["first_year"]): (float(row["e0_m"]), float(row["e0_f"])) for row in rows(path)}

    def life_table(self, region, period):
        """qx by sex and age."""
        qx = np.ones((2, AGES))
        for row in rows(self.folder / "population/life_table.csv"):
            if (row["region"], row["period"]) == (region, period):
                qx[SEXES.index(row["sex"]), int(row["age"])] = float(row["qx"])
        return qx

    def district_deaths(self):
        """By district and year, from weeks."""
        deaths = {}
        for row in rows(self.folder / "mortality_kreis/district_deaths_2014_2023.csv"):
            for key in DISTRICTS:
                deaths[key, int(row["year"])] = float(row[key])
        return deaths


def table_of(path, column, districts=DISTRICTS):
    """A table by district, sex and age of a model set."""
    table = np.zeros((len(districts), 2, AGES))
    for row in rows(path):
        table[districts.index(row["district"]), SEXES.index(row["sex"]), int(row["age"])] = float(row[column])
    return table


def qx_of(path):
    """qx of the reference table of a model set."""
    qx = np.ones((2, AGES))
    for row in rows(path):
        if row["quantity"] == "qx":
            qx[SEXES.index(row["sex"]), int(row["age"])] = float(row["value"])
    return qx
