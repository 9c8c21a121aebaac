"""Spare time of live queues: whose it is, how much, lent once, and what it leaves for agents of the deferred queue."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from domain.errors import ConfigError
from domain.frames import Forecast, checked
from domain.people import Person
from domain.site_config import Goal, Queue
from staffing.requirement import RequirementOutcome, requirement
from staffing.spare_time.idle_time import lenders_of
from staffing.spare_time.lenders import SkillGroup, skill_groups
from staffing.spare_time.loans import Lender, after_loan, lent_s
from tests.builders import person
from tests.unit.staffing.small import small_forecast, voice

HALF_HOUR_S = 1800.0
MAIL = Queue(id="mail", channel="email", aht_s=300, goal=Goal(max_backlog_h=4))
SNS = Queue(id="sns", channel="sns", aht_s=200, goal=Goal(max_backlog_h=2))
LINE = voice(Goal(response_rate=0.95, service_level=0.8))


def staff(*skills: str, consents: bool = False) -> list[Person]:
    """A person for each of the texts "general;mail"."""
    return [
        person(f"A{number}", skills=known.split(";"), consents=consents) for number, known in enumerate(skills)
    ]  # fmt: skip


def test_a_group_is_the_share_of_those_on_the_queue_who_know_the_same_deferred_queues() -> None:
    people = staff("general", "general;mail", "general;mail;sns", "general")
    groups = skill_groups(people, [LINE, MAIL, SNS])
    assert {group.deferred: group.day_share for group in groups} == {
        frozenset({"mail"}): 0.25,
        frozenset({"mail", "sns"}): 0.25,
    }


def test_who_knows_two_live_queues_is_half_on_each() -> None:
    people = staff("general", "general;foreign;mail")
    groups = skill_groups(people, [LINE, voice(Goal(response_rate=0.9), "foreign"), MAIL])
    assert {group.live: group.day_share for group in groups} == {
        "general": pytest.approx(1 / 3),
        "foreign": 1,
    }


def test_at_night_only_those_count_who_consent_to_nights() -> None:
    people = [*staff("general;mail", "general;mail"), *staff("general", "general;mail", consents=True)]
    (group,) = skill_groups(people, [LINE, MAIL])
    assert (group.day_share, group.night_share) == (0.75, 0.5)


@pytest.mark.parametrize("people", [[], staff("general", "mail"), [person("L1", role="lead")]])
def test_where_nobody_knows_both_nobody_lends(people: Sequence[Person]) -> None:
    assert skill_groups(people, [LINE, MAIL]) == []


def test_agents_with_several_chats_at_once_lend_nothing() -> None:
    chat = LINE.model_copy(update={"channel": "chat", "concurrency": 2})
    assert skill_groups(staff("general;mail"), [chat, MAIL]) == []


def lent_by_ten(occupancy: float, share: float, start: str = "2026-03-02T09:00", band: float = 0.0) -> Lender:
    """What a group lends of ten agents at work, shrinkage 20%: eight on the queue."""
    rows = small_forecast([100.0], start=start)
    if band:
        rows = rows.assign(p10=100 - band, p90=100 + band)
    needed = rows[["interval_start"]].assign(agents=10, occupancy=occupancy)
    (lender,) = lenders_of([SkillGroup("general", frozenset({"mail"}), share, share / 2)], rows, needed, 0.2, 30)
    return lender


def test_a_group_lends_the_idle_time_of_its_whole_people_on_the_queue() -> None:
    """Eight on the queue at occupancy 0.7, a share of 0.4: three whole people with 0.3 of their time."""
    lender = lent_by_ten(0.7, 0.4)
    assert lender.there_s.tolist() == [3 * HALF_HOUR_S]
    assert lender.spare_s.tolist() == pytest.approx([3 * 0.3 * HALF_HOUR_S])


def test_at_night_the_share_of_the_night_counts() -> None:
    assert lent_by_ten(0.7, 0.5, start="2026-03-02T22:00").there_s.tolist() == [2 * HALF_HOUR_S]
    assert lent_by_ten(0.7, 0.5, start="2026-03-02T21:30").there_s.tolist() == [4 * HALF_HOUR_S]


def test_a_share_of_less_than_a_person_lends_nothing() -> None:
    assert lent_by_ten(0.5, 0.12).spare_s.tolist() == [0]


def test_a_rate_that_is_not_known_leaves_less_to_lend() -> None:
    assert lent_by_ten(0.7, 0.5, band=40).spare_s.sum() < lent_by_ten(0.7, 0.5).spare_s.sum()


def lender_of(deferred: Sequence[str], spare_s: float, there_s: float = HALF_HOUR_S) -> Lender:
    """A lender of one interval."""
    stamps = pd.date_range("2026-03-02T09:00", periods=1, freq="30min", tz="Asia/Seoul")
    group = SkillGroup("general", frozenset(deferred), 0.5, 0.5)
    return Lender(group, pd.Series(there_s, index=stamps), pd.Series(spare_s, index=stamps))


def test_time_is_lent_once_and_first_by_those_who_know_least() -> None:
    lenders = [lender_of(["mail", "sns"], 600), lender_of(["mail"], 500)]
    stamps = lenders[0].spare_s.index
    assert lent_s(lenders, "mail", stamps, 0.0).tolist() == [1100]
    left, given = after_loan(lenders, "mail", pd.Series(700.0, index=stamps), 0.0)
    assert [lender.spare_s.iloc[0] for lender in left] == [400, 0]
    assert given == {"general": 700}
    assert lent_s(left, "sns", stamps, 0.0).tolist() == [400]


def test_what_is_held_back_is_of_the_time_that_people_are_there() -> None:
    stamps = lender_of(["mail"], 0).spare_s.index
    assert lent_s([lender_of(["mail"], 600)], "mail", stamps, 0.1).tolist() == [600 - 180]
    assert lent_s([lender_of(["mail"], 100)], "mail", stamps, 0.1).tolist() == [0]


def test_a_queue_of_other_hours_lends_where_both_have_an_interval() -> None:
    later = pd.date_range("2026-03-02T09:00", periods=2, freq="30min", tz="Asia/Seoul")
    assert lent_s([lender_of(["mail"], 600)], "mail", later, 0.0).tolist() == [600, 0]


def day(people: Sequence[Person], queues: Sequence[Queue] = (LINE, MAIL), mails: float = 8.0) -> RequirementOutcome:
    """Twelve hours of 40 calls a half-hour, with messages in the first six."""
    frames = [small_forecast([40.0] * 24)]
    for queue in queues[1:]:
        frames.append(small_forecast([mails] * 12 + [0.0] * 12, queue=queue.id, aht_s=queue.aht_s))
    forecast = checked(Forecast, pd.concat(frames, ignore_index=True))
    return requirement(forecast, queues, {"absence": 0.05}, 30, people=people)


def agents_of(outcome: RequirementOutcome, queue: str) -> int:
    """Agent-intervals of the queue."""
    return int(outcome.frame.loc[outcome.frame["queue"] == queue, "agents"].sum())


def test_without_people_messages_have_agents_of_their_own_and_nothing_is_said() -> None:
    outcome = day([])
    assert agents_of(outcome, "mail") >= 12 * 8 * 300 / 1800 / 0.9
    assert outcome.notes == ()


def test_with_people_who_know_both_messages_take_fewer_and_calls_as_many() -> None:
    alone, some, all_know = (
        day(people)
        for people in ([], staff("general", "general;mail", "general"), staff("general;mail", "general;mail"))
    )
    assert agents_of(alone, "mail") > agents_of(some, "mail") > agents_of(all_know, "mail")
    pd.testing.assert_frame_equal(
        *(found.frame[found.frame["queue"] == "general"].reset_index(drop=True) for found in (alone, all_know))
    )
    (note,) = all_know.notes
    assert note.startswith("Queue mail: 100% of its work, 8.0 agent-hours, is worked in the spare time of general")


def test_messages_in_spare_time_are_all_answered_within_their_backlog() -> None:
    frame = day(staff("general;mail")).frame
    mails = frame[(frame["queue"] == "mail") & (frame["binding"] == "backlog")]
    assert (mails["response_rate"] == 1).all()
    assert (mails["asa_s"] <= 4 * 3600).all()
    assert mails["occupancy"].isna().all()  # nobody is there for messages alone


def test_an_occupancy_goal_of_the_messages_keeps_time_for_the_agents() -> None:
    careful = MAIL.model_copy(update={"goal": Goal(max_backlog_h=4, max_occupancy=0.8)})
    people = staff("general;mail", "general", "general;mail")
    assert agents_of(day(people, [LINE, careful], 20), "mail") > agents_of(day(people, mails=20), "mail")


def test_two_deferred_queues_do_not_take_the_same_time_twice() -> None:
    people = staff("general;mail;sns", "general", "general")
    both = day(people, [LINE, MAIL, SNS], mails=20)
    shared = sum(agents_of(both, queue) for queue in ("mail", "sns"))
    apart = sum(agents_of(day(people, [LINE, queue], mails=20), queue.id) for queue in (MAIL, SNS))
    assert shared > apart


def test_rows_keep_the_order_of_the_sites_queues() -> None:
    outcome = day(staff("general;mail"))
    first = checked(Forecast, pd.concat([small_forecast([9.0], "mail"), small_forecast([9.0])], ignore_index=True))
    assert outcome.frame["queue"].tolist()[:2] == ["general", "mail"]
    assert requirement(first, [MAIL, LINE], {}, 30).frame["queue"].tolist() == ["mail", "general"]


def test_messages_are_worked_in_their_working_hours_only() -> None:
    office = MAIL.model_copy(update={"works_from": "10:00", "works_until": "12:00"})
    frame = day([], [LINE, office]).frame
    mails = frame[frame["queue"] == "mail"].set_index("interval_start")
    hours = pd.DatetimeIndex(mails.index).hour
    assert mails["agents"][(hours < 10) | (hours >= 12)].sum() == 0
    assert mails["agents"][(hours >= 10) & (hours < 12)].min() > 0


def test_what_comes_after_the_last_working_hour_is_told() -> None:
    office = MAIL.model_copy(update={"works_from": "08:00", "works_until": "12:00"})
    (note,) = day([], [LINE, office]).notes
    assert note == (
        "Queue mail: 4.0 agent-hours of work come in after its last working hour and are left for after the forecast."
    )


def test_working_hours_over_midnight_are_those_of_the_night() -> None:
    night = MAIL.model_copy(update={"works_from": "22:00", "works_until": "06:00"})
    rows = small_forecast([8.0] * 48, "mail", start="2026-03-02T00:00")
    frame = requirement(rows, [night], {}, 30).frame
    hours = pd.DatetimeIndex(frame["interval_start"]).hour
    assert frame["agents"].to_numpy()[(hours >= 6) & (hours < 22)].sum() == 0
    assert frame["agents"].to_numpy()[(hours < 6) | (hours >= 22)].sum() > 0


def test_working_hours_without_an_interval_are_refused() -> None:
    short = MAIL.model_copy(update={"works_from": "09:10", "works_until": "09:30"})
    with pytest.raises(ConfigError, match="holds no whole interval of 30 min"):
        requirement(small_forecast([8.0], "mail"), [short], {}, 30)


def test_an_uncertain_count_of_messages_asks_for_more_and_is_told() -> None:
    rows = small_forecast([30.0] * 16, "mail", aht_s=300)
    wide = checked(Forecast, rows.assign(p10=10.0, p90=50.0))
    known, unsure = (requirement(each, [MAIL], {}, 30) for each in (rows, wide))
    assert agents_of(unsure, "mail") > agents_of(known, "mail")
    added = (agents_of(unsure, "mail") - agents_of(known, "mail")) / 2
    assert unsure.notes == (f"Queue mail: the uncertainty of the forecast adds {added:.1f} agent-hours.",)
    assert np.isfinite(unsure.frame["asa_s"]).all()
