"""Three queues, six groups of agents: the least agents by set of skills, judged by simulation, pyworkforce beside.

Loads of 61, 42 and 23 erlangs, 95% answered on every queue, agents with one skill and with each pair. Twice: with the
handling time and patience of the day's bench (180 s, 120 s), where queues apart need 132 agents and a pool of all 124;
and with 120 s and 300 s, where queues apart need the 126 that are promised. pyworkforce gets what each queue needs by
itself and the same groups, all at one price.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.target import Target
from domain.site_config import Goal
from staffing.by_skill.groups import SkillGroup
from staffing.by_skill.load_cuts import Load, loads_of
from staffing.by_skill.search import skill_requirement
from staffing.by_skill.simulation_cuts import Effort
from staffing.by_skill.stages import steady_stage
from staffing.by_skill.trial import gains, replications_for
from staffing.compiling import FloatArray, IntArray
from staffing.least_agents import least_agents
from staffing.simulation.model import Stream

LOADS, RATE, INTERVAL_S = (61.0, 42.0, 23.0), 0.95, 1800.0
SKILLS: tuple[tuple[int, ...], ...] = ((0,), (1,), (2,), (0, 1), (0, 2), (1, 2))
GROUPS, GOALS = [SkillGroup(skills) for skills in SKILLS], [Goal(response_rate=RATE)] * len(LOADS)
SEED, JUDGE_SEED, JOBS, JUDGED = 1, 20260302, 2, 8e6
EFFORT = Effort(contacts=3e5, fine_contacts=3e6)


@dataclass(frozen=True)
class Case:
    """Handling time and patience in seconds, and the most agents that are promised."""

    aht_s: float
    patience_s: float
    most_agents: int

    @property
    def name(self) -> str:
        """The case in words."""
        return f"AHT {self.aht_s:g} s, patience {self.patience_s:g} s"

    @cached_property
    def streams(self) -> tuple[Stream, ...]:
        """The three queues for one half-hour."""
        offered = [np.array([load * INTERVAL_S / self.aht_s]) for load in LOADS]
        aht_s = np.array([self.aht_s])
        return tuple(Stream(name, each, aht_s, self.patience_s) for name, each in zip("abc", offered, strict=True))

    @cached_property
    def dedicated(self) -> IntArray:
        """What each queue needs by itself."""
        return least_agents(LOADS, self.aht_s, self.patience_s, response_rate=RATE).agents


CASES = (Case(180.0, 120.0, 126), Case(120.0, 300.0, 124))


def targets(console: Console) -> list[Target]:
    """Prints the tables; what was promised of them."""
    return [target for case in CASES for target in case_targets(console, case)]


def case_targets(console: Console, case: Case) -> list[Target]:
    """Prints the table of a case; what was promised of it."""
    table = Table(title=f"95% answered on three queues, by set of skills: {case.name}", title_justify="left")
    table.add_column("agents of")
    groups = ("".join("abc"[q] for q in skills) for skills in SKILLS)
    for head in (*groups, "in all", "% answered a, b, c", "± 95%"):
        table.add_column(head, justify="right")
    found = skill_requirement(case.streams, GOALS, GROUPS, INTERVAL_S, seed=SEED, effort=EFFORT, jobs=JOBS)
    ours = found.agents[:, 0]
    worst = judged_row(table, case, "the product", ours)
    judged_row(table, case, "one queue each", np.append(case.dedicated, [0, 0, 0]))
    peers = pyworkforce_agents(console, case)
    if peers is not None:
        judged_row(table, case, "pyworkforce", peers)
    console.print(table)
    console.print(f"All queues pooled would need {found.bound[0]}: no agents with these skills can be fewer.")
    return [
        Target(f"three queues by skill, {case.name}: % answered on the worst", worst, 100 * RATE, None, 2),
        Target(f"three queues by skill, {case.name}: agents", float(ours.sum()), None, case.most_agents, 0),
    ]


def judged_row(table: Table, case: Case, name: str, agents: IntArray) -> float:
    """Adds a row on contacts that no search has seen; the share answered on the worst queue in %."""
    load = Load(case.streams, GOALS, loads_of(case.streams, INTERVAL_S), np.zeros((len(LOADS), 1)))
    stage = steady_stage(load, GROUPS, INTERVAL_S, JOBS)
    found = gains(stage, agents[:, None], replications_for(stage, JUDGED), JUDGE_SEED)
    answered: FloatArray = 100 * (RATE + found.mean[:, 0] / found.offered[:, 0])
    error = 196 * float((found.error[:, 0] / found.offered[:, 0]).max())
    shown = ", ".join(f"{share:.2f}" for share in answered)
    table.add_row(name, *(str(number) for number in agents), str(agents.sum()), shown, f"{error:.2f}")
    return float(answered.min())


def pyworkforce_agents(console: Console, case: Case) -> IntArray | None:
    """pyworkforce's agents by group; None, said loudly, where it is not installed."""
    try:
        from pyworkforce.staffing import MultiSkillStaffing
    except ImportError:
        console.print("[bold red]pyworkforce is not installed (make bench): its answer is NOT beside.")
        return None
    profiles = [{"name": str(g), "skills": ["abc"[q] for q in skills]} for g, skills in enumerate(SKILLS)]
    needs = dict(zip("abc", case.dedicated.tolist(), strict=True))
    answer = MultiSkillStaffing(list("abc"), profiles, needs).solve()
    return np.array([each["agents"] for each in answer["agents_per_profile"]], dtype=np.int64)
