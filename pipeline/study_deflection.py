"""Study of contacts that a machine takes, by topic: how many by the pilot and its error, along the ramp, and the price.

What a pilot settled of a topic is not what it will settle: its rates are drawn so many times as they may be, and told
are the tenth, the middle and the ninetieth of a hundred. Then desks by remote duties, and the price of a response rate.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from domain.scenarios import Deflection
from exports.picture import lines_picture
from exports.study_page import Part, Table, Text
from pipeline.scenario_run import scenario_outcome
from pipeline.scenario_scene import scenario_forecast
from pipeline.scenario_topics import Topics, rate_of, reach_of, refuse_unknown_topics
from pipeline.study import Study, StudyInput, in_both
from pipeline.study_price import price_study
from pipeline.study_remote import remote_study
from staffing.compiling import FloatArray
from staffing.pilot_rates import PilotRate, drawn_rates, pilot_rate

DRAWS, SEED = 4000, 120
LOW, HIGH = 0.1, 0.9
STEP_DAYS = 7  # between the points of the ramp's picture
AFTER = timedelta(days=28)  # shown of the time after the ramp
NAMES: Mapping[str, Text] = {
    "likely": ("예상", "likely"),
    "low": ("하위 10%", "low (p10)"),
    "high": ("상위 10%", "high (p90)"),
    "hope": ("목표", "hoped for"),
}


@dataclass(frozen=True, slots=True, eq=False)
class _Pilots:
    """The deflection's topics: their share of the contacts of the days shown, their rates, and draws of these."""

    deflection: Deflection
    topics: Topics
    mix: Mapping[str, float]
    rates: Mapping[str, PilotRate]
    drawn: Mapping[str, FloatArray]

    def taken(self, reached: Mapping[str, float]) -> FloatArray:
        """The share of contacts taken in each draw, each topic's ramp as far as that."""
        return np.sum([self.mix[name] * reached[name] * draws for name, draws in self.drawn.items()], axis=0)

    def on(self, day: date) -> FloatArray:
        """The same on a day of the ramp."""
        return self.taken({each.name: reach_of(self.deflection, each, day) for each in self.deflection.topic})

    def done(self) -> FloatArray:
        """The same once every ramp is done."""
        return self.taken(dict.fromkeys(self.drawn, 1.0))


def deflection_study(of: StudyInput) -> Study:
    """Shares taken by topic with their error, agent-hours that go with it, the ramp, desks, and the price."""
    found = [remote_study(of), price_study(of)]
    if of.scenario.deflection is not None and of.scenario.deflection.topic:
        found.insert(0, _topic_study(of, of.scenario.deflection))
    return Study(
        parts=tuple(part for study in found for part in study.parts),
        figures={key: value for study in found for key, value in study.figures.items()},
        frames={name: frame for study in found for name, frame in study.frames.items()},
    )


def _topic_study(of: StudyInput, deflection: Deflection) -> Study:
    pilots = _pilots(of, deflection)
    done = pilots.done()
    low, likely, high = (float(each) for each in np.quantile(done, (LOW, 0.5, HIGH)))
    chance = float((done >= deflection.share).mean())
    most, least = (_hours_at(of, pilots, done, quantile) for quantile in (LOW, HIGH))
    ramp = ramp_of(of, pilots)
    return Study(
        parts=(
            _topics_part(pilots, (low, likely, high), chance),
            _ramp_part(ramp, (least, of.outcome.agent_hours, most)),
        ),
        figures={
            "deflected_low": low, "deflected": likely, "deflected_high": high, "deflected_hoped_for": deflection.share,
            "chance_of_hope": chance, "agent_hours_low": least, "agent_hours_high": most,
        },
        frames={"topics": _table(pilots), "ramp": ramp},
    )  # fmt: skip


def _pilots(of: StudyInput, deflection: Deflection) -> _Pilots:
    """The topics' shares of the contacts that the deflection is for, before anything is taken of them."""
    topics = refuse_unknown_topics(deflection, of.scene.topics)
    asked = scenario_forecast(of.scene.forecast, of.scenario.model_copy(update={"deflection": None}))
    rows = asked[asked["queue"].isin(deflection.queues)] if deflection.queues else asked
    stamps, offered = rows["interval_start"], rows["offered"].to_numpy(float)
    places = [(stamp.hour, stamp.date() in topics.days_off) for stamp in stamps]
    mix = {
        pilot.name: float(np.dot([topics.shares.of_hour(pilot.name, *place) for place in places], offered))
        / (float(offered.sum()) or 1.0)
        for pilot in deflection.topic
    }
    rates = {pilot.name: pilot_rate(pilot.tried, pilot.taken) for pilot in deflection.topic}
    return _Pilots(deflection, topics, mix, rates, drawn_rates(rates, DRAWS, SEED))


def _hours_at(of: StudyInput, pilots: _Pilots, done: FloatArray, quantile: float) -> float:
    """Agent-hours with the rates of the draw at that place among all draws, by the share that it takes."""
    place = int(np.argsort(done)[round(quantile * (DRAWS - 1))])
    rates = {name: float(draws[place]) for name, draws in pilots.drawn.items()}
    scene = replace(of.scene, topics=replace(pilots.topics, rates=rates))
    return scenario_outcome(scene, of.scenario).agent_hours


def ramp_of(of: StudyInput, pilots: _Pilots) -> pd.DataFrame:
    """By day of the ramp (x, a week apart) the share taken: low, likely and high, and what is hoped for."""
    named = [each.from_date or pilots.deflection.from_date for each in pilots.deflection.topic]
    ends = [each.full_on or pilots.deflection.full_on for each in pilots.deflection.topic]
    first = min((day for day in named if day), default=of.scene.window.start)
    last = max((day for day in (*named, *ends) if day), default=of.scene.window.last) + AFTER
    rows = []
    for day in (first + timedelta(days=number) for number in range(0, (last - first).days + 1, STEP_DAYS)):
        low, likely, high = np.quantile(pilots.on(day), (LOW, 0.5, HIGH))
        rows.append((pd.Timestamp(day), low, likely, high, pilots.deflection.share))
    return pd.DataFrame(rows, columns=["day", "low", "likely", "high", "hope"])


def _table(pilots: _Pilots) -> pd.DataFrame:
    """A row a topic: contacts tried and weeks of the pilot, share of contacts, rate with its band, share taken."""
    rows = []
    for pilot in pilots.deflection.topic:
        low, high = np.quantile(pilots.drawn[pilot.name], (LOW, HIGH))
        rate, mix = rate_of(pilot, pilots.topics), pilots.mix[pilot.name]
        rows.append((pilot.name, mix, len(pilot.tried), sum(pilot.tried), rate, low, high, mix * rate))
    columns = ["topic", "share", "weeks", "tried", "rate", "low", "high", "taken"]
    return pd.DataFrame(rows, columns=columns)


def _topics_part(pilots: _Pilots, taken: tuple[float, float, float], chance: float) -> Part:
    heads: tuple[Text, ...] = (
        ("주제", "topic"), ("인입 중 몫", "share of contacts"), ("시범 주", "weeks of pilot"),
        ("시범 인입", "contacts tried"),
        ("해결률", "settled"), ("80% 범위", "80% band"), ("전체 중 자동 응대", "taken of all"),
    )  # fmt: skip
    cells = tuple(
        (
            str(row.topic), f"{row.share:.1%}", str(row.weeks), f"{row.tried:,}", f"{row.rate:.1%}",
            f"{row.low:.1%} – {row.high:.1%}", f"{row.taken:.1%}",
        )
        for row in _table(pilots).itertuples()
    )  # fmt: skip
    low, likely, high = taken
    hope = pilots.deflection.share
    return Part(
        ("주제별 자동 응대와 시범의 오차", "Deflection by topic, with the pilot's error"),
        (
            (
                f"시범 결과대로면 이 큐들의 인입 {likely:.1%}를 자동으로 응대합니다(80% 범위 {low:.1%}에서 "
                f"{high:.1%}). 목표 {hope:.0%}에 이를 가능성은 {chance:.0%}입니다.",
                f"By the pilot {likely:.1%} of the contacts of these queues are settled without an agent (80% band "
                f"{low:.1%} to {high:.1%}). The chance of the {hope:.0%} hoped for is {chance:.0%}.",
            ),
            (
                "범위는 시범 주마다의 차이와 시범 건수에서 옵니다. 시범에 스스로 참여한 사람이 남들과 다르면 더 "
                "넓습니다.",
                "The band comes from how the pilot's weeks differ and how many contacts it had. It is wider yet where "
                "those who tried it are unlike the others.",
            ),
        ),
        Table(heads, cells),
    )


def _ramp_part(ramp: pd.DataFrame, hours: tuple[float, float, float]) -> Part:
    drawn = ramp.melt("day", ["likely", "low", "high", "hope"], "series", "y").rename(columns={"day": "x"})
    korean, english = in_both(drawn.assign(y=drawn["y"] * 100), NAMES)
    least, likely, most = hours
    return Part(
        ("단계별 자동 응대", "The ramp"),
        (
            (
                f"이 기간에 필요한 상담사 시간은 {likely:,.0f}시간, 범위는 {least:,.0f}에서 {most:,.0f}시간입니다. "
                "범위의 위쪽을 준비하고, 시범이 늘면 다시 셈하세요.",
                f"These days need {likely:,.0f} agent-hours, from {least:,.0f} to {most:,.0f} over the band. Plan for "
                "its upper end, and reckon anew as the pilot grows.",
            ),
        ),
        picture=(
            lines_picture(korean, ("", "자동 응대, %")),
            lines_picture(english, ("", "settled without an agent, %")),
        ),
    )
