"""Better tours for whoever is free, everybody else's choices staying: told from the linear program, chosen by HiGHS.

A program of its own, begun with the tours as they are, finds the least points where choices are free
(`column_generation.py`). Where not even they are better than the roster, none is. Otherwise its tours are weighed in
whole numbers (`recombination.py`): that is soon done, and far from the best enough. Near it they make the program's
parts and hardly ever a better roster; but nobody's tour in one costs more, at the program's prices, than his cheapest
plus what a roster may cost more than the program. So all such tours are listed and weighed then (as Baldacci,
Christofides and Mingozzi 2008 do with routes).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scheduling import recombination
from scheduling.arena import Arena, Ints
from scheduling.column_generation import new_master
from scheduling.held_choices import FREE, with_held
from scheduling.prices import priced_duties
from scheduling.recombination import Chosen, is_whole, recombined, roster_points, weighed

LEAST_GAIN, WHOLE_GAIN = 1e-6, 0.999  # points: nothing less is better, where rosters cost whole points and where not


@dataclass(frozen=True, slots=True)
class Effort:
    """How far one choice goes: rounds of new tours and seconds of HiGHS for the program, then tours altogether and
    seconds for the choice in whole numbers.
    """

    rounds: int
    lp_seconds: float
    tours: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Choice:
    """Tours `[p, d]`, None where none were better, and whether all that was begun came to its end.

    Where it did, and the tours are no better, there are none that are, provided that the program found all tours it
    needed in its rounds.
    """

    tours: Ints | None
    is_settled: bool


def better_choice(
    arena: Arena, tours: Ints, points: float, held: Ints, effort: Effort, more: Callable[[], bool]
) -> Choice:
    """Tours that keep to `held[p, d]` and cost less than the roster of these `tours`, which costs `points`."""
    master = new_master(arena, effort.lp_seconds)
    master.add(tours)
    least = master.generate(held, 1, effort.rounds, more)
    if master.is_late() or not more():
        return Choice(None, is_settled=False)
    gain = WHOLE_GAIN if is_whole(arena) else LEAST_GAIN
    if least > points - gain:
        return Choice(None, is_settled=True)
    free = np.flatnonzero((held == FREE).any(axis=1)).tolist()
    own = [master.tours_of(person, held[person]) for person in free]
    found = weighed(arena, tours, free, own, effort.seconds)
    if found is None or not found.is_proven or roster_points(arena, found.tours) <= points - gain:
        return _choice(found)
    cost, here = priced_duties(arena, master.solve()[1]), with_held(arena, held)
    listing = recombination.Effort(effort.tours, effort.seconds)
    return _choice(recombined(here, cost, tours, free, points - gain - least, listing, more))


def _choice(found: Chosen | None) -> Choice:
    return Choice(None, is_settled=False) if found is None else Choice(found.tours, found.is_proven)
