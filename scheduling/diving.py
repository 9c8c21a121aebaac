"""Whole tours from the linear program over tours (`column_generation.py`), by diving into it.

Of the choices that the program makes in part, somebody's shift on a day, the ones nearest to a whole are decided; the
program finds tours anew that keep to all that is decided, at the prices that have changed; and so on until every tour
is whole (as Joncour, Michel, Sadykov, Sverdlov and Vanderbeck 2010 decide whole tours). Choices of a day bind less than
whole tours: the last people to get theirs still find some that fit.
"""

from collections.abc import Callable

import numpy as np

from scheduling.arena import Arena, Floats, Ints
from scheduling.column_generation import Master
from scheduling.held_choices import FREE, all_free
from scheduling.pricing import kind_beyond
from scheduling.tour_limits import NO_KIND

ROUNDS = 30  # of new tours between two decisions
WHOLE, NOTHING = 0.999, 1e-6  # shares from one on are whole, up to the other are none
LEAST_LUCK = 0.5  # where chance has a say a choice counts as this times its share at least
AT_ONCE = 0.05  # of the choices that are open, decided together at most
LIKELY, LEAST_LIKELY = 0.8, 0.3  # choices whose share is as great are decided together: at first, and in the end
BOLDER = 0.9  # what that share is multiplied by where a decision cost little; where it cost much it is the first again
MOST_GONE = 0.5  # of the program's tours, that differ from what is decided: each makes its solution slower


def dived(
    master: Master,
    threads: int,
    patience: float,
    more: Callable[[], bool],
    below: float = np.inf,
    rng: np.random.Generator | None = None,
) -> Ints | None:
    """Tours `[p, d]` for everybody; None where the time ends before, the program is no longer `below` so many points,
    or somebody is left without a legal tour.

    As long as decisions have cost no more than `patience`, a share of the points without any, no new tours are asked
    for, and ever more is decided at once: with some patience dives are fast, without any others are found. Where `rng`
    is given, chance has a say in what is decided first. Most tours that differ from what is decided leave the program
    for good, and what remains in it is free again.
    """
    arena = master.arena
    held, tours = all_free(arena), None
    least = master.generate(held, threads, ROUNDS, more)
    enough = least + patience * abs(least) if patience else -np.inf
    likely, last = LIKELY, least
    while more():
        master.hold(held)
        points = master.generate(held, threads, ROUNDS, more, enough)
        if points >= below:
            break
        likely = max(LEAST_LIKELY, likely * BOLDER) if points <= max(enough, last + NOTHING) else LIKELY
        last = points
        taken, gone = master.taken(), ~master.stays(held)  # first, as the solution goes with the columns
        if gone.mean() > MOST_GONE:
            master.forget(gone)
        open_to = np.where((taken > NOTHING) & (taken < WHOLE) & (held == FREE)[:, :, None], taken, 0.0)
        if not open_to.any():
            tours = _whole(arena, taken)
            break
        luck = rng.uniform(LEAST_LUCK, 1.0, open_to.shape) if rng else np.ones(open_to.shape)
        if not _decide(master, held, open_to, luck, likely):
            break
    master.hold(all_free(arena))
    return tours


def _decide(master: Master, held: Ints, open_to: Floats, luck: Floats, likely: float) -> bool:
    """Let choices stay that are nearest to a whole, `open_to[p, d, 1 + shift]` being their shares; whether any did.

    How near is told by the shares times `luck`; from the share `likely` on several are decided together. Nothing is
    decided that leaves a person no tour of those known.
    """
    order = np.argsort(-open_to * luck, axis=None, kind="stable")[: np.count_nonzero(open_to)]
    at_once = max(1, int(AT_ONCE * np.count_nonzero(open_to.any(axis=2))))
    known: dict[int, Ints] = {}
    decided = 0
    for place in order:
        person, day, choice = (int(at) for at in np.unravel_index(place, open_to.shape))
        if decided and (decided == at_once or open_to[person, day, choice] < likely):
            break
        if person not in known:
            known[person] = master.tours_of(person, held[person])
        left = known[person][known[person][:, day] == choice - 1]
        if len(left):
            held[person, day], known[person] = choice - 1, left
            decided += 1
    return decided > 0


def _whole(arena: Arena, taken: Floats) -> Ints | None:
    """Everybody's choices as a tour; None where somebody has none on some day, or too many duties of a kind."""
    if (taken.max(axis=2) < WHOLE).any():
        return None
    tours = taken.argmax(axis=2).astype(np.int64) - 1
    beyond = any(kind_beyond(arena.limits, person, tour) != NO_KIND for person, tour in enumerate(tours))
    return None if beyond else tours
