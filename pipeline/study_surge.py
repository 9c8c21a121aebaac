"""Study of a surge of unknown length: what is short and when at two to five times the calls, and what the law leaves.

Offered are only extensions within the law, by consent: what each person's overtime still has room for. Hours beyond 52
a week need the ministry's approval and the person's consent (Labour Standards Act 53(4)); the program never sets that.
"""

import pandas as pd

from domain.scenarios import Scenario
from domain.site import Site
from exports.picture import lines_picture
from exports.study_page import Part, Table, Text
from pipeline.scenario_run import ScenarioOutcome, scenario_outcome
from pipeline.study import Study, StudyInput, by_hour

TIMES = (2.0, 3.0, 5.0)
MOST_FACTOR = 20.0


def surge_study(of: StudyInput) -> Study:
    """The figures by size of the surge, with the first interval short and the share that overtime could cover."""
    largest = max(of.scenario.volume.values(), default=1.0)
    found = {times: scenario_outcome(of.scene, scaled(of.scenario, times / largest)) for times in TIMES}
    room = overtime_room(of.scene.site) * of.scene.window.days / 7
    rows = [
        (times, each.agent_hours, each.response_rate, each.short_h, first_short(each), min(1.0, room / each.short_h))
        for times, each in found.items()
        if each.short_h > 0
    ]
    columns = ["times", "agent_hours", "response_rate", "short_h", "first_short", "overtime_covers"]
    table = pd.DataFrame(rows, columns=columns)
    return Study(
        parts=(_part(table, found, room),),
        figures={f"surge_response_rate_{times:g}": each.response_rate for times, each in found.items()}
        | {"overtime_room_hours": room},
        frames={"surge": table},
    )


def scaled(scenario: Scenario, by: float) -> Scenario:
    """The same surge so many times as large."""
    volume = {queue: min(MOST_FACTOR, factor * by) for queue, factor in scenario.volume.items()}
    return scenario.model_copy(update={"volume": volume})


def overtime_room(site: Site) -> float:
    """Hours a week by which agents could be asked to stay longer: what each of them has agreed to at most."""
    return sum(person.max_overtime_min_week for person in site.people if person.role == "agent") / 60


def first_short(outcome: ScenarioOutcome) -> pd.Timestamp:
    """The first interval in which people are short."""
    return pd.Timestamp(outcome.frame.loc[outcome.frame["short"] > 0, "interval_start"].min())


def _part(table: pd.DataFrame, found: dict[float, ScenarioOutcome], room: float) -> Part:
    heads: tuple[Text, ...] = (
        ("전화량", "calls"), ("필요 상담사 시간", "agent-hours needed"), ("예상 응대율", "expected response rate"),
        ("부족 시간", "hours short"), ("처음 부족", "first short"), ("연장으로 덮는 몫", "covered by overtime"),
    )  # fmt: skip
    cells = tuple(
        (f"x{times:g}", f"{hours:,.0f}", f"{rate:.1%}", f"{short:,.0f}", f"{first:%m-%d %H:%M}", f"{covered:.1%}")
        for times, hours, rate, short, first, covered in table.itertuples(index=False)
    )
    drawn = pd.concat([_drawn(each).assign(series=f"x{times:g}") for times, each in found.items()])
    return Part(
        ("두 배에서 다섯 배까지", "Two to five times the calls"),
        (
            (
                f"동의한 사람의 법정 한도 안 연장은 이 기간에 {room:,.0f}시간입니다. 주 52시간을 넘는 특별연장은 "
                f"고용노동부 인가와 "
                "본인 동의가 있어야 하며 사람만 정합니다.",
                f"Overtime within the law, of those who agreed to it, comes to {room:,.0f} hours in this time. More "
                f"than "
                "52 hours a week takes the ministry's approval and the person's consent: only a person sets that.",
            ),
            (
                "급증한 날에는 30분마다 `wfm reforecast`가 오늘 들어온 것으로 나머지를 다시 예측합니다.",
                "On the day itself `wfm reforecast` forecasts the rest anew from what came so far.",
            ),
        ),
        Table(heads, cells),
        (
            lines_picture(drawn, ("시", "하루 평균 부족 인원"), is_stepped=True),
            lines_picture(drawn, ("hour", "agents short on an average day"), is_stepped=True),
        ),
    )


def _drawn(outcome: ScenarioOutcome) -> pd.DataFrame:
    return by_hour(outcome, ("short",)).rename(columns={"short": "y"})
