"""The planner's calculator behind `wfm erlang`: one case, or a file of cases."""

import math
from dataclasses import asdict, dataclass
from pathlib import Path

from domain.errors import UsageError
from staffing.calculator import Case, Reached, answer, answer_record, around, curve, overload_note, waits_s
from staffing.case_files import CaseGoals, calculated, cases_text, read_cases, with_agents
from store.files import write_text

type Figures = dict[str, float | int | str | bool | None]


@dataclass(frozen=True, slots=True)
class ErlangQuestion:
    """One case: the agents are given, or goals that find them."""

    offered: float
    interval_min: float
    aht_s: float
    patience_s: float | None = None
    agents: int | None = None
    response_rate: float | None = None
    service_level: float | None = None
    answer_within_s: float = 20.0
    max_asa_s: float | None = None
    max_occupancy: float | None = None
    concurrency: int = 1

    @property
    def goals(self) -> CaseGoals:
        """The goals, none of which need be given."""
        return CaseGoals(self.response_rate, self.service_level, self.max_asa_s, self.max_occupancy)


@dataclass(frozen=True, slots=True)
class ErlangReport:
    """The case with its agents and what they reach; what a few and many fewer and more would; waits; a remark if due.

    `waits_s` maps a share of the answered to the seconds that they wait at most, None where waits have no end.
    """

    figures: Figures
    around: tuple[Reached, ...]
    curve: tuple[Reached, ...]
    waits_s: dict[float, float | None]
    note: str | None

    @property
    def agents(self) -> int:
        """The agents given or found."""
        return int(self.figures["agents"] or 0)

    def record(self) -> dict[str, object]:
        """The report for JSON: the figures, and under `around` and `waits_s` what stands beside them."""
        rows = [{name: _known(value) for name, value in asdict(row).items()} for row in self.around]
        waits = {f"{share:g}": wait for share, wait in self.waits_s.items()}
        return {**self.figures, "around": rows, "waits_s": waits}


def erlang_report(question: ErlangQuestion) -> ErlangReport:
    """The case with its agents, what they reach, the goal that set them where one did, and what others would reach."""
    if question.agents is None and question.goals == CaseGoals():
        raise UsageError(
            "Nothing says how many agents: give --agents or a goal (--response-rate, --service-level, --max-asa, "
            "--max-occupancy)."
        )
    case = Case(
        question.offered,
        question.interval_min,
        question.aht_s,
        question.patience_s,
        question.agents,
        question.answer_within_s,
        question.concurrency,
    )
    found = answer(case, question.goals)
    waits = {share: _known(wait) for share, wait in waits_s(found).items()}
    few, many = (tuple(beside(found, question.goals)) for beside in (around, curve))
    return ErlangReport(answer_record(found), few, many, waits, overload_note(found))


def _known[Value: float | None](value: Value) -> Value | None:
    """A figure, None where it is endless or has no value."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def erlang_file(
    file: Path,
    out: Path,
    response_rate: float | None = None,
    service_level: float | None = None,
    max_asa_s: float | None = None,
    max_occupancy: float | None = None,
) -> int:
    """Writes the figures of every case of a CSV file to `out`; how many there were.

    Cases without agents get the least for the goals.
    """
    goals = CaseGoals(response_rate, service_level, max_asa_s, max_occupancy)
    cases = calculated(with_agents(read_cases(file, goals), goals))
    write_text(out, cases_text(cases))
    return len(cases)
