"""Better tours for whoever is free, everybody else's choices staying: found by the linear program, chosen by HiGHS.

A program of its own, begun with the tours as they are, finds the tours that help where choices are free
(`column_generation.py`). Where not even its least points are better than the roster, none is. Otherwise HiGHS chooses
among the tours that it found, in whole numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np

from scheduling.arena import Arena, Ints
from scheduling.column_generation import Master, new_master
from scheduling.quiet import empty_highs
from scheduling.recombination import is_whole

LEAST_GAIN, WHOLE_GAIN = 1e-6, 0.999  # points: nothing less is better, where rosters cost whole points and where not


@dataclass(frozen=True, slots=True)
class Effort:
    """How far one choice goes: rounds of new tours, seconds of HiGHS for them, and for the choice in whole numbers."""

    rounds: int
    lp_seconds: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Choice:
    """Tours `[p, d]`, None where none were better, and whether everything was weighed that was looked for."""

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
    return chosen(master, tours, gain, effort.seconds)


def chosen(master: Master, start: Ints, gain: float, seconds: float) -> Choice:
    """The best of all tours that the program knows and has not left out, found from `start`, which it knows."""
    model = master.highs.getLp()
    most = np.array(model.col_upper_)
    most[: len(start)] = 0.0  # everybody has a tour
    most[master.first :] = np.minimum(most[master.first :], 1.0)
    model.col_upper_ = most
    model.integrality_ = [highspy.HighsVarType.kContinuous] * master.first + [highspy.HighsVarType.kInteger] * len(
        master.tours
    )
    highs = empty_highs(seconds)
    highs.passModel(model)
    for option, value in (("mip_rel_gap", 0.0), ("mip_abs_gap", gain)):
        highs.setOptionValue(option, value)
    known = [number for number, (person, tour) in enumerate(master.tours) if (start[person] == tour).all()]
    highs.setSolution(len(known), (master.first + np.array(known)).astype(np.int32), np.ones(len(known)))
    highs.run()
    if highs.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Choice(None, is_settled=False)
    tours = start.copy()
    for column in np.flatnonzero(np.array(highs.getSolution().col_value)[master.first :] > 0.5):
        person, tour = master.tours[column]
        tours[person] = tour
    return Choice(tours, highs.getModelStatus() == highspy.HighsModelStatus.kOptimal)
