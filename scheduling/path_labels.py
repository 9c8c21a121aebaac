"""Where a tour stands at the start of a day, as one number: the label of the shortest path (`pricing.py`), compiled."""

from scheduling.arena import Arena
from scheduling.compiled import lean
from scheduling.tour_limits import FIRST_DAY, LATER_DAY

OFF = -1


@lean
def after_day_off(run: int, max_run: int, least_off: int) -> int:
    """The run after a day off: beyond `max_run` the days off in a row while they are too few, 0 once they suffice."""
    if run > max_run:
        return run + 1 if run + 1 - max_run < least_off else 0
    return max_run + 1 if run > 0 and least_off > 1 else 0


@lean
def begins_weekend(weekend_day: int, run: int) -> int:
    """1 where a duty on the day is the first of a weekend that counts."""
    return int(weekend_day == FIRST_DAY or (weekend_day == LATER_DAY and run == 0))


@lean
def label_count(arena: Arena) -> int:
    """How many labels there can be on a day."""
    limits = arena.limits
    runs, packs = arena.max_run + 1 + limits.short_offs, (arena.most_free + 1) * (limits.weekends + 1)
    return int(len(arena.after_off) * runs * arena.hours_after.shape[0] * packs)


@lean
def first_label_number(arena: Arena, person: int) -> int:
    """The label on the first day."""
    state, run, pair, free = arena.first[person]
    run, free = min(run, arena.max_run), min(free, arena.most_free)
    runs, packs = arena.max_run + 1 + arena.limits.short_offs, (arena.most_free + 1) * (arena.limits.weekends + 1)
    return int(((state * runs + run) * arena.hours_after.shape[0] + pair) * packs + free)
