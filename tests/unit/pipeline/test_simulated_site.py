"""A simulated site beside independent reckonings: forward equations, fixed points, laws, and sums that must agree."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from bench.day_of_calls import AHT_S, INTERVAL_MIN, PATIENCE_S, queue_of, the_day
from bench.simulated_day import simulated_day
from domain.site_config import Goal
from pipeline.simulate_run import SimulationOrder, SimulationReport, simulate_to_file
from pipeline.simulate_window import live_contacts, time_line
from staffing.live_rows import live_figures, live_traffic
from staffing.recovery import share_out
from staffing.requirement import requirement
from staffing.through_time.rate_shape import rate_shape
from staffing.through_time.traffic import extended
from store.csv_files import write_csv

HEAD = """
[site]
id = "small"
timezone = "Asia/Seoul"
country = "KR"
interval_minutes = 30
week_start = "wednesday"
"""
VOICE = """
[[queue]]
id = "{name}"
aht_s = 180
patience_s = {patience}
{more}
[queue.goal]
response_rate = 0.95
scope = "{scope}"
"""
MAIL = """
[[queue]]
id = "mail"
channel = "email"
aht_s = 300
[queue.goal]
max_backlog_h = 2
"""
STAFF_HEAD = (
    "agent_id,role,team,vendor,skills,contract_minutes_week,max_overtime_minutes_week,night_consent,mode,start_date,"
    "end_date\n"
)


def site(folder: Path, toml: str, staff: str = "") -> Path:
    folder.mkdir()
    (folder / "site.toml").write_text(HEAD + toml, encoding="utf-8")
    if staff:
        (folder / "staff.csv").write_text(STAFF_HEAD + staff, encoding="utf-8")
    return folder


def voice(name: str = "general", patience: float = 120, more: str = "", scope: str = "interval") -> str:
    return VOICE.format(name=name, patience=patience, more=more, scope=scope)


def forecast(folder: Path, means: dict[str, np.ndarray], aht_s: float = 180, start: str = "2026-03-02") -> Path:
    """Means of each queue from the start on, half-hour by half-hour, without a band."""
    rows = []
    for queue, offered in means.items():
        stamps = pd.date_range(start, periods=offered.size, freq="30min")
        counts = dict.fromkeys(("offered", "p10", "p50", "p90"), offered)
        rows.append(
            pd.DataFrame({"interval_start": stamps, "queue": queue, **counts, "aht_s": aht_s, "model": "given"})
        )
    pd.concat(rows).to_csv(folder / "forecast.csv", index=False)
    return folder / "forecast.csv"


def plan(folder: Path, agents: dict[str, np.ndarray], start: str = "2026-03-02") -> Path:
    rows = [
        pd.DataFrame(
            {"interval_start": pd.date_range(start, periods=n.size, freq="30min"), "queue": queue, "agents": n}
        )
        for queue, n in agents.items()
    ]
    pd.concat(rows).to_csv(folder / "requirement.csv", index=False)
    return folder / "requirement.csv"


def played(folder: Path, **order: object) -> tuple[SimulationReport, dict[str, pd.DataFrame]]:
    given = {"requirement": folder.parent / "requirement.csv", "replications": 100, "jobs": 1} | order
    out = folder.parent / "out.csv"
    report = simulate_to_file(SimulationOrder(folder, folder.parent / "forecast.csv", **given), out)  # type: ignore[arg-type]
    return report, {
        Path(file).stem.removeprefix("out").strip("_") or "intervals": pd.read_csv(file) for file in report.files
    }


def test_the_day_is_found_as_the_equations_and_the_acceptance_have_it(tmp_path: Path) -> None:
    """The plan of a day with two peaks, half-hour by half-hour; the rate runs as the plan was made for."""
    queue, days = queue_of(Goal(response_rate=0.95)), 300
    needed = requirement(the_day(), [queue], {}, INTERVAL_MIN).frame
    folder = site(tmp_path / "site", voice("calls", PATIENCE_S))
    write_csv(tmp_path / "forecast.csv", the_day(), None)
    write_csv(tmp_path / "requirement.csv", needed)
    report, found = played(folder, replications=days)
    rates = found["intervals"]["response_rate"].to_numpy()
    exact = live_figures(queue, the_day(), needed["agents"].to_numpy(np.int64), INTERVAL_MIN).response_rate
    accepted = simulated_day(needed["agents"].to_numpy(np.int64), days, 2)
    half_width = accepted.response_rate.half_width[0, :48]  # as wide as this simulation's own, half-hour by half-hour
    assert AHT_S == 180
    assert (np.abs(rates - exact) <= 0.003 + 1.6 * half_width).all()
    assert np.abs(rates - exact).mean() < 0.0025
    assert (np.abs(rates - accepted.response_rate.mean[0, :48]) <= 2.2 * half_width).all()
    whole = simulated_day(needed["agents"].to_numpy(np.int64), days, 2, by_day=True).response_rate
    outcome = report.queues[0]
    apart = abs(outcome.response_rate - float(whole.mean[0, 0]))
    assert apart <= np.hypot(outcome.response_rate_half_width, float(whole.half_width[0, 0]))


def test_contacts_come_within_a_half_hour_as_the_requirement_takes_them_to(tmp_path: Path) -> None:
    """The stretches hold what the parabolas of the requirement do, summed by hand; the day's end stands before it."""
    rows = the_day()
    contacts = live_contacts(queue_of(Goal(response_rate=0.95)), rows, time_line(rows["interval_start"], INTERVAL_MIN))
    assert contacts.stream.shape is not None
    assert contacts.before.tolist() == [45, 46, 47], "the last three of the day stand before its first"
    assert contacts.stream.offered[:3] == pytest.approx(rows["offered"].to_numpy()[-3:])
    longer, _, own = extended(live_traffic(queue_of(Goal(response_rate=0.95)), rows, INTERVAL_MIN))
    shape, fine = rate_shape(longer), (np.arange(600) + 0.5) / 600
    by_hand = shape.at(np.tile(fine, (longer.offered.size, 1))).reshape(-1, 6, 100).mean(axis=2) / 6
    assert contacts.stream.shape[3:] == pytest.approx(by_hand[own], abs=1e-4)


def test_those_who_call_again_do_so_as_the_fixed_point_says_and_the_goal_is_by_attempt(tmp_path: Path) -> None:
    means, share = np.full(96, 200.0), 0.6
    folder = site(tmp_path / "site", voice(more="redial_share = 0.6\nredial_after_min = 60", scope="day"))
    forecast(tmp_path, {"general": means})
    plan(tmp_path, {"general": np.full(96, 23)})
    report, found = played(folder)
    late = found["intervals"].iloc[40:84]
    contacts, attempts = late["response_rate"].mean(), late["response_rate_by_attempt"].mean()
    assert contacts == pytest.approx(attempts / (1 - share * (1 - attempts)), abs=0.004)
    assert late["attempts"].mean() == pytest.approx(200 / (1 - share * (1 - attempts)), rel=0.01)
    assert contacts > attempts + 0.015
    assert attempts < 0.95 < contacts
    assert (found["days"]["response_rate_p10"] >= 0.95).all(), "by contact nearly every day would keep it"
    assert (found["days"]["goals_met"] < 0.7).all()
    assert report.queues[0].scope_met == pytest.approx(found["days"]["goals_met"].mean(), abs=1e-3)


def test_weeks_and_the_window_are_sums_of_days_and_are_judged_as_such(tmp_path: Path) -> None:
    """Ten days from a Monday with weeks from Wednesdays on: 2, 7 and 1 days. Each second day is short by itself."""
    means, agents = np.full(480, 60.0), np.repeat(np.tile([11, 8], 5), 48)
    folder = site(tmp_path / "site", voice(scope="week"))
    forecast(tmp_path, {"general": means})
    plan(tmp_path, {"general": agents})
    report, found = played(folder, replications=60)
    days, weeks, window = found["days"], found["weeks"], found["window"]
    assert weeks["week"].tolist() == ["2026-03-02", "2026-03-04", "2026-03-11"]
    assert weeks["days"].tolist() == [2, 7, 1]
    assert window["window"].tolist() == ["2026-03-02"]
    of_week = np.repeat([0, 1, 2], [2, 7, 1])
    for name in ("offered", "answered"):
        assert weeks[name].to_numpy() == pytest.approx(np.bincount(of_week, days[name]), abs=0.01)
        assert window[name].iloc[0] == pytest.approx(days[name].sum(), abs=0.01)
        assert found["intervals"][name].sum() == pytest.approx(days[name].sum(), abs=0.1)
    assert weeks["response_rate"].to_numpy() == pytest.approx(
        (weeks["answered"] / weeks["offered"]).to_numpy(), abs=1e-4
    )
    day_spread, week_spread = (
        found[name]["response_rate_p90"].iloc[1] - found[name]["response_rate_p10"].iloc[1]
        for name in ("days", "weeks")
    )
    assert week_spread < 0.6 * day_spread, "a week is steadier than a day"
    good, bad = days["goals_met"].iloc[::2].mean(), days["goals_met"].iloc[1::2].mean()
    assert good > 0.9
    assert bad < 0.1
    assert weeks["goals_met"].iloc[1] > 0.9, "good days make up for bad ones over a week"
    assert weeks["goals_met"].iloc[2] < 0.1
    assert report.queues[0].scope == "week"
    missed = f"Queue general: response_rate is missed on {1 - report.queues[0].scope_met:.0%} of weeks."
    assert missed in report.notes, "the only goal of the queue is the one that is missed most"
    assert report.queues[0].scope_met == pytest.approx(weeks["goals_met"].mean(), abs=1e-3)
    assert report.queues[0].days_met == pytest.approx(days["goals_met"].mean(), abs=1e-3)


def test_messages_are_worked_in_the_spare_time_that_the_plan_leaves(tmp_path: Path) -> None:
    """Calls are as without messages; nobody is there for mail alone, all of its work is lent."""
    folder = site(tmp_path / "site", voice() + MAIL, "A1,agent,T,V,general;mail,2400,0,1,site,2021-01-01,\n")
    means, agents = np.full(96, 100.0), np.full(96, 16)
    forecast(tmp_path, {"general": means})
    plan(tmp_path, {"general": agents})
    alone, _ = played(folder)
    forecast(tmp_path, {"general": means, "mail": np.r_[np.full(88, 12.0), np.zeros(8)]}, aht_s=180)
    report, found = played(folder)
    calls, mail = report.queues
    assert (calls.response_rate, calls.asa_s, calls.occupancy) == (
        alone.queues[0].response_rate,
        pytest.approx(alone.queues[0].asa_s, rel=1e-12),
        pytest.approx(alone.queues[0].occupancy, rel=1e-12),
    )
    assert mail.service_level > 0.999
    lent = calls.occupancy_with_deferred - calls.occupancy
    assert lent * 16 * 96 * 1800 == pytest.approx(88 * 12 * 180, rel=0.03), "as much as comes in"
    assert (found["intervals"].query("queue == 'general'")["occupancy_with_deferred"] <= 0.901).all()
    assert any("done in the spare time of live queues: general" in note for note in report.notes)
    plan(tmp_path, {"general": np.full(96, 11)})  # busy for 0.88 of the time: 0.2 agents to spare of the 1.2 needed
    short = played(folder)[0].queues[1]
    assert short.service_level < 0.5
    assert short.backlog_age_h > 4


def test_a_roster_lends_by_who_is_there_and_what_they_know(tmp_path: Path) -> None:
    staff = "".join(
        f"A{n},agent,T,V,{'general;mail' if n < 4 else 'general'},2400,0,1,site,2021-01-01,\n" for n in range(15)
    )
    folder = site(tmp_path / "site", voice() + MAIL, staff)
    forecast(tmp_path, {"general": np.full(16, 60.0), "mail": np.full(16, 4.0)}, start="2026-03-02T09:00")
    roster = tmp_path / "roster"
    roster.mkdir()
    duty = "A{n},agent,T,2026-03-02,D,2026-03-02T09:00,2026-03-02T17:00,420,site\n"
    parts = (
        ("09:00", "12:00", "work", "general"),
        ("12:00", "13:00", "meal", ""),
        ("13:00", "17:00", "work", "general"),
    )
    head = "agent_id,role,team,date,shift,start,end,paid_minutes,mode\n"
    (roster / "roster.csv").write_text(head + "".join(duty.format(n=n) for n in range(16)), encoding="utf-8")
    lines = "".join(
        f"A{n},2026-03-02T{a},2026-03-02T{b},{what},{queue}\n"
        for n in range(16)
        for a, b, what, queue in (parts if n < 4 else [("09:00", "17:00", "work", "general")])
    )
    (roster / "activities.csv").write_text("agent_id,start,end,activity,queue\n" + lines, encoding="utf-8")
    report, found = played(folder, requirement=None, roster=roster, replications=200)
    calls = found["intervals"].query("queue == 'general'").reset_index(drop=True)
    lent = (calls["occupancy_with_deferred"] - calls["occupancy"]).to_numpy()
    assert (np.abs(lent[[6, 7]]) < 1e-3).all(), "from twelve to one those who know mail are at their meal"
    # Of 16 idle alike a quarter knows mail: never more than 4 (0.9 - occupancy) of them are lent.
    most = 4 / 16 * (0.9 - calls["occupancy"].to_numpy())
    assert (lent[:6] <= most[:6] + 0.004).all()
    assert (lent[:6] > 0.02).all()
    assert any("1 agents of the roster are not in staff.csv, A15" in note for note in report.notes)
    known = "A15,agent,T,V,general,2400,0,1,site,2021-01-01,\n"
    (folder / "staff.csv").write_text(STAFF_HEAD + staff + known, encoding="utf-8")
    assert not any("staff.csv" in note for note in played(folder, requirement=None, roster=roster)[0].notes)


def test_people_out_for_recovery_are_missing_from_the_queue(tmp_path: Path) -> None:
    """With a tenth of the time spent in recovery, as many are busy among fewer: occupancy tells how many are there."""
    toml = voice(patience=1000)
    means, agents = np.full(96, 100.0), np.full(96, 30)
    forecast(tmp_path, {"general": means})
    plan(tmp_path, {"general": agents})
    full, _ = played(site(tmp_path / "site", toml))
    events = 0.1 * 168 * 2
    report, _ = played(site(tmp_path / "other", toml + f"[recovery]\nevents_per_agent_month = {events}\n"))
    assert share_out(events, 30) == pytest.approx(0.1)
    there = full.queues[0].occupancy / report.queues[0].occupancy
    assert there == pytest.approx(0.9, abs=0.01)
    assert any("3.0 agents are out at once on average, at most 6 in 95%" in note for note in report.notes)


def test_a_queue_nobody_knows_is_said_to_be_left(tmp_path: Path) -> None:
    folder = site(tmp_path / "site", voice() + MAIL)
    forecast(tmp_path, {"general": np.full(48, 60.0), "mail": np.full(48, 2.0)})
    plan(tmp_path, {"general": np.full(48, 8)})
    report, found = played(folder, replications=10)
    assert any("nobody is there for it and nobody on a live queue knows it" in note for note in report.notes)
    assert report.queues[1].service_level == 0
    assert any("neither finished nor due" in note for note in report.notes)
    ages = found["intervals"].query("queue == 'mail'")["backlog_age_h"].to_numpy()
    assert ages[-1] == pytest.approx(24, abs=0.5)
    assert date.fromisoformat(found["days"]["date"].iloc[0]) == date(2026, 3, 2)


def test_own_agents_of_deferred_work_are_there_for_their_share_of_every_day(tmp_path: Path) -> None:
    """Three at work less a tenth, busy for nine tenths of the time: 2.43 agents, on every day alike."""
    goals = MAIL.replace("max_backlog_h = 2", "max_backlog_h = 90\nmax_occupancy = 0.9")
    folder = site(tmp_path / "site", goals + "[shrinkage]\nmeeting = 0.1\n")
    forecast(tmp_path, {"mail": np.full(240, 30.0)}, aht_s=180)
    plan(tmp_path, {"mail": np.full(240, 3)})
    report, found = played(folder, day_cv=0.0)
    busy = found["days"]["occupancy"].to_numpy()[1:]
    assert busy == pytest.approx(np.full(4, 0.9), abs=0.01), "work for 3 agents comes in, all that may be done is done"
    done = found["window"]["answered"].iloc[0] / found["window"]["offered"].iloc[0]
    assert done == pytest.approx(2.43 / 3, abs=0.01)
    assert report.queues[0].is_deferred
    assert report.queues[0].days_met == 1, "busy to the ceiling is not beyond it, and nothing was due that was not done"
