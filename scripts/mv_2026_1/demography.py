"""Life tables and one year of a cohort-component projection, as src/engine/projection computes them.

Tables are numpy arrays by sex (0 men, 1 women) and age 0 to 99 and 100+. Notation of Preston, Heuveline and Guillot
(2001), chapters 3 and 6.
"""

import numpy as np

AGES = 101
OPEN = 100
SEXES = "mf"


def infant_a0(sex, q0):
    """Years lived by infants who die, after Andreev and Kingkade (2015), for the low mortality of today."""
    return (0.1493 - 2.0367 * q0) if sex == 0 else (0.1490 - 2.0867 * q0)


def open_life_expectancy(mx):
    """Years left at 100: a logistic curve through the rates of 85 to 99 (Kannisto model), followed to 150."""
    ages = np.arange(85, OPEN)
    slope, level = np.polyfit(ages, np.log(mx[85:OPEN] / (1 - mx[85:OPEN])), 1)
    alive, years = 1.0, 0.0
    for age in range(OPEN, 150):
        m = 1 / (1 + np.exp(-(level + slope * age)))
        years += (alive - alive * np.exp(-m)) / m
        alive *= np.exp(-m)
    return years


class Table:
    """Death rates of one sex. The open age is closed by `open_life_expectancy`."""

    def __init__(self, sex, qx):
        qx = np.asarray(qx, float)[:OPEN]
        ax = np.full(OPEN, 0.5)
        ax[0] = infant_a0(sex, qx[0])
        self.ax = ax
        self.mx = np.empty(AGES)
        self.mx[:OPEN] = qx / (1 - (1 - ax) * qx)
        self.mx[OPEN] = 1 / open_life_expectancy(self.mx)

    def person_years(self, factor=1.0):
        mx = self.mx * factor
        qx = mx[:OPEN] / (1 + (1 - self.ax) * mx[:OPEN])
        alive = np.concatenate([[1.0], np.cumprod(1 - qx)])
        lived = np.empty(AGES)
        lived[:OPEN] = alive[:OPEN] * (1 - qx) + self.ax * alive[:OPEN] * qx
        lived[OPEN] = alive[OPEN] / mx[OPEN]
        return lived

    def e0(self, factor=1.0):
        return self.person_years(factor).sum()

    def factor_for(self, e0):
        low, high = -4.0, 4.0
        for _ in range(80):
            middle = (low + high) / 2
            low, high = (middle, high) if self.e0(np.exp(middle)) > e0 else (low, middle)
        return np.exp((low + high) / 2)

    def survival(self, factor=1.0):
        """Over one year: [x] leads from age x-1 to x, [0] from birth, the last from 99 and 100+ to 100+."""
        lived = self.person_years(factor)
        sx = np.empty(AGES)
        sx[0] = lived[0]
        sx[1:] = lived[1:] / lived[:-1]
        sx[OPEN] = lived[OPEN] / (lived[OPEN - 1] + lived[OPEN])
        return sx


def older(people, sx):
    """Everybody one year later; newborns are left out. The last two axes are sex and age."""
    end = np.zeros_like(people)
    end[..., 1:] = people[..., :-1] * sx[..., 1:]
    end[..., OPEN] += people[..., OPEN] * sx[..., OPEN]
    return end


def younger(people, sx):
    """Those who were there a year before, if nobody moved; the open age is left out."""
    start = np.zeros_like(people)
    start[..., :-2] = people[..., 1:-1] / sx[..., 1:-1]
    return start


def hadwiger(b, c):
    age = np.arange(15, 50) + 0.5
    curve = (b / c) * (c / age) ** 1.5 * np.exp(-b * b * (c / age + age / c - 2))
    return curve / curve.sum()


def birth_pattern(early, late):
    """Mixture of two curves, each (share, b, c); sum 1 over 15 to 49."""
    pattern = np.zeros(AGES)
    pattern[15:50] = early[0] * hadwiger(*early[1:]) + late[0] * hadwiger(*late[1:])
    return pattern


def whole(values, total):
    """Whole numbers with the given sum, by the largest remainder."""
    values = np.asarray(values, float)
    floor = np.floor(values + 1e-9)
    missing = int(round(total - floor.sum()))
    floor[np.argsort(-(values - floor), kind="stable")[:missing]] += 1
    return floor
