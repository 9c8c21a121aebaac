"""The planner's calculator behind `wfm erlang`: one case, or a file of cases."""

from dataclasses import dataclass
from pathlib import Path

from domain.errors import UsageError
from staffing.calculator import Case, CaseGoals, answer, answer_record, calculated, cases_text, read_cases
from store.files import write_text

type Figures = dict[str, float | int | str | None]


@dataclass(frozen=True, slots=True)
class ErlangQuestion:
    """One case: the agents are given, or a goal that finds them."""

    offered: float
    interval_min: float
    aht_s: float
    patience_s: float | None = None
    agents: int | None = None
    response_rate: float | None = None
    service_level: float | None = None
    answer_within_s: float = 20.0


def erlang_figures(question: ErlangQuestion) -> Figures:
    """The case with its agents, what they reach, and the goal that set them where one did."""
    if question.agents is None and question.response_rate is None and question.service_level is None:
        raise UsageError("Nothing says how many agents: give --agents, --response-rate or --service-level.")
    case = Case(
        question.offered,
        question.interval_min,
        question.aht_s,
        question.patience_s,
        question.agents,
        question.answer_within_s,
    )
    return answer_record(answer(case, CaseGoals(question.response_rate, question.service_level)))


def erlang_file(file: Path, out: Path) -> int:
    """Writes the figures of every case of a CSV file to `out`; how many there were."""
    cases = calculated(read_cases(file))
    write_text(out, cases_text(cases))
    return len(cases)
