"""Net moves by district, sex and age as residuals of two periods, at the level of the official statistic of moves, and the
level and age pattern of a district."""

import numpy as np

from demography import older

TOO_OLD = 90


def residual(start, end, sx, weights):
    """Net moves a year between two dates two years apart, by age at the move.

    What a cohort has more or less than its survivors, halved, put at the age in the middle and divided by one year of
    survival; newborns have the value of age 1. Smoothed over neighbours, and nothing from 90 on.
    """
    stayed = older(older(start, sx), sx)
    a_year = (end - stayed) / 2
    moved = np.zeros_like(a_year)
    moved[..., 1 : TOO_OLD] = a_year[..., 2 : TOO_OLD + 1] / sx[..., 2 : TOO_OLD + 1]
    moved[..., 0] = moved[..., 1]
    half = len(weights) // 2
    smooth = np.zeros_like(moved)
    for age in range(TOO_OLD):
        near = range(max(0, age - half), min(TOO_OLD, age + half + 1))
        w = np.array([weights[n - age + half] for n in near])
        smooth[..., age] = (moved[..., list(near)] * w).sum(axis=-1) / w.sum()
    return smooth


def to_total(net, total):
    """Brings net moves to a total: gains times 1 + f and losses times 1 - f (plus-minus method of adjustment; Shryock and
    Siegel 1976)."""
    factor = (total - net.sum()) / np.abs(net).sum()
    return net * np.where(net > 0, 1 + factor, 1 - factor)


def split(net, residents):
    """External: the state's net in each cell, shared out by residents. Internal: the rest of each district."""
    state, everybody = net.sum(axis=0), residents.sum(axis=0)
    external = state * residents / np.where(everybody > 0, everybody, 1)
    return external, net - external


def state_pattern(external, below):
    """Share of each age below `below` in the state's net moves without signs, by sex."""
    size = np.abs(external.sum(axis=0))[:, :below]
    return size / size.sum(axis=1, keepdims=True)


def shrunk(external, internal, below, level, pattern=1.0):
    """Internal moves below an age: a share of the level of each district with the pattern of the state, and a share of what
    its own pattern deviates from that. Levels sum to zero over the districts and deviations in every cell."""
    found = internal.copy()
    young = internal[..., :below]
    by_level = young.sum(axis=2, keepdims=True) * state_pattern(external, below)
    found[..., :below] = level * by_level + pattern * (young - by_level)
    return found
