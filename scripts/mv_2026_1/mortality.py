"""The reference life table of 2023/25, and the level of mortality of each district."""

import numpy as np

from demography import OPEN, Table, younger
from tables import DISTRICTS

YEARS = (2023, 2024, 2025)


def reference(official, qx_2018, people):
    """qx by sex, and what was found on the way.

    Shape: the table of Germany 2023/25 times the ratio, age by age, of the state's table of 2018/20 to that of Germany
    2018/20 (death rates -ln(1 - qx)). Two things are then fitted: both sexes meet the official life expectancy at birth
    of 2023/25, and, with one slope over age that both sexes share, the state meets the deaths counted in 2023 to 2025.
    """
    now = official.life_table("Deutschland", "2023/25")
    before = official.life_table("Deutschland", "2018/20")
    shape = np.log(1 - now[:, :OPEN]) * np.log(1 - qx_2018[:, :OPEN]) / np.log(1 - before[:, :OPEN])
    counted = sum(official.deaths()[year] for year in YEARS)
    e0 = official.life_expectancy()[2023]

    def tables(slope):
        tilt = np.exp(slope * (np.arange(OPEN) - 75) / 10)
        found = []
        for sex in (0, 1):
            table = Table(sex, 1 - np.exp(shape[sex] * tilt))
            # Rates are multiplied, then the table is closed anew.
            for _ in range(20):
                factor = table.factor_for(e0[sex])
                shape_now = -table.mx[:OPEN] * factor
                q = -shape_now / (1 - (1 - table.ax) * shape_now)
                table = Table(sex, q)
            found.append((table, q))
        return found

    low, high = -0.5, 0.5
    for _ in range(40):
        middle = (low + high) / 2
        expected = sum(deaths(people, [table for table, _ in tables(middle)]).values())
        low, high = (low, middle) if expected > counted else (middle, high)
    found = tables((low + high) / 2)
    return np.array([q for _, q in found]), (low + high) / 2


def deaths(people, tables):
    """Deaths of each year by the tables, without moves, back from the people of the end of the last year."""
    sx = np.array([table.survival() for table in tables])
    found = {}
    for year in reversed(YEARS):
        start = before(people, tables, sx)
        newborns = people[:, 0] / sx[:, 0]
        found[year] = start.sum() + newborns.sum() - people.sum()
        people = start
    return found


def before(people, tables, sx):
    """Who was there a year before if nobody moved; the two oldest ages as in a stationary population."""
    start = younger(people, sx)
    lived = np.array([table.person_years() for table in tables])
    oldest = people[:, OPEN] / sx[:, OPEN]
    share = lived[:, OPEN - 1] / (lived[:, OPEN - 1] + lived[:, OPEN])
    start[:, OPEN - 1], start[:, OPEN] = oldest * share, oldest * (1 - share)
    return start


def levels(official, tables, populations):
    """Factor of each district on the state's death rates, shrunk by its error.

    `populations` gives the people by district, sex and age on 31 December of 2018 and of 2023. Ratio: deaths counted
    over deaths by the table, in 2018 and 2019 and in 2021 to 2023, each relative to the state. The mean of both periods
    is shrunk towards 1 by the share of its variance that lies between the districts.
    """
    rates = np.array([table.mx for table in tables])
    counted = official.district_deaths()
    ratios, variances, expected = [], [], []
    for date, years in ((2018, (2018, 2019)), (2023, (2021, 2022, 2023))):
        by_table = (populations[date] * rates).sum(axis=(1, 2)) * len(years)
        found = np.array([sum(counted[key, year] for year in years) for key in DISTRICTS])
        ratios.append((found / by_table) / (found.sum() / by_table.sum()))
        variances.append(1 / found)
        expected.append(by_table)
    ratios, variances = np.array(ratios), np.array(variances)
    mean = ratios.mean(axis=0)
    # The two periods differ by chance and by what changed; both are error of the mean.
    between_periods = ((ratios - mean) ** 2).sum() / len(DISTRICTS)
    error = np.maximum(variances.sum(axis=0) / 4, between_periods / 2)
    spread = max(((mean - 1) ** 2).sum() / (len(DISTRICTS) - 1) - error.mean(), 0)
    level = 1 + spread / (spread + error) * (mean - 1)
    weight = expected[1] / expected[1].sum()
    return level / (weight * level).sum(), ratios, np.sqrt(error), np.sqrt(spread)
