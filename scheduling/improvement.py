"""From a first roster to a good one: very many small changes, and days replanned, in stages.

In every stage each core starts from the same roster and searches by itself, mostly days of its own. The temperature of
the annealing sinks from stage to stage, by the share of the stages or of the time or work that has passed, whichever is
more.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scheduling.annealing import anneal
from scheduling.cover_state import NO_DAY, CoverState, copy_days, copy_state, empty_state, fill, total_points
from scheduling.drafts import Scope
from scheduling.replanning import replan_every_day
from scheduling.roster_search import RosterSearch, new_search
from scheduling.side_by_side import side_by_side
from scheduling.watch import Watch
from scheduling.work import CHANGES_A_SECOND, change_seconds

STAGES = 160
MOVES_A_DAY, MOST_MOVES = 1000, 2_000_000  # small changes in a stage: so many for everybody's every day
COLD, FIRST_TEMPERATURE, LAST_TEMPERATURE, WARM_CHANGES = 0.15, 1.0, 0.06, 80_000
SEARCH_SHARE, STAGE_SHARE, LEAST_STAGES = 0.6, 0.05, 4
TOGETHER_EVERY, LEAST_DAYS = 8, 6
GOLDEN = 0.618034  # its multiples spread evenly
REPLAN_AT = (0.85,)
APART = 2  # times the small changes of a stage, where each core anneals by itself
LAST_WARMTH = 0.1  # times the usual, for what is left of the time


def stage(search: RosterSearch, number: int, heat: tuple[float, float], moves: int) -> None:
    """One stage of so many moves, the temperature sinking from the first of `heat` to the second.

    Now and then every core searches everywhere and the best roster stays; mostly each has days of its own, and all
    that they find is put together.
    """
    days, lanes = search.state.tours.shape[1], search.lanes
    together = number % TOGETHER_EVERY == 0 or days < LEAST_DAYS * len(lanes)
    rng = [np.random.default_rng([search.watch.options.seed, number, lane]) for lane in range(len(lanes))]
    parts = [Scope(0, days, False)] * len(lanes) if together else parted_days(days, len(lanes), number)

    def searched(lane: int) -> float:
        mine = lanes[lane]
        copy_state(search.state, mine.state)
        anneal(
            search.arena, search.terms, mine.state, search.choices, parts[lane], mine.draft, mine.trail, moves, heat,
            rng[lane],
        )  # fmt: skip
        return float(total_points(search.arena, mine.state))

    points = side_by_side(searched, range(len(lanes)))
    if together:
        copy_state(lanes[int(np.argmin(points))].state, search.state)
    else:
        for mine, part in zip(lanes, parts, strict=True):
            copy_days(mine.state, search.state, part.first_day, part.last_day)
    fill(search.arena, search.terms, search.state, NO_DAY)
    search.note()


def parted_days(days: int, lanes: int, number: int) -> list[Scope]:
    """Days for each core to search by itself, with a day between that nobody changes: duties reach into the next day.

    Where they are parted moves from stage to stage, by up to a quarter of a part to either side.
    """
    length = (days + 1) / lanes
    shift = ((number * GOLDEN) % 1 - 0.5) * length / 2
    cuts = [round(lane * length + shift) - 1 for lane in range(1, lanes)]
    return [Scope(first + 1, last, False) for first, last in zip([-1, *cuts], [*cuts, days], strict=True)]


def temperature(passed: float, size: int, limit_s: float, threads: int) -> float:
    """The temperature, in points, after a share of the search for a roster of so many people's days.

    Where the time limit leaves few changes for each of them, too few to mend what warmth spoils, it begins colder. That
    goes by what a core is taken to try in a second, not by what it does, so that a solve can be repeated.
    """
    changes = SEARCH_SHARE * limit_s * threads * CHANGES_A_SECOND / size
    first = max(COLD, FIRST_TEMPERATURE * min(1.0, changes / WARM_CHANGES))
    return float(first * (LAST_TEMPERATURE / first) ** passed)


def improved(
    search: RosterSearch,
    until: float = 1.0,
    warmth: float = 1.0,
    replan_at: Sequence[float] = REPLAN_AT,
    moves_a_day: int = MOVES_A_DAY,
    way: int = 0,
) -> CoverState:
    """The best roster of all stages up to a share of the time; deterministic unless that ends the search early.

    `warmth` is by how much warmer than usual the annealing begins; every day is replanned after shares of it. The same
    roster changes by other chances where `way` has another number.
    """
    watch = search.watch
    began, replanned = watch.share(), 0
    in_time = int(min(STAGE_SHARE, (until - began) / LEAST_STAGES) * watch.options.planned_s * CHANGES_A_SECOND)
    moves = min(moves_a_day * search.state.tours.size, MOST_MOVES, max(1, in_time))
    longest = 0.0  # share of the time that a whole stage took: the last one is cut so that it ends in time
    for number in range(STAGES):
        starts = watch.share()
        if starts >= until:
            break
        passed = min(1.0, max(number / STAGES, (starts - began) / max(1e-9, until - began)))
        part = min(1.0, (until - starts) / longest) if longest else 1.0
        heat = (_heat(search, passed, warmth), _heat(search, min(1.0, passed + 1 / STAGES), warmth))
        tried = int(moves * part) + 1  # rounded down, the last stages would come ever nearer to the end
        stage(search, way * STAGES + number, heat, tried)
        watch.worked(change_seconds(tried))
        longest = max(longest, (watch.share() - starts) / part)
        watch.tell("search")
        if watch.good_enough() or watch.share() >= until:
            break
        if replanned < len(replan_at) and passed >= replan_at[replanned]:
            replanned += 1
            replan_every_day(search)
        search.meet_goals()
    return search.best


def can_improve_apart(search: RosterSearch, until: float) -> bool:
    """Whether the time up to a share of it is enough for each core to anneal everybody's every day warmly by itself."""
    changes = (until - search.watch.share()) * search.watch.options.planned_s * CHANGES_A_SECOND
    return changes >= WARM_CHANGES * search.state.tours.size / APART


def improved_apart(search: RosterSearch, until: float, warmth: float) -> None:
    """The best of the rosters that the cores anneal from the same one, each by itself, up to a share of the time.

    Cores that share a roster search parts of its days, and where duties of a kind are limited none may be added there;
    and whatever chance freezes into one roster no core can mend. Apart, each tries its own luck.
    """
    watch, options = search.watch, search.watch.options.for_share(until)
    watches = [
        Watch(
            replace(options, threads=1, seed=options.seed + lane, progress=None if lane else options.progress),
            watch.started, bound=watch.bound, worked_s=watch.worked_s,
        )
        for lane in range(len(search.lanes))
    ]  # fmt: skip

    def annealed(lane: int) -> CoverState:
        state = empty_state(search.arena, search.terms)
        copy_state(search.state, state)
        alone = new_search(search.arena, search.terms, state, watches[lane])
        return improved(alone, warmth=warmth, replan_at=(), moves_a_day=APART * MOVES_A_DAY)

    for found in side_by_side(annealed, range(len(search.lanes))):
        copy_state(found, search.state)
        search.note()
    watch.worked_s = max(mine.worked_s for mine in watches)
    copy_state(search.best, search.state)


def finished(search: RosterSearch) -> CoverState:
    """The best roster after small changes for what is left of the time, at a temperature that mends and no more."""
    return search.best if search.watch.good_enough() else improved(search, warmth=LAST_WARMTH, replan_at=())


def _heat(search: RosterSearch, passed: float, warmth: float) -> float:
    options = search.watch.options
    usual = temperature(passed, search.state.tours.size, options.planned_s, options.threads)
    return float(usual * warmth ** (1.0 - passed))
