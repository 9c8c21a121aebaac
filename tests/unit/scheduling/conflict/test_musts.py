"""What the engine does with what is marked `must`: keep it where it can, and never claim what is not proven."""

import time

import numpy as np
import pytest

from domain.errors import NoRosterError
from domain.site_config import Lead
from scheduling.conflict import musts
from scheduling.conflict.available import hopeless_intervals
from scheduling.conflict.case import case_of, stretch_of
from scheduling.conflict.decision import Decision, Effort, decision
from scheduling.engine import make_roster
from scheduling.options import SolveOptions
from scheduling.report import report_json
from scheduling.staff_tables import staff_tables
from tests.builders import NIGHT, person, requirement, shift, site
from tests.unit.scheduling.conflict.impossible import THREE, WEEK, nights_without_consent, seven_days_without_rest


def options() -> SolveOptions:
    return SolveOptions(clock=time.monotonic, time_limit_s=20, gap=0.95)


def test_a_span_marked_must_keeps_agents_off_for_whom_there_is_no_lead() -> None:
    of = site([*THREE, person("L001", "lead")], [shift()], lead=Lead(span=2, must=True))

    outcome = make_roster(of, requirement(5, "09:00", "18:00", 3), WEEK, options())

    assert outcome.terms.lead_intervals_short == 0
    assert outcome.unmet == "" and outcome.audit.hard_broken == 0
    on_monday = [duty.role for duty in outcome.roster.duties if duty.day == WEEK.start]
    assert sorted(on_monday) == ["agent", "agent", "lead"]


def test_what_is_not_decided_is_not_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    of = nights_without_consent()
    monkeypatch.setattr(musts, "decision", lambda *_: Decision("unknown"))
    monkeypatch.setattr(musts, "proven_stretch", lambda *_: None)

    outcome = make_roster(of.site, of.needed, WEEK, options())

    assert outcome.audit.hard_broken == 0
    assert outcome.unmet == "queue general lacks 28.0 agent-intervals"
    assert "nor proven that none exists" in report_json(outcome)["must_not_met"]


def test_a_program_too_large_or_too_late_decides_nothing() -> None:
    of = seven_days_without_rest()
    case = case_of(of.site, of.needed, WEEK)

    assert decision(case, Effort(60)).verdict == "none"
    assert decision(case, Effort(60, most_steps=3)).verdict == "unknown"


def test_a_stretch_of_days_is_never_harder_than_the_window() -> None:
    of = seven_days_without_rest()
    case = case_of(of.site, of.needed, WEEK)

    verdicts = {days: decision(stretch_of(case, 0, days - 1), Effort(60)).verdict for days in (1, 6, 7)}

    assert verdicts == {1: "exists", 6: "exists", 7: "none"}


def test_hopeless_intervals_are_those_for_which_too_few_may_come_at_all() -> None:
    able = site([*THREE, person("A0009", consents=True)], [shift(), NIGHT], must=True)
    needed = requirement(1, "21:30", "23:00", 1)
    one, two = (case_of(able, needed.assign(agents=agents), WEEK) for agents in (1, 2))

    assert hopeless_intervals(one, staff_tables(able, WEEK)) == [43]  # no shift covers half past nine
    assert hopeless_intervals(two, staff_tables(able, WEEK)) == [43, 44, 45]
    assert np.flatnonzero(two.needs["general"]).tolist() == [43, 44, 45]


def test_a_must_that_no_shift_covers_is_refused_before_anything_is_sought() -> None:
    of = site(THREE, [shift()], must=True)

    with pytest.raises(NoRosterError, match=r"no shift of shifts\.csv covers 2026-06-08 04:00"):
        make_roster(of, requirement(1, "04:00", "05:00", 1), WEEK, options())
