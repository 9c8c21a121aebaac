"""Three queues, six groups of agents: the least agents by set of skills, judged by simulation, pyworkforce beside.

Loads of 61, 42 and 23 erlangs, AHT 180 s, patience 120 s, 95% answered on every queue; agents with one skill and with
each pair. pyworkforce gets what each queue needs by itself and the same groups, all at one price.
"""

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.target import Target
from domain.site_config import Goal
from staffing.by_skill.groups import SkillGroup
from staffing.by_skill.promises import promises
from staffing.by_skill.search import Effort, skill_requirement
from staffing.by_skill.stages import steady_stage
from staffing.by_skill.trial import gains, replications_for
from staffing.compiling import FloatArray, IntArray
from staffing.least_agents import least_agents
from staffing.simulation.model import Stream

LOADS, AHT_S, PATIENCE_S, RATE, INTERVAL_S = (61.0, 42.0, 23.0), 180.0, 120.0, 0.95, 1800.0
SKILLS: tuple[tuple[int, ...], ...] = ((0,), (1,), (2,), (0, 1), (0, 2), (1, 2))
SEED, JUDGE_SEED, JOBS, CONTACTS, JUDGED = 1, 20260302, 2, 1e6, 8e6
MOST_AGENTS = 126


def targets(console: Console) -> list[Target]:
    """Prints the table; what was promised of it."""
    table = Table(title="95% answered on three queues, by set of skills", title_justify="left")
    for head in (
        "agents of",
        *("".join("abc"[q] for q in skills) for skills in SKILLS),
        "in all",
        "answered a, b, c",
        "±",
    ):
        table.add_column(head, justify="left" if head == "agents of" else "right")
    found = skill_requirement(
        streams(), goals(), groups(), INTERVAL_S, seed=SEED, effort=Effort(contacts=CONTACTS), jobs=JOBS
    )
    ours = found.agents[:, 0]
    worst = judged_row(table, "the product", ours)
    judged_row(table, "one queue each", np.append(dedicated(), [0, 0, 0]))
    peers = pyworkforce_agents(console)
    if peers is not None:
        judged_row(table, "pyworkforce", peers)
    console.print(table)
    console.print(f"All queues pooled would need {found.bound[0]}, the bound of any answer.")
    return [
        Target("three queues by skill: % answered on the worst", worst, 100 * RATE, None, 2),
        Target("three queues by skill: agents in all", float(ours.sum()), None, MOST_AGENTS, 0),
    ]


def streams() -> tuple[Stream, ...]:
    """The three queues for one half-hour."""
    offered = (np.array([load * INTERVAL_S / AHT_S]) for load in LOADS)
    return tuple(Stream("abc"[q], each, np.array([AHT_S]), PATIENCE_S, 20.0) for q, each in enumerate(offered))


def goals() -> list[Goal]:
    """The goal of each queue."""
    return [Goal(response_rate=RATE)] * len(LOADS)


def groups() -> list[SkillGroup]:
    """The groups, as many people in each as one likes."""
    return [SkillGroup(skills) for skills in SKILLS]


def dedicated() -> IntArray:
    """What each queue needs by itself."""
    return least_agents(LOADS, AHT_S, PATIENCE_S, response_rate=RATE).agents


def judged_row(table: Table, name: str, agents: IntArray) -> float:
    """Adds a row on contacts that no search has seen; the share answered on the worst queue in %."""
    stage = steady_stage(streams(), groups(), promises(goals()), INTERVAL_S)
    found = gains(stage, agents[:, None], replications_for(stage, JUDGED), JUDGE_SEED)
    answered: FloatArray = 100 * (RATE + found.mean[:, 0] / found.offered[:, 0])
    error = 200 * float((found.error[:, 0] / found.offered[:, 0]).max())
    shown = ", ".join(f"{share:.2f}" for share in answered)
    table.add_row(name, *(str(number) for number in agents), str(agents.sum()), shown, f"{error:.2f}")
    return float(answered.min())


def pyworkforce_agents(console: Console) -> IntArray | None:
    """pyworkforce's agents by group; None, said loudly, where it is not installed."""
    try:
        from pyworkforce.staffing import MultiSkillStaffing
    except ImportError:
        console.print("[bold red]pyworkforce is not installed (make bench): its answer is NOT beside.")
        return None
    profiles = [{"name": str(g), "skills": ["abc"[q] for q in skills]} for g, skills in enumerate(SKILLS)]
    needs = dict(zip("abc", dedicated().tolist(), strict=True))
    answer = MultiSkillStaffing(list("abc"), profiles, needs).solve()
    return np.array([each["agents"] for each in answer["agents_per_profile"]], dtype=np.int64)
