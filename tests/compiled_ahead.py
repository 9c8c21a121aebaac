"""A small roster and a repair of it, as a process of its own: after it, nothing of the two is left to compile.

    python -m tests.compiled_ahead

Prints the functions for which the repair had to wait, one a line: there should be none.
"""

import sys
import time

from numba.core.dispatcher import Dispatcher

from domain.absences import Absence
from domain.people import Preference
from domain.roster import PlanningWindow
from domain.site_config import Lead
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.engine import make_roster
from scheduling.options import SolveOptions
from scheduling.repair.engine import repair_roster
from scheduling.repair.order import RepairOrder
from scheduling.wish_costs import unmet_wishes
from tests.builders import MONDAY, day, person, requirement, shift, site


def compiled_for_a_repair() -> list[str]:
    """Names of the functions that were not compiled yet when the roster was made and its repair began."""
    people = [person(f"A000{number}") for number in range(1, 5)] + [person("L001", role="lead")]
    wishes = [Preference(who.id, day(number), "off", 0.1) for who in people for number in range(5)]
    of = site(people, [shift()], preferences=wishes, lead=Lead(span=8))
    needed, window = requirement(7, "09:00", "18:00", 2), PlanningWindow(MONDAY, 7)
    options = SolveOptions(time.monotonic, time_limit_s=20, gap=0.9, threads=1)
    published = make_roster(of, needed, window, options).roster
    before = _compiled()
    order = RepairOrder(published, day(2), 0, (Absence("A0001", day(2), day(6)),))
    outcome = repair_roster(of, needed, order, options)
    needs = needed_agents(outcome.site, needed, DayGrid(window, of.interval_min))
    assert unmet_wishes(outcome.site, outcome.staff, outcome.roster, needs), "no wish is priced here"
    return [name for name, signatures in _compiled().items() if signatures != before.get(name)]


def _compiled() -> dict[str, int]:
    """How many signatures each function of the room has been compiled for, or loaded from the cache for."""
    signatures = {}
    for name, module in sorted(sys.modules.items()):
        if name.startswith("scheduling"):
            for found in vars(module).values():
                if isinstance(found, Dispatcher):
                    function = found.py_func
                    signatures[f"{function.__module__}.{function.__name__}"] = len(found.signatures)
    return signatures


if __name__ == "__main__":
    print(*compiled_for_a_repair(), sep="\n")
