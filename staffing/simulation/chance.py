"""Random numbers by place: a hash of where a number is wanted, so that the same place always gives the same number.

splitmix64 (Steele, Lea and Flood, OOPSLA 2014): the words of a sequence are the mixed multiples of an odd constant,
added to the sequence's key; the key of a branch is such a word itself. Nothing here may change: every
simulated number would.
"""

import numpy as np
from numpy.typing import NDArray

from staffing.compiling import compiled

WordArray = NDArray[np.uint64]
STEP = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio: consecutive places lie far apart


@compiled
def mixed(word: np.uint64) -> np.uint64:
    """The finaliser of splitmix64: all bits of the answer depend on all bits of the word."""
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))


@compiled
def key_of(parent: np.uint64, place: int) -> np.uint64:
    """The word at that place below the key `parent`, itself the key of a branch."""
    return mixed(parent + (np.uint64(place) + np.uint64(1)) * STEP)


@compiled
def uniform(key: np.uint64, place: int) -> float:
    """The number at that place below the key, above 0 and at most 1, in steps of 2^-53."""
    return ((key_of(key, place) >> np.uint64(11)) + np.uint64(1)) * 2.0**-53
