"""Single ages of past and present official populations by district."""

import numpy as np

from demography import AGES, SEXES, older, whole, younger
from tables import DISTRICTS


def by_group(groups, pattern):
    """A pattern brought to official groups."""
    ages = np.zeros(AGES)
    for first, last, persons in groups:
        part = slice(first, last + 1)
        ages[part] = persons * pattern[part] / pattern[part].sum() if pattern[part].sum() > 0 else 0
    return ages


def known(official, key, year, sex):
    ages = np.zeros(AGES)
    for first, _, persons in official.groups(key, year, sex):
        ages[first] = persons
    return ages


def of_2018(official):
    """31 December 2018: official single ages to 100+."""
    return np.array([[known(official, key, 2018, sex) for sex in SEXES] for key in DISTRICTS])


def of_2020(official, people_2018, sx):
    """31 December 2020: official single ages to 74; the groups from 75 on by the people of 2018, two years on."""
    pattern = older(older(people_2018, sx), sx)
    found = np.zeros_like(pattern)
    for d, key in enumerate(DISTRICTS):
        for s, sex in enumerate(SEXES):
            found[d, s] = by_group(official.groups(key, 2020, sex), np.maximum(pattern[d, s], 1e-9))
    return found


def of_2025(official, seed):
    """31 December 2025: groups of each district, single ages of the state (0 to 89), and the seed for the rest.

    Iterative proportional fitting (Deming and Stephan 1940), then whole persons that keep both margins.
    """
    state = official.state_single_ages()
    found = np.zeros_like(seed)
    for s, sex in enumerate(SEXES):
        rows = [official.groups(key, 2025, sex) for key in DISTRICTS]
        for g, (first, last, _) in enumerate(rows[0]):
            totals = np.array([groups[g][2] for groups in rows])
            part = np.maximum(seed[:, s, first : last + 1], 1e-9)
            controls = state[s, first : last + 1] if last < 90 else None
            if controls is not None:
                for _ in range(500):
                    part = part * (totals / part.sum(axis=1))[:, None]
                    part = part * (controls / part.sum(axis=0))[None, :]
            part = part * (totals / part.sum(axis=1))[:, None]
            found[:, s, first : last + 1] = whole_table(part, totals, controls)
    return found


def whole_table(part, totals, controls):
    """Whole persons. Without column controls each row by the largest remainder; else rows, then single persons are
    moved within a row from columns that hold too many to columns that hold too few, where it hurts least."""
    found = np.array([whole(row, total) for row, total in zip(part, totals)])
    if controls is None:
        return found
    while True:
        excess = found.sum(axis=0) - controls
        if not excess.any():
            return found
        error = found - part
        best = max(
            ((error[d, i] - error[d, j], d, i, j)
             for d in range(len(found)) for i in np.flatnonzero(excess > 0) for j in np.flatnonzero(excess < 0)
             if found[d, i] > 0),
            key=lambda move: move[0],
        )
        _, d, i, j = best
        found[d, i] -= 1
        found[d, j] += 1


def of_2023(official, people_2025, sx):
    """31 December 2023: groups of each district; single ages in them as two years later, brought back. The oldest, who
    cannot be brought back, as at the end of 2025."""
    back = younger(younger(people_2025, sx), sx)
    back[..., 96:] = people_2025[..., 96:]
    found = np.zeros_like(back)
    for d, key in enumerate(DISTRICTS):
        for s, sex in enumerate(SEXES):
            found[d, s] = by_group(official.groups(key, 2023, sex), np.maximum(back[d, s], 1e-9))
    return found
