"""A site's requirement by set of skills: its people, nights, deferred work, shrinkage and reserve."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from pandera.typing.pandas import DataFrame

from domain.errors import ConfigError
from domain.frames import Forecast
from domain.people import Person
from domain.site_config import Goal, Queue, Recovery
from staffing.by_skill.site_day import groups_of, live_part, site_days, stream_of
from staffing.by_skill.site_requirement import SearchSettings, SkillOutcome, at_work, site_skill_requirement, thinned
from tests.unit.staffing.by_skill.small import LITTLE
from tests.unit.staffing.small import small_forecast, voice

GOAL = Goal(response_rate=0.9)
MAIL = Queue(id="mail", channel="email", aht_s=300, goal=Goal(max_backlog_h=2))
QUEUES = (voice(GOAL, "a"), voice(GOAL, "b"), MAIL)
LIVE = ["a", "b", "a;b"]


def person(number: int, *skills: str, night_consent: bool = True, end: date = date(2030, 1, 1)) -> Person:
    known = frozenset(skills)
    return Person(f"A{number}", "agent", "T", "V", known, 2400, 0, night_consent, "any", date(2020, 1, 1), end)


def people(*numbers: tuple[int, tuple[str, ...]]) -> list[Person]:
    return [person(100 * kind + n, *skills) for kind, (number, skills) in enumerate(numbers) for n in range(number)]


STAFF = people((30, ("a",)), (30, ("b",)), (30, ("a", "b")), (2, ("mail",)))


def forecast() -> DataFrame[Forecast]:
    calls = {"a": [60.0, 80, 70, 60], "b": [30.0] * 4}
    mail = small_forecast([6.0] * 4, "mail", aht_s=300)
    return pd.concat([*(small_forecast(offered, queue) for queue, offered in calls.items()), mail])


def needed(
    staff: list[Person] = STAFF, shrinkage: float = 0.0, recovery: Recovery | None = None
) -> tuple[SkillOutcome, pd.DataFrame]:
    settings, lost = SearchSettings(seed=1, effort=LITTLE), {"absence": shrinkage}
    found = site_skill_requirement(forecast(), QUEUES, staff, lost, 30, recovery=recovery, search=settings)
    return found, found.frame.pivot(index="interval_start", columns="skills", values="agents")


@pytest.fixture(scope="module")
def plain() -> tuple[SkillOutcome, pd.DataFrame]:
    return needed()


def test_rows_are_the_sets_of_skills_that_people_have_and_deferred_work_has_its_own(
    plain: tuple[SkillOutcome, pd.DataFrame],
) -> None:
    outcome, table = plain
    assert set(table.columns) == {*LIVE, "mail"}
    assert len(table) == 4
    assert table["mail"].sum() > 0
    assert any("counted once" in note for note in outcome.notes)


def test_together_they_are_fewer_than_the_queues_need_apart(plain: tuple[SkillOutcome, pd.DataFrame]) -> None:
    rows = forecast()
    parts = [live_part(queue, rows[rows["queue"] == queue.id], 0.0, 30) for queue in QUEUES[:2]]
    apart = sum(int(part.needed["agents"].sum()) for part in parts if part.needed is not None)
    assert plain[1][LIVE].to_numpy().sum() < apart


def test_shrinkage_is_added_to_the_team_not_to_every_group(plain: tuple[SkillOutcome, pd.DataFrame]) -> None:
    bare, more = plain[1][LIVE].sum(axis=1), needed(shrinkage=0.1)[1][LIVE].sum(axis=1)
    assert more.to_list() == np.ceil(bare / 0.9 - 1e-9).astype(int).to_list()
    assert at_work(np.array([[9], [9], [1]]), 0.1).tolist() == [[11], [10], [1]]  # 22 of 19 / 0.9


def test_a_reserve_for_recovery_is_added(plain: tuple[SkillOutcome, pd.DataFrame]) -> None:
    held = needed(recovery=Recovery(events_per_agent_month=10.6))
    assert (held[1].sum(axis=1) > plain[1].sum(axis=1)).all()


def test_a_queue_whose_skill_nobody_has_is_named() -> None:
    with pytest.raises(ConfigError, match=r"No agent in staff\.csv has the skill b, mail"):
        needed(people((30, ("a",))))


def test_people_who_are_not_there_are_named_with_time_and_number() -> None:
    outcome, _ = needed(people((3, ("a",)), (30, ("b",)), (1, ("a", "b", "mail"))))
    assert any("more people are needed than staff.csv has" in note for note in outcome.notes)


def test_at_night_only_those_who_consent_are_there_and_nobody_after_the_end_of_the_contract() -> None:
    staff = [
        person(1, "a"),
        person(2, "a", night_consent=False),
        person(3, "a", "b", end=date(2026, 3, 1)),
        person(4, "a", "mail"),
    ]
    starts = pd.date_range("2026-03-02T21:30", periods=3, freq="30min", tz="Asia/Seoul")
    found = groups_of(staff, ["a", "b"], starts)
    assert [group.skills for group in found] == [(0,)]
    assert found[0].most is not None
    assert found[0].most.tolist() == [3, 2, 2]


def test_days_are_cut_at_midnight_and_what_the_forecast_leaves_out_is_empty() -> None:
    starts = ("2026-03-02T23:00", "2026-03-02T23:30")
    parts = [
        live_part(queue, small_forecast([5, 6, 7, 8], queue.id, start=start), 0.0, 30)
        for queue, start in zip(QUEUES[:2], starts, strict=True)
    ]
    days = site_days(parts, 30)
    assert [day.starts.size for day in days] == [2, 3]
    assert days[0].streams[1].offered.tolist() == [0, 5]
    assert days[1].streams[0].offered.tolist() == [7, 8, 0]
    assert days[1].needs[0, 2] == 0


def test_who_calls_again_is_part_of_the_stream() -> None:
    queue = Queue(id="a", aht_s=180, patience_s=120, redial_share=0.5, redial_after_min=3, goal=GOAL)
    redials = stream_of(queue, np.array([10.0]), np.array([180.0])).redials
    assert redials is not None
    assert (redials.share, redials.after_s) == (0.5, 180)


def test_spare_time_is_that_of_the_smaller_team() -> None:
    part = live_part(QUEUES[0], small_forecast([100.0], "a"), 0.0, 30)
    before = part.needed
    assert before is not None
    half = pd.DataFrame({"a": [before["agents"].iloc[0] // 2]}, index=pd.DatetimeIndex(before["interval_start"]))
    after = thinned([part], half)[0].needed
    assert after is not None
    assert after["agents"].iloc[0] == before["agents"].iloc[0] // 2
    assert after["occupancy"].iloc[0] == 1.0


def test_days_side_by_side_are_the_same_as_one_after_the_other() -> None:
    days = [small_forecast([40.0, 50], queue, start=f"2026-03-0{day}T09:00") for day in (2, 3) for queue in ("a", "b")]
    frames = []
    for jobs in (1, 2):
        settings = SearchSettings(seed=1, effort=LITTLE, jobs=jobs)
        frames.append(site_skill_requirement(pd.concat(days), QUEUES[:2], STAFF, {}, 30, search=settings).frame)
    pd.testing.assert_frame_equal(*frames)
    assert frames[0]["interval_start"].dt.date.nunique() == 2
