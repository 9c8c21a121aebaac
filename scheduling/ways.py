"""Several ways on from the settled roster, each tried for a short time: the search goes on from the best of them.

What the annealing happens to freeze, and what the first rounds of loosening make of it, mostly decides how good a
roster is in the end: later rounds gain about as much wherever they begin, and some ways end with leads short or
overtime that no round mends any more. A few seconds tell the ways apart.
"""

from scheduling.cover_state import NO_DAY, copy_state, empty_state, fill
from scheduling.improvement import improved
from scheduling.loosening import loosened_widely, loosening_seconds
from scheduling.prices import Prices
from scheduling.replanning import MOST_PEOPLE
from scheduling.roster_search import RosterSearch

WAYS, WAYS_SHARE = 8, 0.45  # at most; share of what the search has left that they take together
ANNEALED = 0.5  # share of a way that goes to annealing; the rest to rounds of loosening
WARMTH = 2.2  # by how much warmer than usual the annealing of a way begins: the ways had better differ
FEWEST_ROUNDS = 3  # of a way, or there are fewer ways
ONE_SHARE = 0.2  # of what the search has left, for the annealing of a single way


def ways_in_time(search: RosterSearch, left: float) -> int:
    """How many ways can be told apart in their part of a share of the time; 1 where no two can, or people are many:
    one way takes all the time that they need.
    """
    if len(search.state.tours) > MOST_PEOPLE:
        return 1
    rounds_s = (1 - ANNEALED) * WAYS_SHARE * left * search.watch.options.planned_s
    return max(1, min(WAYS, int(rounds_s / (FEWEST_ROUNDS * loosening_seconds(search, 0.0)))))


def begun_well(search: RosterSearch, prices: Prices) -> int:
    """Try the ways; the best roster of all is the search's best. How many rounds of loosening that took.

    Where there is time for one way only it is annealed, and the rounds are left to what comes next.
    """
    began = search.watch.share()
    left = 1 - began
    ways = ways_in_time(search, left)
    if ways == 1:
        improved(search, began + ONE_SHARE * left, replan_at=())
        return 0
    settled, rounds = empty_state(search.arena, search.terms), 0
    copy_state(search.state, settled)
    for way in range(ways):
        copy_state(settled, search.state)
        fill(search.arena, search.terms, search.state, NO_DAY)
        begins, a_way = search.watch.share(), (began + WAYS_SHARE * left - search.watch.share()) / (ways - way)
        improved(search, begins + ANNEALED * a_way, WARMTH, replan_at=(), way=way)
        rounds = loosened_widely(search, prices, begins + a_way, rounds)
        if search.watch.good_enough() or search.watch.share() >= 1:
            break
    return rounds
