"""Small changes of a roster that the annealing tries: what is proposed, for whom, on which days.

Every move keeps to duties that the rules allow a person on the day; whether the changed tours are legal as a whole is
seen by walking them (`tour_walk.py`).
"""

from typing import NamedTuple

import numpy as np

from scheduling.arena import Arena, Bytes, Floats, Ints
from scheduling.compiled import compiled
from scheduling.cover_state import CoverState
from scheduling.pricing import OFF
from scheduling.tour_limits import LEAST_OFF, LEAST_RUN

NOTHING = -1
BREAKS = -2  # the day's meal and rests move, the duty stays
NEAR_SHIFTS = 2
FAR_DAYS = 8  # days of one person, or days off of two, are exchanged within about a week


class Crew(NamedTuple):
    """What tells people apart where cover is concerned."""

    group_of: Ints  # [p]
    lead_group: int
    on_site: Bytes  # [p, s]


class Choices(NamedTuple):
    """The shifts that everybody may work on every day, earliest first: `shift[p, d, :number[p, d]]`.

    Duties move between days of the same `week`, at the end of which hours are counted. `has_breaks` says whether meals
    and rests can move, `has_stretches` whether somebody's days worked or off come in stretches of a fewest number.
    """

    shift: Ints
    number: Ints
    week: Ints  # [d]
    has_breaks: bool
    has_stretches: bool


class Scope(NamedTuple):
    """Where changes are sought: days `first_day` up to, not including, `last_day`, and whether breaks only."""

    first_day: int
    last_day: int
    breaks_only: bool


class Draft(NamedTuple):
    """A proposed change of one or two people on days `span[0]..span[1]`."""

    who: Ints  # [2], the second may be NOTHING
    span: Ints  # [2]
    tours: Ints  # [2, d]
    breaks: Ints  # [2, d, 1 + rests]
    labels: Ints  # [2, d, 4]
    own_points: Floats  # [2, d]
    until: Ints  # [2], the day on which the changed tour stands where the old one stood
    carried: Floats  # [b, 2], by how much burdens change


def choices(arena: Arena) -> Choices:
    """The choices of a problem."""
    count = arena.allowed.sum(axis=2).astype(np.int64)
    shift = np.zeros((*count.shape, max(1, int(count.max()))), dtype=np.int64)
    order = np.lexsort((arena.end_min, arena.start_min))
    for person, day in np.ndindex(count.shape):
        shift[person, day, : count[person, day]] = order[arena.allowed[person, day, order] == 1]
    return Choices(
        shift,
        count,
        week=np.append(0, np.cumsum(arena.ends_week)[:-1]).astype(np.int64),
        has_breaks=bool((arena.n_rests > 0).any() or (arena.n_plans > 1).any()),
        has_stretches=bool((arena.limits.held_to[:, [LEAST_RUN, LEAST_OFF]] > 1).any()),
    )


def empty_draft(arena: Arena) -> Draft:
    """A draft that proposes nothing."""
    days, burdens = arena.allowed.shape[1], len(arena.share)
    return Draft(
        who=np.full(2, NOTHING),
        span=np.zeros(2, dtype=np.int64),
        tours=np.full((2, days), OFF, dtype=np.int64),
        breaks=np.full((2, days, 1 + arena.n_starts.shape[2]), -1, dtype=np.int64),
        labels=np.zeros((2, days, 4), dtype=np.int64),
        own_points=np.zeros((2, days)),
        until=np.zeros(2, dtype=np.int64),
        carried=np.zeros((burdens, 2)),
    )


# What is tried how often, in turn up to the running sum; breaks take what is left.
ANOTHER_SHIFT, PAIR, TWO_PEOPLE, TWO_DAYS_OFF, RUN, ADD_OR_DROP, TWO_DAYS = 0.25, 0.43, 0.55, 0.62, 0.67, 0.69, 0.74
STRETCHES, SLIDE, TWO_STRETCHES = 0.4, 0.35, 0.75  # where stretches have a fewest number of days; the rest begins or ends one
MOST_SLID, MOST_SWAPPED = 10, 6  # days


@compiled
def propose(
    crew: Crew,
    state: CoverState,
    choice: Choices,
    scope: Scope,
    draft: Draft,
    rng: np.random.Generator,
) -> int:
    """Draft a change; 1 where there is one, 0 where the dice gave none, BREAKS where only a day's breaks move."""
    person, day = int(rng.integers(0, state.tours.shape[0])), int(rng.integers(scope.first_day, scope.last_day))
    draft.who[0], draft.who[1] = person, NOTHING
    draft.span[:] = day
    draft.tours[0] = state.tours[person]
    dice = 1.0 if scope.breaks_only else rng.random()
    if choice.has_stretches and not scope.breaks_only and rng.random() < STRETCHES:
        if dice < SLIDE:
            return _slide(state, draft, rng)
        return _swap_two_stretches(crew, state, draft, rng) if dice < TWO_STRETCHES else _begin_or_end(state, choice, draft, rng)
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
        return _run_of(state, choice, draft, int(rng.integers(1, 5)), rng)
    if dice < ADD_OR_DROP:
        return _add_or_drop(state, choice, draft, rng)
    if dice < TWO_DAYS:
        return _swap_own_days(state, draft, rng)
    return BREAKS if state.tours[person, day] != OFF and crew.group_of[person] != crew.lead_group else 0


@compiled
def _shift_of(choice: Choices, person: int, day: int, rng: np.random.Generator) -> int:
    """A shift that the person may work on the day; OFF where there is none."""
    count = choice.number[person, day]
    return int(choice.shift[person, day, int(rng.integers(0, count))]) if count > 0 else OFF


@compiled
def _near_shift(state: CoverState, choice: Choices, person: int, day: int, rng: np.random.Generator) -> int:
    """A shift that the person may work on the day and begins a little before or after the one worked; OFF: none."""
    count, now = choice.number[person, day], state.tours[person, day]
    step = int(rng.integers(1, NEAR_SHIFTS + 1))
    if rng.random() < 0.5:
        step = -step
    for position in range(count):
        if choice.shift[person, day, position] == now and 0 <= position + step < count:
            return int(choice.shift[person, day, position + step])
    return OFF


@compiled
def _shift_pair(crew: Crew, state: CoverState, choice: Choices, draft: Draft, rng: np.random.Generator) -> int:
    """Two people at work on the day begin a little earlier or later, as when one stands in for the other's hours."""
    person, day = draft.who[0], draft.span[0]
    other = _partner(crew, state, draft, rng)
    if other == NOTHING or state.tours[person, day] == OFF or state.tours[other, day] == OFF:
        return 0
    draft.tours[0, day] = _near_shift(state, choice, person, day, rng)
    draft.tours[1, day] = _near_shift(state, choice, other, day, rng)
    return int(draft.tours[0, day] != OFF and draft.tours[1, day] != OFF)


@compiled
def _run_of(state: CoverState, choice: Choices, draft: Draft, more_days: int, rng: np.random.Generator) -> int:
    """Another shift on the day and on the worked ones of so many days after it."""
    person, day = draft.who[0], draft.span[0]
    shift = _shift_of(choice, person, day, rng)
    if shift == OFF:
        return 0
    draft.span[1] = min(state.tours.shape[1] - 1, day + more_days)
    changed = 0
    for on in range(day, draft.span[1] + 1):
        if state.tours[person, on] != OFF and state.tours[person, on] != shift:
            draft.tours[0, on] = shift
            changed = 1
    return changed


@compiled
def _move_duty(state: CoverState, choice: Choices, draft: Draft, rng: np.random.Generator) -> int:
    """A duty of the same week moves to the day, which is free, with its shift or another."""
    person, day = draft.who[0], draft.span[0]
    other = day - 6 + int(rng.integers(0, 13))
    if other < 0 or other >= state.tours.shape[1] or choice.week[other] != choice.week[day]:
        return 0
    shift = state.tours[person, other]
    if rng.random() < 0.5:
        shift = _shift_of(choice, person, day, rng)
    if state.tours[person, other] == OFF or shift == OFF:
        return 0
    draft.tours[0, day], draft.tours[0, other] = shift, OFF
    draft.span[0], draft.span[1] = min(day, other), max(day, other)
    return 1


@compiled
def _add_or_drop(state: CoverState, choice: Choices, draft: Draft, rng: np.random.Generator) -> int:
    """A duty on a free day, or a free day instead of a duty."""
    person, day = draft.who[0], draft.span[0]
    if state.tours[person, day] != OFF:
        draft.tours[0, day] = OFF
        return 1
    draft.tours[0, day] = _shift_of(choice, person, day, rng)
    return int(draft.tours[0, day] != OFF)


@compiled
def _swap_own_days(state: CoverState, draft: Draft, rng: np.random.Generator) -> int:
    """Two days of one person change places."""
    person, day = draft.who[0], draft.span[0]
    other = day + 1 + int(rng.integers(0, FAR_DAYS - 1))
    if other >= state.tours.shape[1] or state.tours[person, day] == state.tours[person, other]:
        return 0
    draft.tours[0, day], draft.tours[0, other] = state.tours[person, other], state.tours[person, day]
    draft.span[1] = other
    return 1


@compiled
def _partner(crew: Crew, state: CoverState, draft: Draft, rng: np.random.Generator) -> int:
    """Somebody else of the same role, drafted as the second person; NOTHING where the dice gave none."""
    person, other = draft.who[0], int(rng.integers(0, state.tours.shape[0]))
    lead = crew.lead_group
    if other == person or (crew.group_of[person] == lead) != (crew.group_of[other] == lead):
        return NOTHING
    draft.who[1] = other
    draft.tours[1] = state.tours[other]
    return other


@compiled
def _swap_stretch(crew: Crew, state: CoverState, draft: Draft, rng: np.random.Generator) -> int:
    """Two people change places for a day, some days or many."""
    other = _partner(crew, state, draft, rng)
    if other == NOTHING:
        return 0
    person, day, days = draft.who[0], draft.span[0], state.tours.shape[1]
    dice, length = rng.random(), 1
    if dice > 0.9:
        length = 1 + int(rng.integers(0, days))
    elif dice > 0.4:
        length = 1 + int(rng.integers(0, 7))
    draft.span[1] = min(days - 1, day + length - 1)
    changed = 0
    for on in range(day, draft.span[1] + 1):
        draft.tours[0, on], draft.tours[1, on] = state.tours[other, on], state.tours[person, on]
        if state.tours[other, on] != state.tours[person, on]:
            changed = 1
    return changed


@compiled
def _swap_days_off(crew: Crew, state: CoverState, draft: Draft, rng: np.random.Generator) -> int:
    """Two people change places on two days some days apart, as when they exchange days off."""
    other = _partner(crew, state, draft, rng)
    person, day = draft.who[0], draft.span[0]
    later = day + 1 + int(rng.integers(0, FAR_DAYS - 1))
    if other == NOTHING or later >= state.tours.shape[1]:
        return 0
    draft.span[1] = later
    for on in (day, later):
        if state.tours[person, on] == state.tours[other, on]:
            return 0
        draft.tours[0, on], draft.tours[1, on] = state.tours[other, on], state.tours[person, on]
    return 1


@compiled
def _slide(state: CoverState, draft: Draft, rng: np.random.Generator) -> int:
    """Some days of one person move a day or two earlier or later; the days they push aside follow behind."""
    person, day, days = draft.who[0], draft.span[0], state.tours.shape[1]
    length = 2 + int(rng.integers(0, MOST_SLID))
    last = day + length - 1
    if last >= days:
        return 0
    by = 1 + int(rng.integers(0, min(3, length - 1)))
    if rng.random() < 0.5:
        by = length - by
    changed = 0
    for on in range(length):
        draft.tours[0, day + on] = state.tours[person, day + (on + by) % length]
        if draft.tours[0, day + on] != state.tours[person, day + on]:
            changed = 1
    draft.span[1] = last
    return changed


@compiled
def _swap_two_stretches(crew: Crew, state: CoverState, draft: Draft, rng: np.random.Generator) -> int:
    """Two people change places on two stretches of days, so that both can keep about their number of duties."""
    other = _partner(crew, state, draft, rng)
    if other == NOTHING:
        return 0
    person, day, days = draft.who[0], draft.span[0], state.tours.shape[1]
    first = int(rng.integers(0, MOST_SWAPPED))
    second = int(rng.integers(0, MOST_SWAPPED))
    later = day + first + int(rng.integers(0, MOST_SLID))
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


@compiled
def _begin_or_end(state: CoverState, choice: Choices, draft: Draft, rng: np.random.Generator) -> int:
    """A stretch of days worked begins on days off, in one shift, or one of days off takes the place of duties."""
    person, day, days = draft.who[0], draft.span[0], state.tours.shape[1]
    length = 1 + int(rng.integers(0, 4))
    last = day + length - 1
    if last >= days:
        return 0
    drop = state.tours[person, day] != OFF
    shift = OFF if drop else _shift_of(choice, person, day, rng)
    for on in range(day, last + 1):
        draft.tours[0, on] = OFF if drop else (state.tours[person, on] if state.tours[person, on] != OFF else shift)
    draft.span[1] = last
    if rng.random() < 0.5:  # and one of the other sort some days later or earlier, so that the hours stay as they were
        second = last + 1 + int(rng.integers(0, MOST_SLID))
        if second + length > days:
            return 0
        if drop:
            shift = _shift_of(choice, person, second, rng)
        for on in range(second, second + length):
            draft.tours[0, on] = shift if drop else OFF
        draft.span[1] = second + length - 1
    return int(drop or shift != OFF)
