"""A good roster loosened and settled again, again and again: what small changes and single tours cannot find.

Where no change of one or two people helps, some days of the roster are read softly once more (`best_reply.py`), less
softly than at the first settling, so that most of them stay and the rest makes room. As the softness sinks the roster
settles, short annealing mends what is left, and it is kept where it costs less. That is basin hopping (Wales and Doye
1997) with a step that follows the bound's prices. Every core loosens days of its own: many at first, which mends what
spans weeks, then ever fewer, since what is found on some days is kept only with what was spoilt on the others. Where
that no longer helps, days that cost more than the bound asks of them are replanned (`dear_days.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scheduling.annealing import anneal
from scheduling.arena import Arena
from scheduling.best_reply import Reading, Softness, soft_shares
from scheduling.cover_state import NO_DAY, CoverState, copy_days, copy_state, fill, total_points
from scheduling.cover_terms import CoverTerms
from scheduling.dear_days import DearDays, mended
from scheduling.drafts import Scope
from scheduling.held_choices import FREE, with_held
from scheduling.improvement import finished
from scheduling.prices import Prices
from scheduling.pricing import legal_tour_points
from scheduling.roster_search import RosterSearch
from scheduling.settling import LAST, everybody_replies, softness
from scheduling.side_by_side import side_by_side
from scheduling.work import change_seconds, turn_seconds

TURNS = 8
SOFTEST, LEAST_SOFT = 4.0, 1.5  # agents over whom the roster is read at first, by chance between the two
SPAN_OF_SOFT, BY_PRICE_OF_SOFT = 2.0, 0.075  # agents on duty for each of them, for leads; weight of their prices
FEWEST_DAYS = 4  # loosened at a time, at the end
MOVES_A_DAY, HEAT = 100, (0.4, 0.06)  # small changes for each person's day after it, and their temperatures in points
FEWEST_ROUNDS, MOST_LOOSENED = 6, 600  # annealing makes more of the time where rounds are fewer, or people more
LEAST_GAIN = 1e-6
WORTHWHILE, STUCK = 1.0, 5  # points gained by so many rounds together, or they are stuck
LOOSENED = 1  # in the seeds of chance: other numbers than the annealing's


def loose_days(days: int, lanes: int, passed: float) -> int:
    """How many days a core loosens after a share of the time: at first as many as all have room for, or all days."""
    apart = (days + 1) // lanes - 1  # a day between them that nobody changes
    most = apart if apart > FEWEST_DAYS else days
    return min(days, round(most + (FEWEST_DAYS - most) * passed))


def loosening_seconds(search: RosterSearch, passed: float = 0.5) -> float:
    """Seconds of a round on a core; duties of the last day reach into the day after, which is read as well."""
    people, days = search.state.tours.shape
    loose = loose_days(days, len(search.lanes), passed)
    turns = TURNS * turn_seconds(search.arena) * float((loose + 1) / days)
    return turns + change_seconds(MOVES_A_DAY * people * loose)


def can_loosen(search: RosterSearch, share: float) -> bool:
    """Whether people are few enough, and a share of the time is enough for some rounds."""
    enough = share * search.watch.options.planned_s >= FEWEST_ROUNDS * loosening_seconds(search)
    return enough and len(search.state.tours) <= MOST_LOOSENED


@dataclass(slots=True)
class _Stalling:
    """How long next to nothing has been gained."""

    points: float
    rounds: int = 0

    def is_stuck(self, points: float) -> bool:
        """Whether another round that ended with so many points has made it too long; then it begins anew."""
        self.rounds = 0 if points < self.points - WORTHWHILE else self.rounds + 1
        self.points = self.points if self.rounds else points
        if self.rounds < STUCK:
            return False
        self.points, self.rounds = points, 0
        return True


def loosened_widely(search: RosterSearch, prices: Prices, until: float, number: int) -> int:
    """Rounds over as many days as there are, up to a share of the time, from the roster as it is.

    They are numbered from `number` on; the number of the next one is given back.
    """
    watch, starts = search.watch, search.watch.share()
    longest = loosening_seconds(search, 0.0) / watch.options.planned_s
    while starts + longest < until and not watch.good_enough():
        _round(search, prices, number, 0.0)
        number += 1
        watch.worked(loosening_seconds(search, 0.0))
        watch.tell("loosened")
        search.meet_goals()
        now = watch.share()
        longest, starts = max(longest, now - starts), now
    return number


def loosened(search: RosterSearch, prices: Prices, dear: DearDays | None = None, number: int = 0) -> CoverState:
    """The best roster of rounds of loosening, until the time is up or the gap is reached; from the best one on.

    Rounds are numbered from `number` on. Where some gain next to nothing, days that cost more than the bound asks of
    them are replanned in between. What is left of the time after the last whole round goes to small changes, at a
    temperature that mends and no more.
    """
    watch = search.watch
    began = starts = watch.share()
    longest = loosening_seconds(search) / watch.options.planned_s
    search.go_on_from_best()
    stalling = _Stalling(float(total_points(search.arena, search.state)))
    while starts + longest < 1 and not watch.good_enough():
        passed = (starts - began) / (1 - began)
        _round(search, prices, number, passed)
        number += 1
        watch.worked(loosening_seconds(search, passed))
        watch.tell("loosened")
        search.meet_goals()
        now = watch.share()
        longest, starts = max(longest, now - starts), now
        is_stuck = stalling.is_stuck(float(total_points(search.arena, search.state)))
        if is_stuck and dear is not None and mended(dear, search):
            starts = watch.share()
    search.go_on_from_best()
    return finished(search)


def _round(search: RosterSearch, prices: Prices, number: int, passed: float) -> None:
    """Every core loosens days of its own; what costs less is put together."""
    arena, lanes, chance = search.arena, search.lanes, [search.watch.options.seed, LOOSENED, number]
    parts = _parts(search.state.tours.shape[1], len(lanes), passed, np.random.default_rng([*chance, len(lanes)]))
    before = float(total_points(arena, search.state))

    def searched(lane: int) -> float:
        mine, part = lanes[lane], parts[lane]
        rng = np.random.default_rng([*chance, lane])
        copy_state(search.state, mine.state)
        _settle_again(arena, search.terms, mine.state, prices, part, rng)
        moves = MOVES_A_DAY * len(mine.state.tours) * (part.last_day - part.first_day)
        anneal(arena, search.terms, mine.state, search.choices, part, mine.draft, mine.trail, moves, HEAT, rng)
        fill(arena, search.terms, mine.state, NO_DAY)
        return float(total_points(arena, mine.state))

    points = side_by_side(searched, range(len(lanes)))
    better = [lane for lane in np.argsort(points) if points[lane] < before - LEAST_GAIN]
    if better and not (len(better) > 1 and _kept_together(search, better, parts)):
        copy_state(lanes[better[0]].state, search.state)
    search.note()


def _parts(days: int, lanes: int, passed: float, rng: np.random.Generator) -> list[Scope]:
    """Some days in a row for each core, by chance; with a day between them that nobody changes, since duties reach into
    the next day, if there are enough days for that.
    """
    length = loose_days(days, lanes, passed)
    spare = days - lanes * length - (lanes - 1)
    if spare < 0:
        begins = rng.integers(0, days - length + 1, lanes)
    else:
        begins = np.sort(rng.integers(0, spare + 1, lanes)) + (length + 1) * np.arange(lanes)
    return [Scope(int(first), int(first) + length, False) for first in begins]


def _kept_together(search: RosterSearch, better: Sequence[int], parts: Sequence[Scope]) -> bool:
    """Put together what several cores found on days of their own; whether that is legal and costs less than the best
    of them does. Else the state is spoilt.
    """
    arena, state, best = search.arena, search.state, search.lanes[better[0]].state
    tours = state.tours.copy()
    for lane in better:
        copy_days(search.lanes[lane].state, state, parts[lane].first_day, parts[lane].last_day)
    changed = np.flatnonzero((state.tours != tours).any(axis=1)).tolist()
    if any(np.isinf(legal_tour_points(arena, person, state.tours[person])) for person in changed):
        return False
    fill(arena, search.terms, state, NO_DAY)
    return bool(total_points(arena, state) < total_points(arena, best))


def _settle_again(
    arena: Arena, terms: CoverTerms, state: CoverState, prices: Prices, part: Scope, rng: np.random.Generator
) -> None:
    """Everybody replies some times on the days of the part, the roster read softly at first."""
    held = state.tours.copy()
    held[:, part.first_day : part.last_day] = FREE
    soft = float(LEAST_SOFT * (SOFTEST / LEAST_SOFT) ** rng.random())
    first = Softness(soft, SPAN_OF_SOFT * soft, LAST.by_price + BY_PRICE_OF_SOFT * soft)
    problem, shares = with_held(arena, held), soft_shares(terms)
    for turn in range(TURNS):
        now = softness(turn / (TURNS - 1), first)
        reading = Reading(prices.work, prices.lead, now, shares, part.first_day, part.last_day)
        everybody_replies(problem, terms, state, reading, rng.permutation(len(held)))
    fill(arena, terms, state, NO_DAY)
