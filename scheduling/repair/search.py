"""Who should change: those whose change gains most go first, then a few people at a time, until nothing gains.

Every step gives people their best tours given everybody else's (`replies.py`), a changed duty costing points; what does
not gain is undone. Contacts that are promised are dear while a goal is missed and grow cheaper once it is not.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np

from domain.errors import NoRosterError
from scheduling.arena import Arena, Floats, Ints
from scheduling.contact_prices import exact_points, price_after
from scheduling.cover_state import NO_DAY, CoverState, copy_state, empty_state, fill, follow, total_points
from scheduling.cover_terms import CoverTerms, reprice
from scheduling.path_labels import OFF
from scheduling.pricing import legal_tour_points
from scheduling.repair.replies import replied

LEAST_GAIN = 1e-6
SWEEPS, MOST_TOGETHER, ROUNDS_A_PERSON = 3, 4, 3
BY_PRICE = 0.7  # how often leads count by their price in a step of several people
REPRICED_FIRST = 10  # times: from the least price to the most
OTHER_PRICES = 12
PEOPLE_A_PRICE = 100  # prices of contacts are set anew after a change for each so many people


@dataclass(frozen=True, slots=True)
class Repair:
    """A roster being repaired; its state changes. `arena` holds the points of changes (`with_change_points`)."""

    arena: Arena
    terms: CoverTerms
    state: CoverState
    spare: CoverState
    announced: Ints
    announced_breaks: Ints
    prices: tuple[Floats, Floats]

    def points(self) -> float:
        """What the roster costs now, changes included, contacts at their prices."""
        return float(total_points(self.arena, self.state))

    def exact_points(self) -> float:
        """The same with goals of contacts counted over their scope."""
        return exact_points(self.arena, self.terms, self.state)

    def meet_goals(self) -> None:
        """Make contacts dearer whose goal is missed and cheaper where more are answered than promised."""
        if self.arena.contacts.goals:
            self.reprice(price_after(self.arena, self.terms, self.state))

    def price(self) -> Floats:
        """The price of a contact of each goal."""
        return self.terms.contact_price.copy()

    def reprice(self, contact_price: Floats) -> None:
        """Set the price of a contact of each goal."""
        reprice(self.arena, self.terms, contact_price)
        fill(self.arena, self.terms, self.state, NO_DAY)

    def gain(self, people: Iterable[int], leads_by_price: float = 0.0) -> float:
        """Points saved by giving the people their best tours, which they have afterwards; `undo` takes that back."""
        copy_state(self.state, self.spare)
        before = self.points()
        chosen = np.array(list(people), dtype=np.int64)
        after = replied(
            self.arena, self.terms, self.state, self.prices, self.announced, self.announced_breaks, chosen,
            leads_by_price,
        )  # fmt: skip
        return before - float(after)

    def undo(self) -> None:
        """Take the last step back."""
        copy_state(self.spare, self.state)


def repair_of(arena: Arena, terms: CoverTerms, state: CoverState, announced: Ints, breaks: Ints) -> Repair:
    """A repair that starts from a state; where leads count by price, a missing one's points are the price.

    Contacts are as dear as they can be: goals that are kept make them cheaper on the way.
    """
    spare = empty_state(arena, terms)
    prices = (np.zeros_like(arena.need), np.full(len(arena.need), arena.lead_points))
    repair = Repair(arena, terms, state, spare, announced, breaks, prices)
    for _ in range(REPRICED_FIRST if arena.contacts.goals else 0):
        repair.meet_goals()
    return repair


def compile_seconds(repair: Repair, clock: Callable[[], float]) -> float:
    """Seconds until everything is compiled, which is not time of the search: only the first one waits for it."""
    before = clock()
    repair.gain([0])
    repair.undo()
    return clock() - before


def repaired(repair: Repair, people: list[int], seed: int, out_of_time: Callable[[], bool]) -> CoverState:
    """The state after all steps that gain; deterministic unless time runs out.

    `people` are those who may change. Raises NoRosterError where somebody is left without a legal tour.
    """
    _mend_broken_tours(repair)
    for _ in range(SWEEPS):
        if not _sweep(repair, people, out_of_time):
            break
    if repair.arena.contacts.goals:
        _at_other_prices(repair, people, out_of_time)
        _without_needless_duties(repair, out_of_time)
    _together(repair, people, seed, out_of_time)
    fill(repair.arena, repair.terms, repair.state, NO_DAY)
    return repair.state


def _mend_broken_tours(repair: Repair) -> None:
    """Give people a legal tour whom what fell away, or a changed rule, left without one."""
    for person in range(len(repair.state.tours)):
        if np.isinf(legal_tour_points(repair.arena, person, repair.state.tours[person])):
            repair.gain([person])
            if np.isinf(legal_tour_points(repair.arena, person, repair.state.tours[person])):
                raise NoRosterError(
                    "The duties that cannot change any more and those before the window leave somebody no legal tour; "
                    "correct previous.csv, or repair from an earlier day"
                )


def _sweep(repair: Repair, people: list[int], out_of_time: Callable[[], bool]) -> bool:
    """Ask everybody once, then let the one go first who gains most, as long as anybody gains; whether anybody did.

    What a person gains shrinks as others change, mostly: who is at the head of the queue by what was known of him is
    asked again, and goes if he still gains most.
    """
    queue = []
    for person in people:
        if out_of_time():
            break
        queue.append((-repair.gain([person]), person))
        repair.undo()
    heapify(queue)
    changes = 0
    while queue and -queue[0][0] > LEAST_GAIN and not out_of_time():
        _, person = heappop(queue)
        gain = repair.gain([person])
        if gain > LEAST_GAIN and (not queue or gain >= -queue[0][0] - LEAST_GAIN):
            changes += 1
            if changes % max(1, len(people) // PEOPLE_A_PRICE) == 0:
                repair.meet_goals()
            continue
        repair.undo()
        if gain > LEAST_GAIN:
            heappush(queue, (-gain, person))
    return changes > 0


def _at_other_prices(repair: Repair, people: list[int], out_of_time: Callable[[], bool]) -> None:
    """Sweep at other prices of contacts, and keep the best roster: at one price a person may do more, or less, than a
    goal asks for.
    """
    best, price, least = empty_state(repair.arena, repair.terms), repair.price(), np.inf
    for _ in range(OTHER_PRICES):
        points = repair.exact_points()
        if points < least - LEAST_GAIN:
            least, price = points, repair.price()
            copy_state(repair.state, best)
        if out_of_time():
            break
        repair.meet_goals()
        _sweep(repair, people, out_of_time)
    copy_state(best, repair.state)
    repair.reprice(price)


def _without_needless_duties(repair: Repair, out_of_time: Callable[[], bool]) -> None:
    """Take back single duties that were added and that no goal needs: at one price days alike are worth the same."""
    exact = repair.exact_points()
    for person, day in zip(*np.nonzero((repair.state.tours != OFF) & (repair.announced == OFF)), strict=True):
        if out_of_time():
            break
        copy_state(repair.state, repair.spare)
        tours = repair.state.tours.copy()
        tours[person, day] = OFF
        legal = follow(repair.arena, repair.terms, repair.state, tours, int(day), int(day) + 1)
        points = repair.exact_points() if legal else np.inf
        if points < exact - LEAST_GAIN:
            exact = points
        else:
            repair.undo()


def _together(repair: Repair, people: list[int], seed: int, out_of_time: Callable[[], bool]) -> None:
    """A few people at a time: what one alone does not gain, two may, such as an agent with a lead."""
    if len(people) < 2:
        return
    rng, group_of = np.random.default_rng(seed), repair.arena.group_of  # leads are the last group
    exact = repair.exact_points()
    for _ in range(ROUNDS_A_PERSON * len(people)):
        if out_of_time():
            break
        size = int(rng.integers(2, min(MOST_TOGETHER, len(people)) + 1))
        chosen = sorted(rng.choice(people, size, replace=False), key=lambda person: group_of[person])
        by_price = float(rng.random()) if rng.random() < BY_PRICE else 0.0
        if repair.gain(chosen, by_price) < LEAST_GAIN or repair.exact_points() > exact - LEAST_GAIN:
            repair.undo()
        else:
            exact = repair.exact_points()
