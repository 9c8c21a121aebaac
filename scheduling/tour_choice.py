"""Better tours for whoever is free, everybody else's choices staying: told from the linear program, chosen by HiGHS.

A program of its own, begun with the tours as they are, finds the least points where choices are free
(`column_generation.py`). Where not even they are better than the roster, none is. Otherwise nobody's tour in a better
roster costs more, at the program's prices, than his cheapest plus what a roster may cost more than the program: all
such tours are listed and weighed in whole numbers (`recombination.py`; Baldacci, Christofides and Mingozzi 2008 list
routes so). The program's own tours alone would not do: they make its parts, and hardly ever a whole roster.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scheduling import recombination
from scheduling.arena import Arena, Ints
from scheduling.column_generation import Master, new_master
from scheduling.held_choices import FREE, with_held
from scheduling.prices import priced_duties
from scheduling.recombination import is_whole, recombined

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
    """Tours `[p, d]`, None where none were better, and whether everything was weighed that could be."""

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
    slack = points - least - (WHOLE_GAIN if is_whole(arena) else LEAST_GAIN)
    if slack < 0:
        return Choice(None, is_settled=True)
    return _chosen(arena, master, tours, held, slack, effort, more)


def _chosen(
    arena: Arena, master: Master, tours: Ints, held: Ints, slack: float, effort: Effort, more: Callable[[], bool]
) -> Choice:
    """The best of all tours within the slack at the program's prices, and of its own."""
    here, (_, prices) = with_held(arena, held), master.solve()
    free = np.flatnonzero((held == FREE).any(axis=1)).tolist()
    listing = recombination.Effort(effort.tours, effort.seconds)
    found = recombined(here, priced_duties(arena, prices), tours, free, slack, listing, more, master.tours)
    return Choice(None, is_settled=False) if found is None else Choice(found.tours, found.is_proven)
