"""The step of `scripts/bench projection` with numpy, vectorised over draws, in two processes.

    projection.py AREAS DRAWS PROCESSES

The same synthetic areas, assumptions and groups as tests/bench/projection.rs, written the way one
writes it with numpy: arrays of sex x age x draw, one area after the other, and np.quantile. It prints
the seconds, the peak of memory of one process, and the total without chance.
"""

import multiprocessing
import resource
import sys
import time

import numpy as np

AGES, OPEN, YEARS = 101, 100, 20
AGE = np.arange(AGES, dtype=float)
MALE_BIRTHS = 0.513
PROBABILITIES = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975]
TFR_AR, TFR_SD, E0_SD, E0_CORRELATION = 0.9, 0.03, 0.15, 0.8
MIGRATION_AR, MIGRATION_SD, MIGRATION_CORRELATION = 0.7, 0.002, 0.5
A0 = (0.1493 - 2.0367 * 0.003, 0.1490 - 2.0867 * 0.003)


def scatter(number):
    return (number * 0.6180339887498949) % 1.0


def residents(area):
    size = 300.0 + 4000.0 * scatter(area)
    wave = 1.0 + 0.4 * np.sin(AGE / 17.0 + 6.0 * scatter(area + 7))
    return np.stack([size / 170.0 * wave / (1.0 + np.exp((AGE - 84.0 - 3.0 * sex) / 5.0)) for sex in (0, 1)])


def net_move_rates():
    bump = lambda centre, width: np.exp(-0.5 * ((AGE - centre) / width) ** 2)
    return 0.03 * bump(34.0, 6.0) + 0.01 * bump(66.0, 5.0) - 0.08 * bump(20.0, 2.5)


def death_rates(level, a0):
    qx = 1.0 - np.exp(-level * (0.0003 + 2.2e-5 * np.exp(0.1 * AGE)))
    qx[0] = 0.003
    ax = np.full(AGES, 0.5)
    ax[0] = a0
    mx = qx / (1.0 - (1.0 - ax) * qx)
    # The open age: a logistic curve through 85 to 99, followed to 149.
    slope, start = np.polyfit(AGE[85:100], np.log(mx[85:100] / (1.0 - mx[85:100])), 1)
    rate = 1.0 / (1.0 + np.exp(-(start + slope * np.arange(100, 150))))
    alive = np.concatenate([[1.0], np.exp(-np.cumsum(rate))])
    mx[OPEN] = 1.0 / np.sum((alive[:-1] - alive[1:]) / rate)
    return mx, ax


def person_years(mx, ax):
    """nLx, over the first axis; the others are whatever mx has."""
    ax = ax.reshape((AGES,) + (1,) * (mx.ndim - 1))
    qx = mx / (1.0 + (1.0 - ax) * mx)
    lx = np.concatenate([np.ones((1,) + mx.shape[1:]), np.cumprod(1.0 - qx[:OPEN], axis=0)])
    nlx = lx - (1.0 - ax) * lx * qx
    nlx[OPEN] = lx[OPEN] / mx[OPEN]
    return nlx


def survival_ratios(mx, ax):
    nlx = person_years(mx, ax)
    sx = np.empty_like(nlx)
    sx[0] = nlx[0]
    sx[1:] = nlx[1:] / nlx[:-1]
    sx[OPEN] = nlx[OPEN] / (nlx[OPEN - 1] + nlx[OPEN])
    return sx


def factors_for(e0, mx, ax):
    """Factors on the death rates, by bisection of all draws at once."""
    low, high = np.full(e0.shape, -3.0), np.full(e0.shape, 3.0)
    for _ in range(40):
        middle = 0.5 * (low + high)
        longer = person_years(mx[:, None] * np.exp(middle), ax).sum(axis=0) > e0
        low, high = np.where(longer, middle, low), np.where(longer, high, middle)
    return np.exp(0.5 * (low + high))


def path(start, end, year):
    return start + (end - start) * min(year / 15.0, 1.0)


GROUPS = [(sex, age, AGES if age == 95 else age + 5) for sex in (0, 1) for age in range(0, 100, 5)]


def group_sums(people):
    """40 five-year groups by sex, all, 65 and older, 80 and older."""
    parts = [people[sex, start:end].sum(axis=0) for sex, start, end in GROUPS]
    return np.stack(parts + [people[:, start:].sum(axis=(0, 1)) for start in (0, 65, 80)])


class State:
    """What the areas share."""

    def __init__(self, draws, chance):
        random = np.random.Generator(np.random.PCG64(20251231))
        shocks = random.standard_normal((YEARS, 4, draws)) * chance
        tfr, men, women = np.zeros(draws), np.zeros(draws), np.zeros(draws)
        self.common, self.tfr, self.factors = shocks[:, 3], [], []
        self.rates = [death_rates(1.5, A0[0]), death_rates(0.9, A0[1])]
        for year in range(YEARS):
            tfr = TFR_AR * tfr + TFR_SD * shocks[year, 0]
            men = men + E0_SD * shocks[year, 1]
            own = np.sqrt(1.0 - E0_CORRELATION**2)
            women = women + E0_SD * (E0_CORRELATION * shocks[year, 1] + own * shocks[year, 2])
            self.tfr.append(path(1.35, 1.5, year + 1) + tfr)
            e0 = [path(76.9, 79.0, year + 1) + men, path(83.3, 84.5, year + 1) + women]
            self.factors.append([factors_for(e, *self.rates[s]) for s, e in enumerate(e0)])
        bell = np.where((AGE >= 15) & (AGE <= 49), np.exp(-0.5 * ((AGE - 30.5) / 5.0) ** 2), 0.0)
        self.pattern = bell / bell.sum()


def parabolas(state, year, sex, level):
    """Survival as a parabola in the factor, through three Chebyshev nodes, as projection.rs has it."""
    factor = state.factors[year][sex]
    middle, half = 0.5 * (factor.max() + factor.min()), 0.5 * (factor.max() - factor.min())
    mx, ax = state.rates[sex]
    if half == 0.0:
        return survival_ratios(mx * level * middle, ax)[:, None] * np.ones_like(factor)
    outer = np.sqrt(0.75)
    low, centre, high = (survival_ratios(mx * level * (middle + half * t), ax) for t in (-outer, 0.0, outer))
    t = (factor - middle) / half
    linear, quadratic = (high - low) / (2.0 * outer), (high + low - 2.0 * centre) / (2.0 * outer**2)
    return centre[:, None] + t * (linear[:, None] + t * quadratic[:, None])


def project(area, state, draws, chance):
    base = residents(area)
    net = base * net_move_rates()
    leave = 0.5 * np.where(net < 0.0, -net / base, 0.0)[:, :, None]
    arrive = 0.5 * np.maximum(net, 0.0)[:, :, None]
    mobility = np.abs(net_move_rates()) * np.ones((2, 1))
    mobility = 0.5 * (mobility * base.sum() / (mobility * base).sum())[:, :, None]
    fertility = 0.9 + 0.2 * scatter(area + 1)
    levels = [0.95 + 0.1 * scatter(area + 2), 0.95 + 0.1 * scatter(area + 3)]
    random = np.random.Generator(np.random.PCG64([20251231, area]))
    shocks = random.standard_normal((YEARS, draws)) * chance
    stray = np.zeros(draws)
    people = np.repeat(base[:, :, None], draws, axis=2)
    kept = []
    for year in range(YEARS):
        innovation = np.sqrt(MIGRATION_CORRELATION) * state.common[year]
        innovation = innovation + np.sqrt(1.0 - MIGRATION_CORRELATION) * shocks[year]
        stray = MIGRATION_AR * stray + MIGRATION_SD * innovation
        stay = 1.0 - leave + mobility * stray
        start = people * stay + arrive
        sx = np.stack([parabolas(state, year, sex, levels[sex]) for sex in (0, 1)])
        end = np.empty_like(start)
        end[:, 1:] = start[:, :-1] * sx[:, 1:]
        end[:, OPEN] += start[:, OPEN] * sx[:, OPEN]
        end[:, 1:] = end[:, 1:] * stay[:, 1:] + arrive[:, 1:]
        women = 0.5 * (start[1, 15:50] + end[1, 15:50])
        births = state.tfr[year] * fertility * (state.pattern[15:50] @ women)
        for sex, share in ((0, MALE_BIRTHS), (1, 1.0 - MALE_BIRTHS)):
            end[sex, 0] = births * share * sx[sex, 0] * stay[sex, 0] + arrive[sex, 0]
        people = end
        if chance:
            kept.append(np.quantile(group_sums(people), PROBABILITIES, axis=1))
    return people[:, :, 0].sum(), kept


def work(task):
    areas, draws, chance = task
    state = State(draws, chance)
    results = [project(area, state, draws, chance) for area in areas]
    return sum(total for total, _ in results), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(areas, draws, chance, processes):
    tasks = [(range(i, areas, processes), draws, chance) for i in range(processes)]
    started = time.perf_counter()
    with multiprocessing.Pool(processes) as pool:
        results = pool.map(work, tasks)
    seconds = time.perf_counter() - started
    return seconds, max(peak for _, peak in results), sum(total for total, _ in results)


def main():
    areas, draws, processes = (int(text) for text in sys.argv[1:4])
    seconds, peak, total = run(areas, 1, 0.0, processes)
    if draws:
        seconds, peak, _ = run(areas, draws, 1.0, processes)
    print(
        f"areas {areas} draws {draws} processes {processes} seconds {seconds:.4f} "
        f"peak_mb {peak:.0f} total {total:.6f}"
    )


if __name__ == "__main__":
    main()
