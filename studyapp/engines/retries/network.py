"""The way between client and service, in milliseconds: the normal distribution of the published simulator."""

from math import sqrt

import numpy as np

from studyapp.engines.retries.strategies import Floats

WAY, SPREAD = 10.0, 2.0


def one_way(rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    """There or back."""
    return np.abs(rng.normal(WAY, SPREAD, shape))


def two_ways(rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    """Back and there again: the sum of two ways. That either alone is negative happens once in three million."""
    found = rng.standard_normal(shape)
    found *= SPREAD * sqrt(2)
    found += 2 * WAY
    return np.abs(found, out=found)
