"""The rest of the time where duties alone make cover: many choices made anew together, again and again.

The linear program over tours is dived into first (`dives.py`), all people's cheap tours are weighed together where they
are few (`recombination.py`). Then some people, or everybody on some days in a row, are free, and the best tours
for them are found while all else stays (`tour_choice.py`). What gains more a second has more of the time (adaptive
large neighbourhoods: Ropke and Pisinger 2006). How many are free grows while nothing is left open, and shrinks where
not all tours could be weighed. Between turns the roster goes on to others that cost the same: in one roster alone what
is free soon has nothing better to find. Where some rounds find nothing better, another way down begins: from a dive
among rosters as short as the best one, or where warmer small changes spoil that one a little (iterated local search:
Lourenço, Martin and Stützle 2003). Parts of tours can fill what whole ones cannot: the program alone is short of fewer
agents than any roster, and pays for that with wishes; asked to be as short as a roster it knows what is cheap in one.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import count

import numpy as np

from scheduling import recombination
from scheduling.arena import Ints
from scheduling.column_generation import Master
from scheduling.cover_state import NO_DAY, CoverState, copy_state, empty_state, fill, total_points
from scheduling.dives import Dives
from scheduling.held_choices import FREE
from scheduling.improvement import STAGES, stage
from scheduling.lagrange import Bound
from scheduling.prices import priced_duties
from scheduling.pricing import legal_tour_points
from scheduling.recombination import agents_short, recombined
from scheduling.roster_search import RosterSearch
from scheduling.tour_choice import LEAST_GAIN, Choice, Effort, better_choice

EVERYBODY = recombination.Effort(tours=20_000, seconds=60.0)
EVERYBODY_SHARE, DIVE_SHARE, WAY_SHARE = 0.1, 0.4, 0.1
DIVES_ANYHOW = 0.25  # of the time, for dives for other ways
ROUNDS, LP_SECONDS = 60, 8.0  # of the program that says how good a choice can be
TOURS, SECONDS = 30_000, 8.0  # of the choice in whole numbers
FEWEST, FIRST_PEOPLE, FIRST_DAYS = 2, 5, 5
GROWS, GROWS_LATE, SHRINKS = 0.3, 0.1, 0.95
ANYHOW = 0.1  # of the time, for people or days that gain nothing
WANDERED, COOL = 100_000, 0.05  # small changes; points: at so few nothing dearer is kept
STUCK = 12  # rounds without anything better
WARMTHS = (3.0, 6.0)  # points, one after the other: with half as many the way often ends where the one before did


@dataclass(slots=True)
class Reach:
    """How many people, or days in a row, are free together; seconds that this took, and points that it gained."""

    size: float
    most: int
    seconds: float = 0.0
    gained: float = 0.0

    @property
    def rate(self) -> float:
        """Points gained a second."""
        return self.gained / self.seconds if self.seconds else 0.0

    def learn(self, found: Choice) -> None:
        """Grow where all was settled, faster where nothing better was there; shrink where it was not."""
        if not found.is_settled:
            self.size = max(FEWEST, self.size * SHRINKS)
        else:
            self.size = min(self.most, self.size + (GROWS if found.tours is None else GROWS_LATE))


@dataclass(slots=True)
class Descent:
    """One way down: the points reached, and for how many rounds they stay."""

    points: float
    rounds: int = 0

    def is_stuck(self, points: float) -> bool:
        """Whether another round that ended with so many points has made it too long without anything better."""
        self.rounds = 0 if points < self.points - LEAST_GAIN else self.rounds + 1
        self.points = min(points, self.points)
        return self.rounds >= STUCK


@dataclass(slots=True)
class Ways:
    """Other ways down: how many began, and what share of the time went into dives for them, of that since `began`."""

    dives: Dives
    began: float
    number: int = 0
    dived: float = 0.0

    def another(self, search: RosterSearch) -> Descent:
        """Another way down: from a better roster that a dive finds, else from the best one, spoilt a little or more."""
        copy_state(search.best, search.state)
        may_dive = self.dived <= DIVES_ANYHOW * (search.watch.share() - self.began)
        if not (may_dive and self._dive_as_short(search)):
            warm = WARMTHS[self.number % len(WARMTHS)]
            stage(search, STAGES + self.number, (warm, COOL), WANDERED)
        self.number += 1
        return Descent(float(total_points(search.arena, search.state)))

    def _dive_as_short(self, search: RosterSearch) -> bool:
        """Dive among rosters as short as the best one, then of an agent less; whether that found a better one."""
        began = search.watch.share()
        short = agents_short(search.arena, search.best.tours)
        found = self.dives.better(search, (short, short - 1), min(1.0, began + WAY_SHARE))
        self.dived += search.watch.share() - began
        return _follow_all(search, found)


def deep_searched(search: RosterSearch, bound: Bound, master: Master, rng: np.random.Generator) -> float:
    """Seeks better rosters from the best one on, until the time is up or none can be better; the bound, perhaps higher.

    `search.best` is the best roster then. `master` is the program that gave the bound.
    """
    copy_state(search.best, search.state)
    dives, watch = Dives(search.arena, master.tours.copy(), bound.points), search.watch
    _follow_all(search, dives.better(search, (None,), min(1.0, watch.share() + DIVE_SHARE)))
    if _everybody(search, bound):
        return max(bound.points, float(total_points(search.arena, search.best)))
    _neighbourhoods(search, bound, dives, rng)
    return bound.points


def _everybody(search: RosterSearch, bound: Bound) -> bool:
    """Choose among everybody's cheap tours; whether the best roster is then proven to be the best there is."""
    watch, arena = search.watch, search.arena
    if watch.share() >= 1 or _gap(search, bound) <= 0:
        return False
    effort = replace(EVERYBODY, seconds=min(EVERYBODY_SHARE * watch.options.time_limit_s, EVERYBODY.seconds))
    until = min(1.0, watch.share() + EVERYBODY_SHARE)
    cost, everybody = priced_duties(arena, bound.prices), range(len(arena.allowed))
    slack = _gap(search, bound)
    found = recombined(arena, cost, search.state.tours, everybody, slack, effort, lambda: watch.share() < until)
    if found is not None:
        _follow(search, found.tours)
    return found is not None and found.is_proven


def _neighbourhoods(search: RosterSearch, bound: Bound, dives: Dives, rng: np.random.Generator) -> None:
    """Free some people, or everybody on some days, on every core until the time is up; the same kind on all at once."""
    arena, watch, (people, days) = search.arena, search.watch, search.state.tours.shape
    lanes, room = max(1, watch.options.threads), empty_state(arena, search.terms)
    ways, down = Ways(dives, watch.share()), Descent(float(total_points(arena, search.state)))
    of_people, of_days = Reach(min(FIRST_PEOPLE, people), people), Reach(min(FIRST_DAYS, days), days)
    with ThreadPoolExecutor(lanes) as pool:
        for number in count():
            if watch.share() >= 1 or watch.good_enough() or _gap(search, bound) <= 0:
                break
            _wander(search, room, number)
            reach = _next(of_people, of_days)
            tours, before, began = search.state.tours.copy(), float(total_points(arena, search.state)), watch.seconds()
            held = [_held(tours, reach is of_people, int(reach.size), rng) for _ in range(lanes)]
            for mine, found in zip(held, pool.map(_weighing(search, tours), held), strict=True):
                reach.learn(found)
                if found.tours is not None:
                    _follow(search, np.where(mine == FREE, found.tours, search.state.tours))
            reach.seconds += watch.seconds() - began
            points = float(total_points(arena, search.state))
            reach.gained += before - points
            watch.tell("together")
            if down.is_stuck(points):
                down = ways.another(search)


def _next(*reaches: Reach) -> Reach:
    """What has had least of its share of the time: by what it gains a second, and a little of it anyhow."""
    rates = sum(reach.rate for reach in reaches)
    return min(reaches, key=lambda reach: reach.seconds / (ANYHOW + (reach.rate / rates if rates else 0.0)))


def _wander(search: RosterSearch, room: CoverState, number: int) -> None:
    """Go on to another roster that costs the same: whoever is free next finds other surroundings."""
    copy_state(search.state, room)
    stage(search, STAGES + number, (COOL, COOL), WANDERED)
    if total_points(search.arena, search.state) > total_points(search.arena, room) + LEAST_GAIN:
        copy_state(room, search.state)


def _held(tours: Ints, by_people: bool, size: int, rng: np.random.Generator) -> Ints:
    """What stays of the tours: all but some people's, or all but some days in a row."""
    held, (people, days) = tours.copy(), tours.shape
    if by_people:
        held[rng.permutation(people)[:size]] = FREE
    else:
        first = int(rng.integers(FEWEST - size, days - FEWEST + 1))
        held[:, max(0, first) : first + size] = FREE
    return held


def _weighing(search: RosterSearch, tours: Ints) -> Callable[[Ints], Choice]:
    """What weighs the choices that are free of one roster."""
    watch, points = search.watch, float(total_points(search.arena, search.state))
    left = max(0.1, (1 - watch.share()) * watch.options.time_limit_s)

    effort = Effort(ROUNDS, min(LP_SECONDS, left), TOURS, min(SECONDS, left))

    def weighed(held: Ints) -> Choice:
        return better_choice(search.arena, tours, points, held, effort, lambda: watch.share() < 1)

    return weighed


def _gap(search: RosterSearch, bound: Bound) -> float:
    """Points by which a better roster may cost less than the best."""
    best = float(total_points(search.arena, search.best))
    return max(0.0, best - bound.points - 1e-6)


def _follow(search: RosterSearch, tours: Ints) -> None:
    """Take these tours where they are legal and do not cost more."""
    changed = np.flatnonzero((tours != search.state.tours).any(axis=1)).tolist()
    if any(np.isinf(legal_tour_points(search.arena, person, tours[person])) for person in changed):
        return  # two cores changed the same person on different days
    mine = search.lanes[0].state
    copy_state(search.state, mine)
    mine.tours[:] = tours
    fill(search.arena, search.terms, mine, NO_DAY)
    if total_points(search.arena, mine) <= total_points(search.arena, search.state):
        copy_state(mine, search.state)
    search.note()


def _follow_all(search: RosterSearch, found: Iterable[Ints]) -> bool:
    """Take the best of the rosters found where it does not cost more; whether it is better than the best one was."""
    before = float(total_points(search.arena, search.best))
    for tours in found:
        _follow(search, tours)
    search.watch.tell("dive")
    return float(total_points(search.arena, search.best)) < before - LEAST_GAIN
