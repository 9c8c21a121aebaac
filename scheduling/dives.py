"""Dives on every core, one after the other, with chance in what is decided first: other dives, other ends.

Each goes into a program of its own, begun with the tours that the bound needed: in one that has grown by earlier dives
the next takes several times as long, and ends where they did. How many agents the last people leave short is decided by
chance; a dive that can no longer end below the best roster is given up (`diving.py`), so that many can be tried.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from scheduling.arena import Arena, Ints
from scheduling.column_generation import new_master
from scheduling.cover_state import total_points
from scheduling.diving import dived
from scheduling.recombination import roster_points
from scheduling.roster_search import RosterSearch
from scheduling.side_by_side import side_by_side
from scheduling.tour_choice import LEAST_GAIN

PATIENCES = (1e-2, 1e-3, 2e-4)  # of a core's dives in turn: fast ones and thorough ones


@dataclass(slots=True)
class Dives:
    """Whose tours the bound needed, the bound, and how many dives each core began."""

    arena: Arena
    needed: Sequence[tuple[int, Ints]]
    bound: float
    begun: dict[int, int] = field(default_factory=dict)

    def better(self, search: RosterSearch, asked: Sequence[float | None], until: float) -> list[Ints]:
        """Tours `[p, d]` of rosters better than the best one, a core's each better than what was found before it.

        A core dives until that share of the time has passed, or as many dives as there are patiences have found nothing
        better, one after the other. Programs are asked in turn to be so many agents short at least, None not.
        """
        found: list[tuple[float, Ints]] = []
        first = float(total_points(self.arena, search.best))

        def dive(core: int) -> None:
            fruitless = 0
            while fruitless < len(PATIENCES) and search.watch.share() < until:
                best = min([first, *(points for points, _ in found)])
                if best <= self.bound + LEAST_GAIN:
                    break
                number = self.begun[core] = self.begun.get(core, -1) + 1
                tours = self._dive(search, asked[number % len(asked)], until, best, (core, number))
                if tours is None or roster_points(self.arena, tours) >= best - LEAST_GAIN:
                    fruitless += 1
                else:
                    found.append((roster_points(self.arena, tours), tours))
                    fruitless = 0

        side_by_side(dive, range(len(search.lanes)))
        return [tours for _, tours in sorted(found, key=lambda each: each[0])]

    def _dive(
        self, search: RosterSearch, short: float | None, until: float, best: float, which: tuple[int, int]
    ) -> Ints | None:
        """One dive; `which` is its core and how many that core began before."""
        master = new_master(self.arena)
        master.add_each(self.needed)
        if short is not None:
            master.ask_short(short)
        chance = np.random.default_rng([search.watch.options.seed, *which])
        patience = PATIENCES[sum(which) % len(PATIENCES)]
        return dived(master, 1, patience, lambda: search.watch.share() < until, best - LEAST_GAIN, chance)
