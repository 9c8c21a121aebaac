"""What a roster in the making answers of the contacts promised, what that costs, and the prices of contacts from it."""

import numpy as np

from scheduling.arena import Arena, Floats, Ints
from scheduling.compiled import lean
from scheduling.contacts import Contacts, answered_by, by_goal
from scheduling.cover_state import CoverState, total_points
from scheduling.cover_terms import CoverTerms, work_points
from scheduling.day_search import group_work
from scheduling.interval_flows import shared_out, slot_length_min

PRICE_GAIN = 20.0  # by how much a price changes where all that is promised is missed, as a power of e
TRIES = 10  # of other prices for a roster that is done
AIM = 1.0005  # of what is promised: a little more, since the last changes of a roster are made by chance


def work_by_queue(arena: Arena, state: CoverState, contact_price: Floats) -> Floats:
    """Agents at work on each queue, `[t, q]`, everybody working where that saves most."""
    work = np.zeros((len(arena.need), len(arena.skills)))
    group_work(arena, state.tours, state.breaks, work)
    slots = arena.interval_min // slot_length_min(arena)
    return shared_out(arena, work, slots, contact_price).sum(axis=1) / slots


def exact_points(arena: Arena, terms: CoverTerms, state: CoverState) -> float:
    """What the roster costs, goals of contacts counted over their scope and along their curves, not by steps."""
    points, contacts = float(total_points(arena, state)), arena.contacts
    if not contacts.goals:
        return points
    work = work_by_queue(arena, state, terms.contact_price)
    answered, promised = by_goal(contacts, answered_by(contacts, work)), by_goal(contacts, contacts.promised)
    exact = goal_points(contacts, promised - answered, np.arange(contacts.goals)).sum()
    exact += heads_points(arena, work[: arena.intervals]).sum()
    by_steps, over = _by_steps(terms, state.supply)
    return points - by_steps + over + float(exact)


def goal_points(contacts: Contacts, missing: Floats, goal: Ints) -> Floats:
    """Points of contacts missing of goals, or beyond them where fewer than none are missing."""
    return np.where(missing > 0, contacts.short_points[goal], contacts.beyond_points[goal]) * missing


def heads_points(arena: Arena, work: Floats) -> Floats:
    """Points of agents short, `[t]`, of the queues that are covered by heads, by agents at work `[t, q]`."""
    need = np.where(arena.contacts.goal_of < 0, arena.need, 0.0)[: len(work)]
    short = np.maximum(0.0, need - work)
    deep = np.maximum(0.0, short - arena.deep_share * need)
    return ((short - deep) * arena.short_points + deep * arena.deep_points + short * arena.over_points).sum(axis=1)


@lean
def _by_steps(terms: CoverTerms, supply: Floats) -> tuple[float, float]:
    """Points of work by the steps, and those among them of work that is over."""
    points, over = 0.0, 0.0
    for t in range(terms.intervals):
        points += work_points(terms, supply, t, 0, 0.0)
        over += terms.over_points * (supply[t, terms.everybody] - terms.need[t])
    return points, over


def price_after(arena: Arena, terms: CoverTerms, state: CoverState) -> Floats:
    """The prices of a contact: dearer where a goal is missed, cheaper where more is answered than promised."""
    contacts = arena.contacts
    work = work_by_queue(arena, state, terms.contact_price)
    answered, promised = by_goal(contacts, answered_by(contacts, work)), by_goal(contacts, contacts.promised)
    missing = np.divide(AIM * promised - answered, promised, out=np.zeros_like(promised), where=promised > 0)
    price = terms.contact_price * np.exp(np.clip(PRICE_GAIN * missing, -1.0, 1.0))
    return np.clip(price, contacts.beyond_points, contacts.short_points)


def prices_for(arena: Arena, terms: CoverTerms, state: CoverState) -> Floats:
    """The prices of contacts by which the work of a roster, nobody's duty changed, is shared out at least cost.

    Who knows several queues still has a choice: a goal that the search left missed a little may be met by it.
    """
    contacts, tried, best = arena.contacts, terms, terms.contact_price.copy()
    least = exact_points(arena, terms, state)
    for _ in range(TRIES if contacts.goals else 0):
        work = work_by_queue(arena, state, tried.contact_price)
        if (by_goal(contacts, answered_by(contacts, work)) >= by_goal(contacts, contacts.promised)).all():
            break
        tried = tried._replace(contact_price=price_after(arena, tried, state))
        points = exact_points(arena, tried, state)
        if points < least:
            best, least = tried.contact_price, points
    return best
