"""`wfm simulate` plays a requirement or a roster: files as agreed, meals kept, and one sentence where it cannot."""

import csv
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from domain.errors import ConfigError, DataError, UsageError, WfmError
from pipeline.simulate_agents import with_lead
from pipeline.simulate_plan import rostered_plan
from pipeline.simulate_run import SimulationOrder, SimulationReport, report_json, simulate_to_file
from pipeline.simulate_window import time_line
from staffing.queue_figures import queue_figures
from staffing.simulation.model import AgentGroup
from staffing.simulation.parts import time_at_work

SITE = """
[site]
id = "small"
timezone = "Asia/Seoul"
country = "KR"
interval_minutes = 30

[[queue]]
id = "general"
aht_s = 180
patience_s = 120
[queue.goal]
response_rate = 0.9

[[queue]]
id = "mail"
channel = "email"
aht_s = 300
[queue.goal]
max_backlog_h = 2
"""
DAY = datetime(2026, 6, 8)
HALF_HOURS = [DAY + timedelta(hours=9, minutes=30 * k) for k in range(6)]
FILES = ("out.csv", "out_days.csv", "out_weeks.csv", "out_window.csv")
WITH_REDIALS = "patience_s = 120\nredial_share = 0.5\nredial_after_min = 10"
RECOVERY = "\n[recovery]\nevents_per_agent_month = 60\n"
STAFF_HEAD = (
    "agent_id,role,team,vendor,skills,contract_minutes_week,max_overtime_minutes_week,night_consent,mode,start_date,"
    "end_date\n"
)
ROSTER_HEAD = "agent_id,role,team,date,shift,start,end,paid_minutes,mode\n"
ACTIVITY_HEAD = "agent_id,start,end,activity,queue\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site folder with a forecast of two queues and a requirement beside it."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "site.toml").write_text(SITE, encoding="utf-8")
    forecast = ["interval_start,queue,offered,p10,p50,p90,aht_s,model"]
    forecast += [f"{stamp.isoformat()},general,100,90,100,110,180,given" for stamp in HALF_HOURS]
    forecast += [f"{stamp.isoformat()},mail,4,2,4,6,300,given" for stamp in HALF_HOURS[:3]]
    (tmp_path / "forecast.csv").write_text("\n".join(forecast), encoding="utf-8")
    agents = [f"{stamp.isoformat()},{queue},{n}" for stamp in HALF_HOURS for queue, n in (("general", 11), ("mail", 2))]
    (tmp_path / "requirement.csv").write_text("\n".join(["interval_start,queue,agents", *agents]), encoding="utf-8")
    return folder


def roster(folder: Path) -> Path:
    """Twelve on calls from nine to twelve, all at their meal from ten past ten to twenty to eleven; a lead."""
    folder.mkdir()
    duties, activities = "", ""
    for number in range(12):
        name = f"A{number:02}"
        duties += f"{name},agent,T1,2026-06-08,D,2026-06-08T09:00,2026-06-08T12:00,150,site\n"
        for start, end, what, queue in (
            ("09:00", "10:10", "work", "general"),
            ("10:10", "10:40", "meal", ""),
            ("10:40", "12:00", "work", "general"),
        ):
            activities += f"{name},2026-06-08T{start},2026-06-08T{end},{what},{queue}\n"
    duties += "L01,lead,T1,2026-06-08,D,2026-06-08T09:00,2026-06-08T12:00,180,site\n"
    activities += "L01,2026-06-08T09:00,2026-06-08T12:00,work,\n"
    (folder / "roster.csv").write_text(ROSTER_HEAD + duties, encoding="utf-8")
    (folder / "activities.csv").write_text(ACTIVITY_HEAD + activities, encoding="utf-8")
    return folder


def simulated(site: Path, **order: object) -> SimulationReport:
    given = {"requirement": site.parent / "requirement.csv", "replications": 60, "day_cv": 0.0} | order
    return simulate_to_file(
        SimulationOrder(site, site.parent / "forecast.csv", **given),  # type: ignore[arg-type]
        site.parent / "out.csv",
    )


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_requirement_is_simulated_by_interval_and_by_day(site: Path) -> None:
    report = simulated(site)
    by_interval, by_day = rows(site.parent / "out.csv"), rows(site.parent / "out_days.csv")
    assert list(by_interval[0]) == [
        "interval_start", "queue", "offered", "answered", "response_rate", "response_rate_p10", "response_rate_p90",
        "attempts", "response_rate_by_attempt", "service_level", "asa_s", "occupancy", "occupancy_with_deferred",
        "backlog", "backlog_age_h", "backlog_age_h_p90",
    ]  # fmt: skip
    assert [(row["interval_start"], row["queue"]) for row in by_interval[:2]] == [
        ("2026-06-08T09:00:00", "general"),
        ("2026-06-08T09:00:00", "mail"),
    ]
    assert len(by_interval) == 12
    assert [(row["date"], row["queue"]) for row in by_day] == [("2026-06-08", "general"), ("2026-06-08", "mail")]
    assert (report.days, report.replications, len(report.files)) == (1, 60, 4)
    assert 0 < float(by_day[0]["goals_met"]) < 1


def test_what_is_reached_is_what_the_formulas_say_of_the_middle_of_the_morning(site: Path) -> None:
    simulated(site, replications=2000)
    late = [float(row["response_rate"]) for row in rows(site.parent / "out.csv") if row["queue"] == "general"][2:]
    assert sum(late) / len(late) == pytest.approx(queue_figures(10.0, 11, 180.0, 120.0).response_rate, abs=0.004)


def test_deferred_work_waits_for_its_agents_and_never_gives_up(site: Path) -> None:
    report = simulated(site)
    mail = report.queues[1]
    assert mail.response_rate == 1
    assert mail.service_level > 0.99
    assert mail.days_met > 0.9


def test_a_roster_is_simulated_to_the_minute_with_its_meals(site: Path) -> None:
    report = simulated(site, requirement=None, roster=roster(site.parent / "roster"), replications=400)
    found = {row["interval_start"][11:16]: row for row in rows(site.parent / "out.csv") if row["queue"] == "general"}
    rates = {clock: float(row["response_rate"]) for clock, row in found.items()}
    assert rates["09:00"] == pytest.approx(queue_figures(10.0, 12, 180.0, 120.0).response_rate, abs=0.015)
    # Two thirds of the contacts of each of these two half-hours or so come in while nobody answers.
    assert rates["10:00"] < 0.6
    assert 0.6 < rates["10:30"] < 0.85
    assert rates["11:30"] > 0.9
    assert any("mail" in note and "nobody is there for it" in note for note in report.notes)


def test_a_roster_has_as_many_agent_hours_as_its_stretches_of_work(site: Path) -> None:
    """Twelve for three hours less half an hour of meal; the lead works on no queue."""
    plan = rostered_plan(roster(site.parent / "roster"), "Asia/Seoul", ())
    line = time_line(pd.Series(pd.DatetimeIndex(HALF_HOURS).tz_localize("Asia/Seoul")), 30)
    at_work = plan.at_work("general", line)
    there_s = time_at_work([AgentGroup((0,), *at_work)], 1800.0, 6)[0, 0]
    assert there_s.tolist() == [12 * minutes * 60 for minutes in (30, 30, 10, 20, 30, 30)]
    with_lead_s = time_at_work([AgentGroup((0,), *with_lead(at_work, np.array([2]), line))], 1800.0, 9)[0, 0]
    assert with_lead_s.tolist() == [0, 0, there_s[2], *there_s], "the interval that stands before goes in front"
    assert at_work[1][-1] == 0, "nobody is there when the duties have ended"


def test_shrinkage_takes_agents_off_the_queue(site: Path) -> None:
    full = simulated(site).queues[0]
    with (site / "site.toml").open("a", encoding="utf-8") as file:
        file.write("\n[shrinkage]\nabsence = 0.2\n")
    fewer = simulated(site).queues[0]
    assert fewer.response_rate < full.response_rate - 0.05
    assert fewer.occupancy > full.occupancy


def test_the_band_of_the_forecast_makes_days_differ_unless_told_otherwise(site: Path) -> None:
    forecast = site.parent / "forecast.csv"
    forecast.write_text(forecast.read_text(encoding="utf-8").replace("100,90,100,110", "100,60,100,140"), "utf-8")
    by_band, by_mean = simulated(site, day_cv=None), simulated(site)
    assert any("--day-cv 0" in note for note in by_band.notes)
    assert not any("--day-cv" in note for note in by_mean.notes)
    assert by_band.queues[0].response_rate_p10 < by_mean.queues[0].response_rate_p10 - 0.03


def test_the_same_seed_gives_the_same_bytes_whatever_the_jobs(site: Path) -> None:
    texts = []
    (site / "site.toml").write_text(SITE.replace("patience_s = 120", WITH_REDIALS) + RECOVERY, encoding="utf-8")
    (site / "staff.csv").write_text(STAFF_HEAD + "A00,agent,T1,V,general;mail,2400,0,1,site,2021-01-01,\n", "utf-8")
    for jobs, seed in ((1, 4), (3, 4), (1, 5)):
        simulated(site, jobs=jobs, seed=seed)
        texts.append(b"".join((site.parent / name).read_bytes() for name in FILES))
    assert texts[0] == texts[1]
    assert texts[0] != texts[2]


def test_what_is_not_known_is_null_in_json(site: Path) -> None:
    empty = site.parent / "forecast.csv"
    empty.write_text(empty.read_text(encoding="utf-8").replace("mail,4,2,4,6", "mail,0,0,0,0"), encoding="utf-8")
    queues = report_json(simulated(site))["queues"]
    assert isinstance(queues, list)
    assert queues[1]["response_rate"] is None
    assert queues[0]["queue"] == "general"


@pytest.mark.parametrize(
    ("wrong", "error", "said"),
    [
        ({"requirement": None}, UsageError, "who is at work"),
        ({"roster": Path("r")}, UsageError, "one of the two"),
        ({"replications": 10_000_000}, UsageError, "at most"),
    ],
)
def test_an_order_that_cannot_be_is_refused(site: Path, wrong: dict, error: type[WfmError], said: str) -> None:
    with pytest.raises(error, match=said):
        simulated(site, **wrong)
    assert not (site.parent / "out.csv").exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "error", "said"),
    [
        ("forecast.csv", "general,100", "vip,100", ConfigError, "The forecast has queue vip"),
        ("requirement.csv", "mail", "post", ConfigError, "requirement.csv has queue post"),
        ("requirement.csv", "2026-06-08", "2026-07-08", ConfigError, "no interval in common"),
        ("forecast.csv", "T09:30:00,general", "T09:40:00,general", ConfigError, "whole number"),
        ("requirement.csv", "general,11", "general,eleven", DataError, "a number"),
    ],
)
def test_files_that_do_not_fit_are_refused_in_one_sentence(
    site: Path, file: str, old: str, new: str, error: type[WfmError], said: str
) -> None:
    path = site.parent / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(error, match=said):
        simulated(site)
    assert not (site.parent / "out.csv").exists()
    assert not any((site.parent / name).exists() for name in FILES)
