"""The step of `scripts/bench projection` in Python, as fast as its authors could make it, in several processes.

    projection.py numpy|numba AREAS DRAWS PROCESSES

The same synthetic areas, assumptions and groups as tests/bench/projection.rs, in the same precision (64 bit). With numpy, draws
lie on the last, contiguous axis, in pieces that stay in the cache of a core; every step writes into memory that is there
already, sums that are products of matrices are left to BLAS, and quantiles are taken from sorted rows. With numba, the steps of a
year are one loop over ages and draws, compiled for this machine; the time of compiling is not counted. It prints the seconds, the
peak of memory of one process, the total without chance, and the median of the first area.
"""

import functools
import multiprocessing
import os
import resource
import sys
import time

# A process a core: the threads of BLAS would only get into each other's way.
for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
# Settings of a machine that keep BLAS from using what its processor can do would slow the peer down.
for variable in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(variable, None)

import numpy as np

AGES, OPEN, YEARS, SEXES = 101, 100, 20, 2
FERTILE = slice(15, 50)
AGE = np.arange(AGES, dtype=float)
BIRTHS = (0.513, 1.0 - 0.513)
PROBABILITIES = np.array([0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975])
TFR_AR, TFR_SD, E0_SD, E0_CORRELATION = 0.9, 0.03, 0.15, 0.8
MIGRATION_AR, MIGRATION_SD, MIGRATION_CORRELATION = 0.7, 0.002, 0.5
A0 = (0.1493 - 2.0367 * 0.003, 0.1490 - 2.0867 * 0.003)
# Draws that are computed together: some arrays of sexes, ages and so many draws fit into the cache of a core.
PIECE = 256
# From the forty groups of five years to all, 65 and older, 80 and older.
TOTALS = np.array([[float(group % 20 >= first) for group in range(40)] for first in (0, 13, 16)])


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
    """nLx over the last axis; the others are whatever mx has."""
    qx = mx / (1.0 + (1.0 - ax) * mx)
    lx = np.concatenate([np.ones(mx.shape[:-1] + (1,)), np.cumprod(1.0 - qx[..., :OPEN], axis=-1)], axis=-1)
    nlx = lx - (1.0 - ax) * lx * qx
    nlx[..., OPEN] = lx[..., OPEN] / mx[..., OPEN]
    return nlx


def survival_ratios(mx, ax):
    nlx = person_years(mx, ax)
    sx = np.empty_like(nlx)
    sx[..., 0] = nlx[..., 0]
    sx[..., 1:] = nlx[..., 1:] / nlx[..., :-1]
    sx[..., OPEN] = nlx[..., OPEN] / (nlx[..., OPEN - 1] + nlx[..., OPEN])
    return sx


def factors_for(e0, mx, ax):
    """Factors on the death rates, from a table of life expectancies, refined by Newton's method."""
    logs = np.linspace(-3.0, 3.0, 61)
    table = person_years(mx * np.exp(logs)[:, None], ax).sum(axis=1)
    log = np.interp(-e0, -table, logs)
    for _ in range(2):
        step = 1e-5
        here = person_years(mx * np.exp(log)[:, None], ax).sum(axis=1)
        there = person_years(mx * np.exp(log + step)[:, None], ax).sum(axis=1)
        log = log - (here - e0) / ((there - here) / step)
    return np.exp(log)


def path(start, end, year):
    return start + (end - start) * min(year / 15.0, 1.0)


class State:
    """What the areas share."""

    def __init__(self, draws, chance):
        random = np.random.Generator(np.random.SFC64(20251231))
        shocks = random.standard_normal((YEARS, 4, draws)) * chance
        tfr, men, women = np.zeros(draws), np.zeros(draws), np.zeros(draws)
        self.draws, self.chance, self.common = draws, chance, shocks[:, 3]
        self.rates = [death_rates(1.5, A0[0]), death_rates(0.9, A0[1])]
        self.tfr = np.empty((YEARS, draws))
        # Survival follows the factor on the death rates as a parabola through three Chebyshev nodes, as in projection.rs.
        self.middle, self.half = np.empty((YEARS, SEXES)), np.empty((YEARS, SEXES))
        self.powers = np.ones((YEARS, SEXES, 3, draws))
        own = np.sqrt(1.0 - E0_CORRELATION**2)
        for year in range(YEARS):
            tfr = TFR_AR * tfr + TFR_SD * shocks[year, 0]
            men = men + E0_SD * shocks[year, 1]
            women = women + E0_SD * (E0_CORRELATION * shocks[year, 1] + own * shocks[year, 2])
            self.tfr[year] = path(1.35, 1.5, year + 1) + tfr
            for sex, e0 in enumerate((path(76.9, 79.0, year + 1) + men, path(83.3, 84.5, year + 1) + women)):
                factor = factors_for(e0, *self.rates[sex])
                middle, half = 0.5 * (factor.max() + factor.min()), 0.5 * (factor.max() - factor.min())
                self.middle[year, sex], self.half[year, sex] = middle, half
                self.powers[year, sex, 1] = (factor - middle) / half if half > 0.0 else 0.0
                self.powers[year, sex, 2] = self.powers[year, sex, 1] ** 2
        bell = np.where((AGE >= 15) & (AGE <= 49), np.exp(-0.5 * ((AGE - 30.5) / 5.0) ** 2), 0.0)
        self.pattern = (bell / bell.sum())[FERTILE]

    def parabolas(self, levels):
        """The three coefficients by year, sex and age."""
        outer = np.sqrt(0.75)
        nodes = self.middle[:, :, None] + self.half[:, :, None] * np.array([-outer, 0.0, outer])
        coefficients = np.empty((YEARS, SEXES, AGES, 3))
        for sex in range(SEXES):
            mx, ax = self.rates[sex]
            found = survival_ratios(mx * levels[sex] * nodes[:, sex, :, None], ax)
            low, centre, high = found[:, 0], found[:, 1], found[:, 2]
            coefficients[:, sex, :, 0] = centre
            coefficients[:, sex, :, 1] = (high - low) / (2.0 * outer)
            coefficients[:, sex, :, 2] = (high + low - 2.0 * centre) / (2.0 * outer**2)
        return coefficients


class Area:
    """What belongs to one area."""

    def __init__(self, number, state):
        base = residents(number)
        net = base * net_move_rates()
        mobility = np.abs(net_move_rates()) * np.ones((2, 1))
        mobility = 0.5 * mobility * base.sum() / (mobility * base).sum()
        self.base = base
        self.arrive = 0.5 * np.maximum(net, 0.0)
        # Who stays: a part by age, and another times the deviation of the moves of a draw.
        self.stay = np.stack([1.0 - 0.5 * np.where(net < 0.0, -net / base, 0.0), mobility], axis=2)
        self.fertility = 0.9 + 0.2 * scatter(number + 1)
        self.survival = state.parabolas([0.95 + 0.1 * scatter(number + 2), 0.95 + 0.1 * scatter(number + 3)])
        random = np.random.Generator(np.random.SFC64([20251231, number]))
        shocks = random.standard_normal((YEARS, state.draws)) * state.chance
        shocks *= np.sqrt(1.0 - MIGRATION_CORRELATION)
        shocks += np.sqrt(MIGRATION_CORRELATION) * state.common
        self.strays = np.empty_like(shocks)
        stray = np.zeros(state.draws)
        for year in range(YEARS):
            stray = MIGRATION_AR * stray + MIGRATION_SD * shocks[year]
            self.strays[year] = stray


class Numpy:
    """Projects with numpy alone; its arrays are used again for each area."""

    def __init__(self, state):
        self.state = state
        self.size = min(PIECE, state.draws)
        array = lambda: np.empty((SEXES, AGES, self.size))
        self.people, self.end, self.sx, self.stay, self.arrive = array(), array(), array(), array(), array()
        self.sums = np.empty((YEARS, 43, state.draws))

    def project(self, area):
        """The people of the first draw, and the sums of the groups by year and draw."""
        state, total = self.state, 0.0
        for first in range(0, state.draws, self.size):
            piece = slice(first, min(first + self.size, state.draws))
            width = piece.stop - piece.start
            arrays = (self.people, self.end, self.sx, self.stay, self.arrive)
            people, end, sx, stay, arrive = (array[:, :, :width] for array in arrays)
            people[:] = area.base[:, :, None]
            # Once for all years: numpy adds arrays of the same shape twice as fast as one that it must stretch.
            arrive[:] = area.arrive[:, :, None]
            deviation = np.ones((2, width))
            for year in range(YEARS):
                deviation[1] = area.strays[year, piece]
                np.matmul(area.stay, deviation, out=stay)
                np.matmul(area.survival[year], state.powers[year, :, :, piece], out=sx)
                people *= stay
                people += arrive
                np.multiply(people[:, :-1], sx[:, 1:], out=end[:, 1:])
                end[:, OPEN] += people[:, OPEN] * sx[:, OPEN]
                end[:, 1:] *= stay[:, 1:]
                end[:, 1:] += arrive[:, 1:]
                # Births by the women at the start and at the end of the year; the start is not needed any more.
                women = people[1, FERTILE]
                women += end[1, FERTILE]
                births = (0.5 * state.tfr[year, piece] * area.fertility) * (state.pattern @ women)
                for sex, share in enumerate(BIRTHS):
                    end[sex, 0] = births * share * sx[sex, 0] * stay[sex, 0] + arrive[sex, 0]
                people, end = end, people
                if state.chance:
                    groups = self.sums[year, :, piece]
                    fives = groups[:40].reshape(SEXES, 20, width)
                    people[:, :OPEN].reshape(SEXES, 20, 5, width).sum(axis=2, out=fives)
                    fives[:, 19] += people[:, OPEN]
                    np.matmul(TOTALS, groups[:40], out=groups[40:])
            total = total or people[:, :, 0].sum()
        return total, self.sums


@functools.cache
def compiled():
    """The years of one area as one loop, compiled by numba."""
    import numba

    @numba.njit(fastmath=True, error_model="numpy", boundscheck=False)
    def years(base, arrive, stay, survival, fertility, strays, tfr, powers, pattern, size, sums):
        draws = strays.shape[1]
        people, end = np.empty((2, 101, size)), np.empty((2, 101, size))
        births, carried = np.empty(size), np.empty(size)
        total = 0.0
        for first in range(0, draws, size):
            width = min(size, draws - first)
            for sex in range(2):
                for age in range(101):
                    for d in range(width):
                        people[sex, age, d] = base[sex, age]
            for year in range(20):
                births[:] = 0.0
                for sex in range(2):
                    for age in range(101):
                        # The age in which they are at the end of the year.
                        after = min(age + 1, 100)
                        s0, s1, s2 = survival[year, sex, after, 0], survival[year, sex, after, 1], survival[year, sex, after, 2]
                        leave, move, come = stay[sex, age, 0], stay[sex, age, 1], arrive[sex, age]
                        later, further, arriving = stay[sex, after, 0], stay[sex, after, 1], arrive[sex, after]
                        weight = pattern[age - 15] if sex == 1 and 15 <= age < 50 else 0.0
                        next_weight = pattern[after - 15] if sex == 1 and 15 <= after < 50 else 0.0
                        for d in range(width):
                            stray = strays[year, first + d]
                            start = people[sex, age, d] * (leave + move * stray) + come
                            sx = s0 + s1 * powers[year, sex, 1, first + d] + s2 * powers[year, sex, 2, first + d]
                            survivors = start * sx
                            moved = survivors * (later + further * stray) + arriving
                            births[d] += weight * start + next_weight * moved
                            if age == 100:
                                end[sex, 100, d] += moved - arriving
                            else:
                                end[sex, after, d] = moved
                for sex in range(2):
                    share = 0.513 if sex == 0 else 1.0 - 0.513
                    s0, s1, s2 = survival[year, sex, 0, 0], survival[year, sex, 0, 1], survival[year, sex, 0, 2]
                    for d in range(width):
                        born = 0.5 * tfr[year, first + d] * fertility * births[d] * share
                        sx = s0 + s1 * powers[year, sex, 1, first + d] + s2 * powers[year, sex, 2, first + d]
                        end[sex, 0, d] = born * sx * (stay[sex, 0, 0] + stay[sex, 0, 1] * strays[year, first + d]) + arrive[sex, 0]
                people, end = end, people
                for group in range(43):
                    sums[year, group, first : first + width] = 0.0
                for sex in range(2):
                    for group in range(20):
                        upto = 101 if group == 19 else 5 * group + 5
                        carried[:] = 0.0
                        for age in range(5 * group, upto):
                            for d in range(width):
                                carried[d] += people[sex, age, d]
                        for d in range(width):
                            sums[year, 20 * sex + group, first + d] = carried[d]
                            sums[year, 40, first + d] += carried[d]
                        if group >= 13:
                            for d in range(width):
                                sums[year, 41, first + d] += carried[d]
                        if group >= 16:
                            for d in range(width):
                                sums[year, 42, first + d] += carried[d]
            if first == 0:
                total = people[:, :, 0].sum()
        return total

    return years


class Numba:
    """Projects with a loop that numba has compiled."""

    def __init__(self, state):
        self.state, self.years = state, compiled()
        self.sums = np.empty((YEARS, 43, state.draws))

    def project(self, area):
        state = self.state
        total = self.years(
            area.base, area.arrive, area.stay, area.survival, area.fertility, area.strays, state.tfr, state.powers,
            state.pattern, min(PIECE, state.draws), self.sums,
        )
        return total, self.sums


def quantiles(sums):
    """Between two neighbours in order, as numpy's quantile has it. It sorts `sums`: that takes numpy a third of the time of a partition
    at fourteen places."""
    places = PROBABILITIES * (sums.shape[-1] - 1)
    below = places.astype(int)
    above = np.minimum(below + 1, sums.shape[-1] - 1)
    sums.sort(axis=-1)
    low, high = sums[..., below], sums[..., above]
    return low + (high - low) * (places - below)


# What the processes take over from the one that starts them.
SHARED = {}


def work(areas):
    projection, state = SHARED["kind"](SHARED["state"]), SHARED["state"]
    total, first = 0.0, None
    for number in areas:
        people, sums = projection.project(Area(number, state))
        total += people
        if state.chance:
            found = quantiles(sums)
            first = found[-1, 40, 3] if first is None else first
    return total, first, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(kind, areas, draws, chance, processes):
    """Seconds, the peak of memory of a process, the total, and the median of the first area."""
    if kind is Numba:
        # Compiled before the clock starts; the processes take the compiled loop over.
        state = State(1, 0.0)
        kind(state).project(Area(0, state))
    started = time.perf_counter()
    SHARED.update(kind=kind, state=State(draws, chance))
    tasks = [range(first, areas, processes) for first in range(processes)]
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        results = pool.map(work, tasks, chunksize=1)
    seconds = time.perf_counter() - started
    return seconds, max(result[2] for result in results), sum(result[0] for result in results), results[0][1]


def main():
    kind = {"numpy": Numpy, "numba": Numba}[sys.argv[1]]
    areas, draws, processes = (int(text) for text in sys.argv[2:5])
    seconds, peak, total, _ = run(kind, areas, 1, 0.0, processes)
    median = None
    if draws:
        seconds, peak, _, median = run(kind, areas, draws, 1.0, processes)
    of_first = "" if median is None else f" median_of_first {median:.3f}"
    print(
        f"areas {areas} draws {draws} processes {processes} seconds {seconds:.4f} "
        f"peak_mb {peak:.0f} total {total:.6f}{of_first}"
    )


if __name__ == "__main__":
    main()
