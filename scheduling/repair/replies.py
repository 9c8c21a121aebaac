"""Some people's best tours given everybody else's, where a change of an announced duty costs points, compiled.

Meals and rests of duties that stay are where they were announced.
"""

import numpy as np

from domain.rule_weights import Weights
from scheduling.arena import Arena, Floats, Ints
from scheduling.best_reply import Reading, Softness, reply, reply_room
from scheduling.compiled import compiled
from scheduling.cover_state import NO_DAY, CoverState, put_breaks, put_tour, settle, total_points
from scheduling.cover_terms import CoverTerms
from scheduling.path_labels import OFF
from scheduling.rules import announced_duties


def with_change_points(arena: Arena, announced: Ints, weights: Weights) -> Arena:
    """The problem in which every day that differs from the announced tours `[p, d]` costs points more."""
    shifts = np.arange(arena.allowed.shape[2])
    return arena._replace(
        duty_cost=arena.duty_cost + announced_duties.points(weights, announced[:, :, None], shifts),
        off_cost=arena.off_cost + announced_duties.points(weights, announced, OFF),
    )


@compiled
def replied(
    arena: Arena,
    terms: CoverTerms,
    state: CoverState,
    prices: tuple[Floats, Floats],
    announced: Ints,
    announced_breaks: Ints,
    people: Ints,
    leads_by_price: float,
) -> float:
    """Take the people out of the cover and put them back one after the other, each at best; the points afterwards.

    `leads_by_price` says how far, for agents, the prices of leads stand in for what the roster itself gains by them: an
    agent then pays for a part of a lead, instead of for a whole one or for none; leads come after agents.
    """
    room = reply_room(arena)
    for person in people:
        put_tour(arena, terms, state, person, -1.0, NO_DAY, room.sums)
    exact = np.zeros(len(arena.need))
    for person in people:
        by_price = 0.0 if arena.group_of[person] == arena.lead_group else leads_by_price
        reading = Reading(prices[0], prices[1], Softness(0.0, 1.0, by_price), exact, 0, state.tours.shape[1])
        reply(arena, terms, state, reading, person, room)
        _as_announced(arena, terms, state, announced, announced_breaks, person)
    settle(terms, state)
    return total_points(arena, state)


@compiled
def _as_announced(
    arena: Arena, terms: CoverTerms, state: CoverState, announced: Ints, announced_breaks: Ints, person: int
) -> None:
    """Put meals and rests of the person's unchanged duties back to where they were announced."""
    group = arena.group_of[person]
    if group == arena.lead_group:
        return
    for day in range(state.tours.shape[1]):
        shift, breaks = state.tours[person, day], state.breaks[person, day]
        if shift == OFF or shift != announced[person, day]:
            continue
        if np.any(breaks != announced_breaks[person, day]):
            put_breaks(terms, state, group, shift, breaks, -1.0)
            breaks[:] = announced_breaks[person, day]
            put_breaks(terms, state, group, shift, breaks, 1.0)
