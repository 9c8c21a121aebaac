"""Annealing: very many small changes of a roster, each kept where it costs less, or by chance where a bit more.

A change is walked first (is it legal, what does it cost by itself), then put into the cover, where only the intervals
that it touches are counted anew; what is not kept is restored from the trail. Chances follow Kirkpatrick, Gelatt and
Vecchi (1983), with a temperature in points that sinks from the first to the last by equal ratios.
"""

from typing import NamedTuple

import numpy as np

from scheduling.arena import Arena, Floats, Ints
from scheduling.compiled import compiled, inlined, lean
from scheduling.cover_change import Trail, cover_change, take_back
from scheduling.cover_state import CoverState
from scheduling.cover_terms import CoverTerms
from scheduling.drafts import BREAKS, NOTHING, Choices, Crew, Draft, Scope
from scheduling.moves import propose
from scheduling.path_labels import OFF
from scheduling.rows import copy_row
from scheduling.rules.fairness import uneven
from scheduling.tour_limits import NO_KIND, TourLimits
from scheduling.tour_walk import TourRules, tour_rules, walk

COOL_EVERY = 256


class BurdenTerms(NamedTuple):
    """Burdens as the arena holds them."""

    carries: Floats  # [b, d, s]
    share: Floats  # [b, p]
    points: Floats  # [b]


@inlined
def burden_terms(arena: Arena) -> BurdenTerms:
    """The burdens of a problem; for compiled code."""
    return BurdenTerms(arena.carries, arena.share, arena.burden_points)


@compiled
def anneal(
    arena: Arena,
    terms: CoverTerms,
    state: CoverState,
    choice: Choices,
    scope: Scope,
    draft: Draft,
    trail: Trail,
    moves: int,
    temperatures: tuple[float, float],
    rng: np.random.Generator,
) -> float:
    """Try so many changes while it cools from the first temperature to the last; points by which the roster changed."""
    totals = np.zeros(len(arena.share))
    for burden in range(len(totals)):
        totals[burden] = state.carried[burden].sum()
    counted = duties_of_kinds(arena.limits, state.tours)
    added = np.zeros((2, arena.limits.most_of_kind.shape[1]), dtype=np.int64)
    return _tried(arena, terms, state, choice, scope, draft, trail, moves, temperatures, totals, counted, added, rng)


@lean
def _tried(
    arena: Arena,
    terms: CoverTerms,
    state: CoverState,
    choice: Choices,
    scope: Scope,
    draft: Draft,
    trail: Trail,
    moves: int,
    temperatures: tuple[float, float],
    totals: Floats,
    counted: Ints,
    added: Ints,
    rng: np.random.Generator,
) -> float:
    """`anneal`; `totals[b]` of burdens and duties `counted[p, c]` of kinds are kept, `added[2, c]` is room for some."""
    temperature, last = temperatures
    cooling = (last / temperature) ** (COOL_EVERY / max(moves, 1))
    rules, burdens, grains, limits = tour_rules(arena), burden_terms(arena), arena.grains, arena.limits
    crew = Crew(arena.group_of, arena.lead_group, arena.on_site)
    whole, change = scope.first_day == 0 and scope.last_day == state.tours.shape[1], 0.0
    for number in range(moves):
        if number % COOL_EVERY == COOL_EVERY - 1:
            temperature *= cooling
        kind = propose(crew, state, choice, scope, draft, rng)
        if kind == 0 or draft.span[0] < scope.first_day or draft.span[1] >= scope.last_day:
            continue
        cost = 0.0
        if kind != BREAKS:
            if added.shape[1] > 0 and not _kinds_are_kept(limits, state, draft, counted, added, whole):
                continue
            cost = _walked(rules, state, draft, scope.last_day)
            if cost == np.inf:
                continue
            cost += _burdens(burdens, state, draft, totals)
        cost += cover_change(grains, crew, terms, state, draft, trail, kind, rng)
        if cost <= -temperature * np.log(1.0 - rng.random()):
            change += cost
            _keep(state, draft, trail, totals, kind)
            if added.shape[1] > 0 and kind != BREAKS:
                _count_kinds(draft, counted, added)
        else:
            take_back(state, trail)
    return change


@compiled
def duties_of_kinds(limits: TourLimits, tours: Ints) -> Ints:
    """How many duties of each kind everybody has, `[p, c]`."""
    counted = np.zeros(limits.most_of_kind.shape, dtype=np.int64)
    if counted.shape[1] > 0:
        for person in range(tours.shape[0]):
            for shift in tours[person]:
                if shift != OFF and limits.kind_of[shift] != NO_KIND:
                    counted[person, limits.kind_of[shift]] += 1
    return counted


@lean
def _kinds_are_kept(
    limits: TourLimits, state: CoverState, draft: Draft, counted: Ints, added: Ints, whole: bool
) -> bool:
    """Whether the drafted tours keep within their duties of a kind; notes by how many those change.

    Who searches only some of the days adds none: somebody else may add to the same person's on other days.
    """
    for side in range(2):
        person = draft.who[side]
        if person == NOTHING:
            break
        added[side] = 0
        for day in range(draft.span[0], draft.span[1] + 1):
            before, after = state.tours[person, day], draft.tours[side, day]
            if before != after:
                if before != OFF and limits.kind_of[before] != NO_KIND:
                    added[side, limits.kind_of[before]] -= 1
                if after != OFF and limits.kind_of[after] != NO_KIND:
                    added[side, limits.kind_of[after]] += 1
        for kind in range(added.shape[1]):
            more = added[side, kind]
            if more > 0 and (not whole or counted[person, kind] + more > limits.most_of_kind[person, kind]):
                return False
    return True


@lean
def _count_kinds(draft: Draft, counted: Ints, added: Ints) -> None:
    for side in range(2):
        if draft.who[side] == NOTHING:
            break
        for kind in range(added.shape[1]):
            counted[draft.who[side], kind] += added[side, kind]


@lean
def _walked(rules: TourRules, state: CoverState, draft: Draft, last_day: int) -> float:
    """Points by which the drafted tours change by themselves; infinite where one is not legal, or where it stands
    otherwise than the old one on `last_day`, from which on nothing may change.
    """
    cost = 0.0
    for side in range(2):
        person = draft.who[side]
        if person == NOTHING:
            break
        more, draft.until[side] = walk(
            rules, person, draft.tours[side], draft.span[0], draft.span[1], state.labels[person],
            state.own_points[person], draft.labels[side], draft.own_points[side],
        )  # fmt: skip
        cost += more
        if draft.until[side] > last_day:
            cost = np.inf
        if cost == np.inf:
            break
    return cost


@lean
def _burdens(burdens: BurdenTerms, state: CoverState, draft: Draft, totals: Floats) -> float:
    """Points by which uneven shares of burdens change; notes in the draft who would carry how much more."""
    cost = 0.0
    for burden in range(len(totals)):
        added = 0.0
        for side in range(2):
            draft.carried[burden, side] = _carried(burdens, state, draft, burden, side)
            added += draft.carried[burden, side]
        if added != 0.0:
            cost += _uneven_change(burdens, state, draft, burden, totals[burden], added)
            continue
        for side in range(2):
            more = draft.carried[burden, side]
            if more != 0.0:
                apart = state.carried[burden, draft.who[side]]
                apart -= burdens.share[burden, draft.who[side]] * totals[burden]
                cost += burdens.points[burden] * (uneven(apart + more) - uneven(apart))
    return cost


@lean
def _carried(burdens: BurdenTerms, state: CoverState, draft: Draft, burden: int, side: int) -> float:
    """How much more of a burden one of the two would carry."""
    person, more = draft.who[side], 0.0
    if person != NOTHING and burdens.share[burden, person] > 0:
        for day in range(draft.span[0], draft.span[1] + 1):
            before, after = state.tours[person, day], draft.tours[side, day]
            if before != after:
                if before != OFF:
                    more -= burdens.carries[burden, day, before]
                if after != OFF:
                    more += burdens.carries[burden, day, after]
    return more


@lean
def _uneven_change(
    burdens: BurdenTerms, state: CoverState, draft: Draft, burden: int, total: float, added: float
) -> float:
    """Points by which one burden changes where its total changes, and with it everybody's even share."""
    change = 0.0
    for person in range(state.carried.shape[1]):
        share = burdens.share[burden, person]
        if share > 0:
            carried = state.carried[burden, person]
            change -= uneven(carried - share * total)
            for side in range(2):
                if draft.who[side] == person:
                    carried += draft.carried[burden, side]
            change += uneven(carried - share * (total + added))
    return float(burdens.points[burden] * change)


@lean
def _keep(state: CoverState, draft: Draft, trail: Trail, totals: Floats, kind: int) -> None:
    """Make the change that was put into the cover the roster's own."""
    for position in range(trail.marks[0]):
        state.cover_points[trail.touched[position]] = trail.points[position]
    for side in range(2):
        person = draft.who[side]
        if person == NOTHING:
            break
        for day in range(draft.span[0], draft.span[1] + 1):
            if kind == BREAKS or state.tours[person, day] != draft.tours[side, day]:
                state.tours[person, day] = draft.tours[side, day]
                copy_row(draft.breaks[side, day], state.breaks[person, day])
        if kind == BREAKS:
            break
        for day in range(draft.span[0], draft.until[side]):
            copy_row(draft.labels[side, day], state.labels[person, day])
            state.own_points[person, day] = draft.own_points[side, day]
        for burden in range(len(totals)):
            state.carried[burden, person] += draft.carried[burden, side]
            totals[burden] += draft.carried[burden, side]
