"""What a change of a roster is before it is made: the people and days it is about, and the tours they would have."""

from typing import NamedTuple

import numpy as np

from scheduling.arena import Arena, Bytes, Floats, Ints
from scheduling.chance import drawn
from scheduling.compiled import lean
from scheduling.cover_state import CoverState
from scheduling.path_labels import OFF
from scheduling.rows import copy_row
from scheduling.tour_limits import LEAST_OFF, LEAST_RUN

NOTHING = -1
BREAKS = -2  # the day's meal and rests move, the duty stays


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


@lean
def shift_of(choice: Choices, person: int, day: int, rng: np.random.Generator) -> int:
    """A shift that the person may work on the day; OFF where there is none."""
    count = choice.number[person, day]
    return int(choice.shift[person, day, drawn(rng, 0, count)]) if count > 0 else OFF


@lean
def partner(crew: Crew, state: CoverState, draft: Draft, rng: np.random.Generator) -> int:
    """Somebody else of the same role, drafted as the second person; NOTHING where the dice gave none."""
    person, other = draft.who[0], drawn(rng, 0, state.tours.shape[0])
    lead = crew.lead_group
    if other == person or (crew.group_of[person] == lead) != (crew.group_of[other] == lead):
        return NOTHING
    draft.who[1] = other
    copy_row(state.tours[other], draft.tours[1])
    return other
