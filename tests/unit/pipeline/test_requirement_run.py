"""From a forecast file to a requirement file: what the site's files change in it."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.requirement_run import requirement_to_file
from store.csv_files import write_csv
from tests.unit.staffing.small import small_forecast

SITE = """[site]
id = "tiny"
timezone = "Asia/Seoul"
country = "KR"

[[queue]]
id = "general"
aht_s = 180
patience_s = 120
[queue.goal]
response_rate = 0.95

[[queue]]
id = "mail"
channel = "email"
aht_s = 300
[queue.goal]
max_backlog_h = 4
"""
STAFF = (
    "agent_id,role,team,vendor,skills,contract_minutes_week,max_overtime_minutes_week,night_consent,mode,"
    "start_date,end_date\nA0001,agent,T1,V1,general;mail,2400,0,0,any,2020-01-01,\n"
)


def hours(folder: Path, staff: str = "", more: str = "") -> dict[str, float]:
    """Agent-hours by queue of a morning at that site."""
    (folder / "site.toml").write_text(SITE + more, encoding="utf-8")
    if staff:
        (folder / "staff.csv").write_text(staff, encoding="utf-8")
    rows = pd.concat([small_forecast([30.0] * 10), small_forecast([6.0] * 10, "mail", aht_s=300)])
    write_csv(folder / "forecast.csv", rows)
    return dict(requirement_to_file(folder, folder / "forecast.csv", folder / "requirement.csv").agent_hours)


def test_people_who_know_both_queues_spare_agents_for_messages(tmp_path: Path) -> None:
    alone, lent = hours(tmp_path), hours(tmp_path, STAFF)
    assert alone["general"] == lent["general"]
    assert alone["mail"] > lent["mail"]


def test_people_who_know_one_queue_spare_nobody(tmp_path: Path) -> None:
    assert hours(tmp_path) == hours(tmp_path, STAFF.replace("general;mail", "general"))


def test_a_recovery_table_adds_a_reserve(tmp_path: Path) -> None:
    plain = sum(hours(tmp_path).values())
    held = sum(hours(tmp_path, more="[recovery]\nevents_per_agent_month = 10.6\n").values())
    assert held - plain == pytest.approx(5.0)  # one of five or six agents in each of ten half-hours
