"""Moves of stretches of days: where stretches have a fewest number of days, single days seldom may change."""

import numpy as np

from scheduling.chance import drawn
from scheduling.compiled import lean
from scheduling.cover_state import CoverState
from scheduling.drafts import NOTHING, Choices, Crew, Draft, partner, shift_of
from scheduling.path_labels import OFF

MOST_SLID, MOST_SWAPPED, MOST_BEGUN = 10, 6, 4  # days


@lean
def slide(state: CoverState, draft: Draft, rng: np.random.Generator) -> int:
    """Some days of one person move a day or two earlier or later; the days they push aside follow behind."""
    person, day, days = draft.who[0], draft.span[0], state.tours.shape[1]
    length = 2 + drawn(rng, 0, MOST_SLID)
    last = day + length - 1
    if last >= days:
        return 0
    by = 1 + drawn(rng, 0, min(3, length - 1))
    if rng.random() < 0.5:
        by = length - by
    changed = 0
    for on in range(length):
        draft.tours[0, day + on] = state.tours[person, day + (on + by) % length]
        if draft.tours[0, day + on] != state.tours[person, day + on]:
            changed = 1
    draft.span[1] = last
    return changed


@lean
def swap_two_stretches(crew: Crew, state: CoverState, draft: Draft, rng: np.random.Generator) -> int:
    """Two people change places on two stretches of days, so that both can keep about their number of duties."""
    other = partner(crew, state, draft, rng)
    if other == NOTHING:
        return 0
    person, day, days = draft.who[0], draft.span[0], state.tours.shape[1]
    first = drawn(rng, 0, MOST_SWAPPED)
    second = drawn(rng, 0, MOST_SWAPPED)
    later = day + first + drawn(rng, 0, MOST_SLID)
    last = later + second
    if last >= days:
        return 0
    changed = 0
    for on in range(day, last + 1):
        if day + first < on < later:
            continue
        draft.tours[0, on], draft.tours[1, on] = state.tours[other, on], state.tours[person, on]
        if state.tours[other, on] != state.tours[person, on]:
            changed = 1
    draft.span[1] = last
    return changed


@lean
def begin_or_end(state: CoverState, choice: Choices, draft: Draft, rng: np.random.Generator) -> int:
    """A stretch of days worked begins on days off, in one shift, or one of days off takes the place of duties."""
    person, day, days = draft.who[0], draft.span[0], state.tours.shape[1]
    length = 1 + drawn(rng, 0, MOST_BEGUN)
    last = day + length - 1
    if last >= days:
        return 0
    drop = state.tours[person, day] != OFF
    shift = OFF if drop else shift_of(choice, person, day, rng)
    for on in range(day, last + 1):
        draft.tours[0, on] = OFF if drop else (state.tours[person, on] if state.tours[person, on] != OFF else shift)
    draft.span[1] = last
    if rng.random() < 0.5:  # and one of the other sort some days later or earlier, so that the hours stay as they were
        second = last + 1 + drawn(rng, 0, MOST_SLID)
        if second + length > days:
            return 0
        if drop:
            shift = shift_of(choice, person, second, rng)
        for on in range(second, second + length):
            draft.tours[0, on] = shift if drop else OFF
        draft.span[1] = second + length - 1
    return int(drop or shift != OFF)
