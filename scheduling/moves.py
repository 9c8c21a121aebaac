"""Small changes of a roster that the annealing tries: what is proposed, for whom, on which days.

Every move keeps to duties that the rules allow a person on the day; whether the changed tours are legal as a whole is
seen by walking them (`tour_walk.py`).
"""

import numpy as np

from scheduling.chance import drawn
from scheduling.compiled import lean
from scheduling.cover_state import CoverState
from scheduling.drafts import BREAKS, NOTHING, Choices, Crew, Draft, Scope, partner, shift_of
from scheduling.path_labels import OFF
from scheduling.rows import copy_row
from scheduling.stretch_moves import begin_or_end, slide, swap_two_stretches

NEAR_SHIFTS = 2
FAR_DAYS = 8  # days of one person, or days off of two, are exchanged within about a week

# What is tried how often, in turn up to the running sum; breaks take what is left.
ANOTHER_SHIFT, PAIR, TWO_PEOPLE, TWO_DAYS_OFF, RUN, ADD_OR_DROP, TWO_DAYS = 0.25, 0.43, 0.55, 0.62, 0.67, 0.69, 0.74
STRETCHES = 0.4  # where stretches have a fewest number of days, so often a move of them; of those, up to the sum
SLIDE, TWO_STRETCHES = 0.35, 0.75


@lean
def propose(
    crew: Crew,
    state: CoverState,
    choice: Choices,
    scope: Scope,
    draft: Draft,
    rng: np.random.Generator,
) -> int:
    """Draft a change; 1 where there is one, 0 where the dice gave none, BREAKS where only a day's breaks move."""
    person, day = drawn(rng, 0, state.tours.shape[0]), drawn(rng, scope.first_day, scope.last_day)
    draft.who[0], draft.who[1] = person, NOTHING
    draft.span[0], draft.span[1] = day, day
    copy_row(state.tours[person], draft.tours[0])
    dice = 1.0 if scope.breaks_only else rng.random()
    if choice.has_stretches and not scope.breaks_only and rng.random() < STRETCHES:
        if dice < SLIDE:
            return slide(state, draft, rng)
        if dice < TWO_STRETCHES:
            return swap_two_stretches(crew, state, draft, rng)
        return begin_or_end(state, choice, draft, rng)
    if not choice.has_breaks and not scope.breaks_only:
        dice *= TWO_DAYS
    if dice < ANOTHER_SHIFT:
        if state.tours[person, day] == OFF:
            return _move_duty(state, choice, draft, rng)
        return _run_of(state, choice, draft, 0, rng)
    if dice < PAIR:
        return _shift_pair(crew, state, choice, draft, rng)
    if dice < TWO_PEOPLE:
        return _swap_stretch(crew, state, draft, rng)
    if dice < TWO_DAYS_OFF:
        return _swap_days_off(crew, state, draft, rng)
    if dice < RUN:
        return _run_of(state, choice, draft, drawn(rng, 1, 5), rng)
    if dice < ADD_OR_DROP:
        return _add_or_drop(state, choice, draft, rng)
    if dice < TWO_DAYS:
        return _swap_own_days(state, draft, rng)
    return BREAKS if state.tours[person, day] != OFF and crew.group_of[person] != crew.lead_group else 0


@lean
def _near_shift(state: CoverState, choice: Choices, person: int, day: int, rng: np.random.Generator) -> int:
    """A shift that the person may work on the day and begins a little before or after the one worked; OFF: none."""
    count, now = choice.number[person, day], state.tours[person, day]
    step = drawn(rng, 1, NEAR_SHIFTS + 1)
    if rng.random() < 0.5:
        step = -step
    for position in range(count):
        if choice.shift[person, day, position] == now and 0 <= position + step < count:
            return int(choice.shift[person, day, position + step])
    return OFF


@lean
def _shift_pair(crew: Crew, state: CoverState, choice: Choices, draft: Draft, rng: np.random.Generator) -> int:
    """Two people at work on the day begin a little earlier or later, as when one stands in for the other's hours."""
    person, day = draft.who[0], draft.span[0]
    other = partner(crew, state, draft, rng)
    if other == NOTHING or state.tours[person, day] == OFF or state.tours[other, day] == OFF:
        return 0
    draft.tours[0, day] = _near_shift(state, choice, person, day, rng)
    draft.tours[1, day] = _near_shift(state, choice, other, day, rng)
    return int(draft.tours[0, day] != OFF and draft.tours[1, day] != OFF)


@lean
def _run_of(state: CoverState, choice: Choices, draft: Draft, more_days: int, rng: np.random.Generator) -> int:
    """Another shift on the day and on the worked ones of so many days after it."""
    person, day = draft.who[0], draft.span[0]
    shift = shift_of(choice, person, day, rng)
    if shift == OFF:
        return 0
    draft.span[1] = min(state.tours.shape[1] - 1, day + more_days)
    changed = 0
    for on in range(day, draft.span[1] + 1):
        if state.tours[person, on] != OFF and state.tours[person, on] != shift:
            draft.tours[0, on] = shift
            changed = 1
    return changed


@lean
def _move_duty(state: CoverState, choice: Choices, draft: Draft, rng: np.random.Generator) -> int:
    """A duty of the same week moves to the day, which is free, with its shift or another."""
    person, day = draft.who[0], draft.span[0]
    other = day - 6 + drawn(rng, 0, 13)
    if other < 0 or other >= state.tours.shape[1] or choice.week[other] != choice.week[day]:
        return 0
    shift = state.tours[person, other]
    if rng.random() < 0.5:
        shift = shift_of(choice, person, day, rng)
    if state.tours[person, other] == OFF or shift == OFF:
        return 0
    draft.tours[0, day], draft.tours[0, other] = shift, OFF
    draft.span[0], draft.span[1] = min(day, other), max(day, other)
    return 1


@lean
def _add_or_drop(state: CoverState, choice: Choices, draft: Draft, rng: np.random.Generator) -> int:
    """A duty on a free day, or a free day instead of a duty."""
    person, day = draft.who[0], draft.span[0]
    if state.tours[person, day] != OFF:
        draft.tours[0, day] = OFF
        return 1
    draft.tours[0, day] = shift_of(choice, person, day, rng)
    return int(draft.tours[0, day] != OFF)


@lean
def _swap_own_days(state: CoverState, draft: Draft, rng: np.random.Generator) -> int:
    """Two days of one person change places."""
    person, day = draft.who[0], draft.span[0]
    other = day + 1 + drawn(rng, 0, FAR_DAYS - 1)
    if other >= state.tours.shape[1] or state.tours[person, day] == state.tours[person, other]:
        return 0
    draft.tours[0, day], draft.tours[0, other] = state.tours[person, other], state.tours[person, day]
    draft.span[1] = other
    return 1


@lean
def _swap_stretch(crew: Crew, state: CoverState, draft: Draft, rng: np.random.Generator) -> int:
    """Two people change places for a day, some days or many."""
    other = partner(crew, state, draft, rng)
    if other == NOTHING:
        return 0
    person, day, days = draft.who[0], draft.span[0], state.tours.shape[1]
    dice, length = rng.random(), 1
    if dice > 0.9:
        length = 1 + drawn(rng, 0, days)
    elif dice > 0.4:
        length = 1 + drawn(rng, 0, 7)
    draft.span[1] = min(days - 1, day + length - 1)
    changed = 0
    for on in range(day, draft.span[1] + 1):
        draft.tours[0, on], draft.tours[1, on] = state.tours[other, on], state.tours[person, on]
        if state.tours[other, on] != state.tours[person, on]:
            changed = 1
    return changed


@lean
def _swap_days_off(crew: Crew, state: CoverState, draft: Draft, rng: np.random.Generator) -> int:
    """Two people change places on two days some days apart, as when they exchange days off."""
    other = partner(crew, state, draft, rng)
    person, day = draft.who[0], draft.span[0]
    later = day + 1 + drawn(rng, 0, FAR_DAYS - 1)
    if other == NOTHING or later >= state.tours.shape[1]:
        return 0
    draft.span[1] = later
    for on in (day, later):
        if state.tours[person, on] == state.tours[other, on]:
            return 0
        draft.tours[0, on], draft.tours[1, on] = state.tours[other, on], state.tours[person, on]
    return 1
