"""A queue's intervals one after the other: the least agents for the goals, or what given agents reach."""

import math
from typing import NamedTuple

import numpy as np

from staffing.agent_search import NO_GOAL, Goals, first_given, worst_miss
from staffing.compiling import FloatArray, IntArray, compiled
from staffing.many_servers import next_try
from staffing.through_time.assured import chance_to_keep
from staffing.through_time.border import handed_on
from staffing.through_time.lattice import on_lattice
from staffing.through_time.passage import Interval, State, passed

CLOSED, OPENS, LEADS_IN, GOES_ON = range(4)


class Course(NamedTuple):
    """All intervals of a queue, a row each: steps in s and rates of coming by step, handling, spacing, kind.

    `day_rates` are those of a day relative to the mean, which stands at `mean_day`; `shares` of contacts come at each;
    `days` are rates of days in equal parts.
    """

    spans: FloatArray
    contacts: FloatArray
    coming: FloatArray
    mu: FloatArray
    theta: float
    within_s: float
    length_s: float
    h: IntArray
    kind: IntArray
    day_rates: FloatArray
    shares: FloatArray
    mean_day: IntArray
    days: FloatArray
    concurrency: int


@compiled
def interval_of(course: Course, k: int, goals: Goals, assurance: float) -> Interval:
    """One interval of the course."""
    shares = (goals[0], goals[1])
    return Interval(
        course.spans[k], course.contacts[k], course.coming[k], course.day_rates[k],
        course.mu[k], course.theta, course.within_s, course.h[k], shares, 2 if assurance > 0 else 0,
    )  # fmt: skip


@compiled
def nobody(chains: int) -> State:
    """Nobody in the system, on any rate of the day."""
    chances = np.zeros((1, chains))
    chances += 1.0
    return State(chances, np.zeros(chains, np.int64), np.zeros(chains))


@compiled
def begun(course: Course, k: int, before: State) -> State:
    """The state before it at the interval's spacing; nobody where the queue opens."""
    chains = course.day_rates.shape[1]
    if course.kind[k] != GOES_ON:
        return nobody(chains)
    was, h = course.h[k - 1], course.h[k]
    if was == h:
        return before
    first = np.empty(chains, np.int64)
    nodes = before.chances.shape[0]
    chances = np.zeros((nodes * was // h + 3, chains))
    for g in range(chains):
        moved, first[g] = on_lattice(before.chances[:, g], before.first[g], was, h)
        for i in range(moved.size):
            chances[i, g] = moved[i]
    return State(chances, first, before.hands)


@compiled
def average(sums: FloatArray, shares: FloatArray, mean_day: int, slot_s: float, figures: FloatArray) -> None:
    """Fills in shares answered and in time and mean wait of the answered in s, by contacts; occupancy on a mean day."""
    answered, in_time, wait = 0.0, 0.0, 0.0
    for g in range(shares.size):
        share = shares[g] / sums[0, g]
        answered += share * sums[1, g]
        in_time += share * sums[2, g]
        wait += share * sums[3, g]
    figures[0], figures[1] = min(answered, 1.0), min(in_time, 1.0)
    figures[2] = max(wait, 0.0) / answered if answered > 0 else math.nan  # what the border takes away may round below 0
    figures[3] = min(sums[4, mean_day] / slot_s, 1.0) if slot_s > 0 else math.nan


@compiled
def miss_of(
    course: Course, k: int, goals: Goals, assurance: float, sums: FloatArray, reached: FloatArray
) -> tuple[float, int]:
    """The goal missed furthest and how far: shares on average or as often as assured, the others as they are given."""
    answered, in_time, asked = reached[0], reached[1], goals
    if assurance > 0:
        asked = (assurance * (goals[0] > 0), assurance * (goals[1] > 0), goals[2], goals[3])
        if goals[0] > 0:
            answered = chance_to_keep(sums, 0, goals[0], course.day_rates[k], course.days[k])
        if goals[1] > 0:
            in_time = chance_to_keep(sums, 1, goals[1], course.day_rates[k], course.days[k])
    return worst_miss((0.0, 1 - answered, answered, in_time, reached[2]), reached[3], asked)


@compiled
def run(
    course: Course, goals: Goals, assurance: float, guesses: IntArray, are_given: bool, until: int
) -> tuple[IntArray, FloatArray]:
    """Agents and binding goal in columns, an interval a row, and what they reach; nobody where it is closed.

    Given agents stand in `guesses`. Otherwise these are where the search begins: agents that would do for each interval
    by itself, raised by as much as turned out necessary just before. The least are found as in `agent_search`, given
    the agents of the intervals before.
    """
    answers, figures = np.zeros((guesses.size, 2), np.int64), np.full((guesses.size, 4), np.nan)
    state, raised, reached = nobody(1), 1.0, np.empty(4)
    for k in range(until):
        if course.kind[k] == CLOSED:
            continue
        interval, start, after = interval_of(course, k, goals, assurance), begun(course, k, state), state
        agents = guesses[k] if are_given else max(math.ceil(guesses[k] * raised - 0.5), 1)
        low, high, low_miss, high_miss, binding, tries = 0, -1, math.inf, -math.inf, NO_GOAL, 0
        while high - low != 1:
            slots = agents * course.concurrency
            sums, end = passed(start, course.kind[k] == LEADS_IN, interval, slots)
            if are_given and k + 1 < guesses.size and course.kind[k + 1] == GOES_ON:
                handed_on(sums, end, interval, slots, guesses[k + 1] * course.concurrency)
            average(sums, course.shares[k], course.mean_day[k], slots * course.length_s, reached)
            miss, goal = (-math.inf, NO_GOAL) if are_given else miss_of(course, k, goals, assurance, sums, reached)
            tries += 1
            if miss > 0:
                low, low_miss, binding = agents, miss, goal
            else:
                high, high_miss, after = agents, miss, end
                figures[k] = reached
            if are_given:
                break
            if high - low != 1:
                agents = next_try(low, high, low_miss, high_miss, 2 ** (tries - 1), tries)
        answers[k, 0], answers[k, 1] = high, first_given(goals) if binding == NO_GOAL else binding
        state, raised = after, high / max(guesses[k], 1)
    return answers, figures
