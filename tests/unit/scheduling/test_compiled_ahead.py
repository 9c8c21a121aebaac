"""Whoever waits for a repair does not wait for the compiler: the roster before it has had everything compiled."""

import subprocess
import sys

from tests.architecture.floors import ROOT

# A process of its own, as other tests have had functions compiled in this one.
A_ROSTER_THEN_A_REPAIR = """
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


def compiled():
    named = {}
    for name, module in sorted(sys.modules.items()):
        if name.startswith("scheduling"):
            for found in vars(module).values():
                if isinstance(found, Dispatcher):
                    named[f"{found.py_func.__module__}.{found.py_func.__name__}"] = len(found.signatures)
    return named


people = [person(f"A000{number}") for number in range(1, 5)] + [person("L001", role="lead")]
wishes = [Preference(who.id, day(number), "off", 0.1) for who in people for number in range(5)]
of = site(people, [shift()], preferences=wishes, lead=Lead(span=8))
needed, options = requirement(7, "09:00", "18:00", 2), SolveOptions(time.monotonic, time_limit_s=20, gap=0.9, threads=1)
published = make_roster(of, needed, PlanningWindow(MONDAY, 7), options).roster
before = compiled()
order = RepairOrder(published, day(2), 0, (Absence("A0001", day(2), day(6)),))
outcome = repair_roster(of, needed, order, options)
needs = needed_agents(outcome.site, needed, DayGrid(published.window, of.interval_min))
assert unmet_wishes(outcome.site, outcome.staff, outcome.roster, needs), "no wish is priced here"
after = compiled()
print(*(name for name in after if after[name] != before.get(name)), sep="\\n")
"""


def test_a_repair_after_a_roster_compiles_nothing() -> None:
    command = [sys.executable, "-c", A_ROSTER_THEN_A_REPAIR]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
