"""Large-neighbourhood search: a few people are taken out of the roster and put back one after the other, each on the
tour that costs least given everybody else. As a person's duties do not overlap, that tour is found exactly by the same
shortest path that gives the bound. What gets worse is undone, unless it is by less than a threshold that sinks to zero.
"""

import numpy as np

from scheduling.arena import IMPOSSIBLE, Arena, Bytes, Floats, Ints
from scheduling.compiled import compiled
from scheduling.cover_state import (
    CoverState,
    change,
    copy_state,
    lead_short,
    place_breaks,
    total_points,
)
from scheduling.duty_values import integral, presence_values, work_values
from scheduling.evenness import TOLERANCE
from scheduling.interval_flows import ROUNDING
from scheduling.pricing import OFF, cheapest_tour, tour_points

MOST_OUT = 6
GUIDED = 0.25
JITTER = 0.3


@compiled
def work_worth(skills: Bytes, gain: Floats, over_points: float, intervals: int) -> Floats:
    """Worth of one more agent of a group at work, by interval: what it saves, less the points of work that is over."""
    worth = np.zeros(gain.shape[0])
    for t in range(gain.shape[0]):
        for queue in range(gain.shape[1]):
            if skills[queue] == 1 and gain[t, queue] > worth[t]:
                worth[t] = gain[t, queue]
        if t < intervals:
            worth[t] -= over_points
    return worth


@compiled
def _presence_worth(
    agents: Floats,
    leads: Floats,
    lead_prices: Floats,
    guidance: float,
    is_lead: bool,
    span: int,
    min_leads: int,
    points: float,
) -> Floats:
    """Worth of one more lead (or, negative, of one more agent) on duty, by interval."""
    now = lead_short(agents, leads, span, min_leads)
    if is_lead:
        saved = now - lead_short(agents, leads + 1, span, min_leads)
        return (1 - guidance) * points * saved + guidance * span * lead_prices
    added = lead_short(agents + 1, leads, span, min_leads) - now
    return -(1 - guidance) * points * added - guidance * lead_prices


@compiled
def _add_burdens(arena: Arena, state: CoverState, person: int, cost: Floats) -> None:
    """Add the points of burdens that the person would carry beyond the even share, going by what was carried before."""
    for burden in range(arena.share.shape[0]):
        share = arena.share[burden, person]
        if share <= 0:
            continue
        before = 0.0
        for day in range(state.tours.shape[1]):
            if state.tours[person, day] != OFF:
                before += arena.carries[burden, day, state.tours[person, day]]
        excess = min(1.0, max(0.0, before - share * state.carried[burden].sum() - TOLERANCE + 0.5))
        cost += arena.burden_points[burden] * excess * arena.carries[burden]


@compiled
def put_back(
    arena: Arena,
    state: CoverState,
    prices: tuple[Floats, Floats],
    person: int,
    guidance: float,
    lead_guidance: float,
    noise: Floats,
) -> None:
    """Give a person who was taken out the tour that costs least given everybody else."""
    work_prices, lead_prices = prices
    group = arena.group_of[person]
    is_lead = group == arena.lead_group
    periods, inside = arena.need.shape[0], arena.intervals
    values = np.zeros(arena.duty_cost.shape[1:])
    worth = np.zeros(periods)
    cost = arena.duty_cost[person] * 1.0
    if not is_lead:
        gain = (1 - guidance) * state.gain + guidance * work_prices
        worth = work_worth(arena.skills[group], gain, arena.over_points, inside)
        worth = worth * noise
        work_values(arena, worth, values)
        cost -= values
    if arena.span > 0:
        present = _presence_worth(
            state.agents,
            state.leads,
            lead_prices,
            lead_guidance,
            is_lead,
            arena.span,
            arena.min_leads,
            arena.lead_points,
        )
        present[inside:] = 0.0
        presence_values(arena, present, values)
        cost -= values
    if arena.seats >= 0:
        presence_values(arena, np.where(state.desks + 1 > arena.seats, IMPOSSIBLE, 0.0), values)
        cost += values * arena.on_site[person]
    _add_burdens(arena, state, person, cost)
    tour = state.tours[person]
    cheapest_tour(arena, person, cost, arena.off_cost[person], tour)
    state.points[person] = tour_points(arena, person, tour)
    place_breaks(arena, state, person, integral(worth))
    change(arena, state, person, 1)


@compiled
def _choose(arena: Arena, state: CoverState, out: Ints, rng: np.random.Generator) -> int:
    """Choose people to take out: at random, or around an interval where cover or leads are short."""
    people = arena.group_of.shape[0]
    n_out = rng.integers(2, len(out) + 1)
    focus = -1
    if rng.random() < 0.6:
        focus = _short_interval(arena, state, rng)
    n_chosen, tries = 0, 0
    if focus < 0:
        out[0] = _dear_person(state, people, rng)
        n_chosen = 1
    while n_chosen < min(n_out, people) and tries < 400:
        tries += 1
        person = int(rng.integers(0, people))
        if focus >= 0 and tries < 200 and not _concerned(arena, state, person, focus, rng):
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
        if state.points[other] > state.points[best]:
            best = other
    return best


@compiled
def _short_interval(arena: Arena, state: CoverState, rng: np.random.Generator) -> int:
    """An interval that is short, chosen evenly among some looked at; -1 where none was seen."""
    for _ in range(200):
        t = int(rng.integers(0, arena.intervals))
        missing = lead_short(state.agents[t : t + 1], state.leads[t : t + 1], max(1, arena.span), arena.min_leads)[0]
        if np.any(arena.need[t] - state.cover[t] > ROUNDING) or (arena.span > 0 and missing > 0):
            return t
    return -1


@compiled
def _concerned(arena: Arena, state: CoverState, person: int, t: int, rng: np.random.Generator) -> bool:
    """Whether moving the person could help the interval: who knows a short queue, or a lead where leads are short."""
    group = arena.group_of[person]
    if group == arena.lead_group:
        return arena.span > 0
    for queue in range(arena.need.shape[1]):
        if arena.skills[group, queue] == 1 and state.gain[t, queue] > ROUNDING:
            return True
    return rng.random() < 0.3


@compiled
def improve(
    arena: Arena,
    state: CoverState,
    spare: CoverState,
    prices: tuple[Floats, Floats],
    rounds: int,
    threshold: float,
    rng: np.random.Generator,
) -> float:
    """So many rounds of taking out and putting back, what got worse undone; the points of the state afterwards."""
    out = np.empty(MOST_OUT, dtype=np.int64)
    points = total_points(arena, state)
    for round_number in range(rounds):
        copy_state(state, spare)
        n_out = _choose(arena, state, out, rng)
        for person in out[:n_out]:
            change(arena, state, person, -1)
        guidance = GUIDED * rng.random() if rng.random() < 0.5 else 0.0
        lead_guidance = rng.random() if rng.random() < 0.7 else 0.0
        jitter = JITTER * rng.random() if rng.random() < 0.3 else 0.0
        noise = np.ones(arena.need.shape[0]) + jitter * (rng.random(arena.need.shape[0]) - 0.5)
        for person in out[:n_out]:
            put_back(arena, state, prices, person, guidance, lead_guidance, noise)
        after = total_points(arena, state)
        allowed = threshold * points * (1 - round_number / rounds) * rng.random()
        if after <= points + allowed:
            points = after
        else:
            copy_state(spare, state)
    return points
