"""The report of `wfm scenario`: plan and scenario side by side, what is held while people are gone, and its study."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from domain.scenarios import Scenario
from domain.scenarios import Study as StudyName
from exports.compliance import Language
from exports.picture import lines_picture
from exports.study_page import Part, Table, Text, study_page
from pipeline.roster_bound import RosterBound
from pipeline.scenario_laid import Scene
from pipeline.scenario_run import ScenarioOutcome
from pipeline.study import Study, StudyInput, by_hour, in_both
from pipeline.study_deflection import deflection_study
from pipeline.study_holiday import holiday_study
from pipeline.study_leads import leads_study
from pipeline.study_long_view import long_view_study
from pipeline.study_price import price_study
from pipeline.study_recovery import recovery_study
from pipeline.study_strike import strike_figures, strike_part
from pipeline.study_surge import surge_study
from pipeline.telling import Tell
from store.csv_files import write_csv
from store.files import write_text

LANGUAGES: tuple[Language, ...] = ("ko", "en")
STUDIES: Mapping[StudyName, Callable[[StudyInput], Study]] = {
    "deflection": deflection_study,
    "holiday": holiday_study,
    "leads": leads_study,
    "long_view": long_view_study,
    "price": price_study,
    "recovery": recovery_study,
    "surge": surge_study,
}

HEADS: tuple[Text, ...] = (
    ("시나리오", "scenario"), ("동시 최대", "people at once"), ("필요 상담사 시간", "agent-hours needed"),
    ("비용", "cost"), ("예상 응대율", "expected response rate"), ("부족 시간", "hours short"),
)  # fmt: skip
NAMES: Mapping[str, Text] = {
    "plan": ("계획의 소요 인원", "needed as planned"),
    "scenario": ("시나리오의 소요 인원", "needed in the scenario"),
    "have": ("근무 인원", "at work"),
}


def written_report(
    folder: Path,
    scene: Scene,
    name: str,
    scenario: Scenario,
    outcomes: tuple[ScenarioOutcome, ...],
    tell: Tell,
    bound: RosterBound | None = None,
) -> Study:
    """Writes `report_NAME.ko.html` and `.en.html`, each picture beside them and the study's frames; the study itself.

    `outcomes` are the plan, the scenario, and where one was solved the scenario with its own roster; `bound` is what no
    roster of those who come can pass, where people are gone.
    """
    own_roster = outcomes[2] if len(outcomes) > 2 else None
    of = StudyInput(scene, scenario, outcomes[0], outcomes[1], own_roster)
    found = Study()
    if scenario.study is not None:
        tell(f"scenario {name}: study {scenario.study}")
        found = STUDIES[scenario.study](of)
    hold, own = outcomes[1].hold, None if own_roster is None else own_roster.hold
    parts = (_beside(outcomes), *(() if hold is None else (strike_part(of, hold, bound, own),)), *found.parts)
    if bound is not None:
        found = replace(found, figures={**found.figures, **strike_figures(bound, own)})
    title = scenario.title or name
    for place, language in enumerate(LANGUAGES):
        page = study_page((title, title), _about(scene), parts, language, scene.site.config.site.simulated)
        write_text(folder / f"report_{name}.{language}.html", page)
        for number, part in enumerate(parts, start=1):
            if part.picture is not None:
                write_text(folder / f"picture_{name}_{number}.{language}.svg", part.picture[place])
    for what, frame in found.frames.items():
        write_csv(folder / f"{what}_{name}.csv", frame)
    return found


def _about(scene: Scene) -> Text:
    first, last = scene.window.start, scene.window.last
    site = scene.site.config.site.name or scene.site.id
    return (f"{site}, {first}부터 {last}까지", f"{site}, {first} to {last}")


def _beside(outcomes: tuple[ScenarioOutcome, ...]) -> Part:
    """The figures side by side, and need and people at work by time of day."""
    cells = tuple(
        (
            each.name,
            f"{each.peak:,}",
            f"{each.agent_hours:,.0f}",
            "-" if each.cost is None else f"{each.cost:,.0f}",
            "-" if each.response_rate is None else f"{each.response_rate:.1%}",
            f"{each.short_h:,.0f}",
        )
        for each in outcomes
    )
    plan, other = (by_hour(each, ("need", "have")) for each in outcomes[:2])
    drawn = pd.concat(
        [
            plan.assign(y=plan["need"], series="plan"),
            other.assign(y=other["need"], series="scenario"),
            other.assign(y=other["have"], series="have"),
        ]
    )[["x", "y", "series"]]
    korean, english = in_both(drawn, NAMES)
    return Part(
        ("계획과 나란히", "Beside the plan"),
        (
            (
                "예상 응대율 = 응대/인입, 바로 응대하는 채널, 지금 근무표로. 하루 평균 그림입니다.",
                "Expected response rate: answered / offered of queues that answer at once, with the present roster. "
                "The "
                "picture is of an average day.",
            ),
        ),
        Table(HEADS, cells),
        (
            lines_picture(korean, ("시", "명"), is_stepped=True),
            lines_picture(english, ("hour", "agents"), is_stepped=True),
        ),
    )
