"""Large-neighbourhood search: a few people are taken out of the roster and put back one after the other, each on the
tour that costs least given everybody else (`best_reply.py`). What gets worse by more than a threshold is undone.
"""

import numpy as np

from scheduling.arena import Arena, Floats, Ints
from scheduling.best_reply import reply
from scheduling.compiled import compiled
from scheduling.cover_cuts import short_points
from scheduling.cover_state import NO_DAY, CoverState, copy_state, put_tour, settle, total_points
from scheduling.cover_terms import CoverTerms, leads_missing

MOST_OUT = 6
STRANGERS = 0.3
GUIDED = 0.25
JITTER = 0.3


@compiled
def improve(
    arena: Arena,
    terms: CoverTerms,
    state: CoverState,
    spare: CoverState,
    prices: tuple[Floats, Floats],
    rounds: int,
    threshold: float,
    rng: np.random.Generator,
) -> float:
    """So many rounds of taking out and putting back, what got worse undone; the points of the state afterwards."""
    out = np.empty(MOST_OUT, dtype=np.int64)
    sums = np.zeros(len(arena.need) + 1)
    points = total_points(arena, state)
    for round_number in range(rounds):
        copy_state(state, spare)
        n_out = _choose(arena, terms, state, out, rng)
        for person in out[:n_out]:
            put_tour(arena, terms, state, person, -1.0, NO_DAY, sums)
        by_work = GUIDED * rng.random() if rng.random() < 0.5 else 0.0
        by_leads = rng.random() if rng.random() < 0.7 else 0.0
        jitter = JITTER * rng.random() if rng.random() < 0.3 else 0.0
        noise = 1.0 + jitter * (rng.random(len(arena.need)) - 0.5)
        for person in out[:n_out]:
            reply(arena, terms, state, prices, person, (by_work, by_leads), noise, sums)
        for t in range(len(arena.need)):
            settle(terms, state, t)
        after = total_points(arena, state)
        allowed = threshold * points * (1 - round_number / rounds) * rng.random()
        if after <= points + allowed:
            points = after
        else:
            copy_state(spare, state)
    return points


@compiled
def _choose(arena: Arena, terms: CoverTerms, state: CoverState, out: Ints, rng: np.random.Generator) -> int:
    """Choose people to take out: at random, or around an interval where cover or leads are short."""
    people = arena.group_of.shape[0]
    n_out = rng.integers(2, len(out) + 1)
    focus = -1
    if rng.random() < 0.6:
        focus = _short_interval(terms, state, rng)
    n_chosen, tries = 0, 0
    if focus < 0:
        out[0] = _dear_person(state, people, rng)
        n_chosen = 1
    while n_chosen < min(n_out, people) and tries < 400:
        tries += 1
        person = int(rng.integers(0, people))
        if focus >= 0 and tries < 200 and not _concerned(arena, terms, state, person, focus, rng):
            continue
        if not np.any(out[:n_chosen] == person):
            out[n_chosen] = person
            n_chosen += 1
    return n_chosen


@compiled
def _dear_person(state: CoverState, people: int, rng: np.random.Generator) -> int:
    """Somebody whose own tour costs more than that of a few others looked at."""
    best = int(rng.integers(0, people))
    for _ in range(2):
        other = int(rng.integers(0, people))
        if state.own_points[other].sum() > state.own_points[best].sum():
            best = other
    return best


@compiled
def _short(terms: CoverTerms, supply: Floats, t: int) -> float:
    """Points of short cover of an interval at a supply."""
    return short_points(
        supply, terms.deep_beyond[t], terms.need_beyond[t], terms.deep_need[t], terms.need[t],
        terms.shallow_points, terms.deep_points,
    )  # fmt: skip


@compiled
def _short_interval(terms: CoverTerms, state: CoverState, rng: np.random.Generator) -> int:
    """An interval that is short, chosen evenly among some looked at; -1 where none was seen."""
    for _ in range(200):
        t = int(rng.integers(0, terms.intervals))
        missing = leads_missing(state.agents[t], state.leads[t], terms.span, terms.min_leads)
        if missing > 0 or _short(terms, state.supply[t], t) > 1e-6:
            return t
    return -1


@compiled
def _concerned(
    arena: Arena, terms: CoverTerms, state: CoverState, person: int, t: int, rng: np.random.Generator
) -> bool:
    """Whether moving the person could help the interval: a lead, or who knows a short queue, or now and then anybody.

    Agents and leads are taken out together: where one more agent asks for one more lead, neither moves alone.
    """
    group = arena.group_of[person]
    if group == arena.lead_group:
        return arena.span > 0
    now = _short(terms, state.supply[t], t)
    return _short(terms, state.supply[t] + terms.reach[group], t) < now - 1e-6 or rng.random() < STRANGERS
