"""From a forecast file to agents by set of skills, as `wfm requirement --by-skill` writes them."""

from pathlib import Path

import pandas as pd
import pytest

from domain.errors import ConfigError
from pipeline.skill_requirement_run import skill_requirement_to_file
from store.csv_files import write_csv
from tests.unit.staffing.by_skill.small import LITTLE
from tests.unit.staffing.small import small_forecast

QUEUE = '\n[[queue]]\nid = "{}"\naht_s = 180\npatience_s = 120\n[queue.goal]\nresponse_rate = 0.9\n'
SITE = '[site]\nid = "tiny"\ntimezone = "Asia/Seoul"\ncountry = "KR"\n' + QUEUE.format("a") + QUEUE.format("b")
HEADER = (
    "agent_id,role,team,vendor,skills,contract_minutes_week,max_overtime_minutes_week,night_consent,mode,"
    "start_date,end_date\n"
)


def site(folder: Path, skills: tuple[str, ...]) -> Path:
    """A site of two queues with twenty people of each set of skills, and a forecast of an hour."""
    (folder / "site.toml").write_text(SITE, encoding="utf-8")
    each = [(f"A{k}{n}", known) for k, known in enumerate(skills) for n in range(20)]
    rows = [f"{agent},agent,T,V,{known},2400,0,0,any,2020-01-01,\n" for agent, known in each]
    if rows:
        (folder / "staff.csv").write_text(HEADER + "".join(rows), encoding="utf-8")
    write_csv(folder / "forecast.csv", pd.concat([small_forecast([40, 50], "a"), small_forecast([20, 20], "b")]))
    return folder


def test_agents_by_skill_are_written_and_told_and_are_the_same_again(tmp_path: Path) -> None:
    folder, told = site(tmp_path, ("a", "b", "b;a")), list[str]()
    out = folder / "by_skill.csv"
    report = skill_requirement_to_file(folder, folder / "forecast.csv", out, told.append, LITTLE)
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "interval_start,skills,agents"
    assert lines[1].startswith("2026-03-02T09:00:00,a,")
    assert set(report.agent_hours) == {"a", "b", "a;b"}
    assert sum(report.agent_hours.values()) == sum(int(line.split(",")[2]) for line in lines[1:]) / 2
    assert told
    assert all(sentence.startswith("Skills on 2026-03-02, ") for sentence in told)
    first = out.read_bytes()
    skill_requirement_to_file(folder, folder / "forecast.csv", out, effort=LITTLE)
    assert out.read_bytes() == first


def test_without_people_nobodys_skills_are_known(tmp_path: Path) -> None:
    folder = site(tmp_path, ())
    with pytest.raises(ConfigError, match=r"no staff\.csv"):
        skill_requirement_to_file(folder, folder / "forecast.csv", folder / "by_skill.csv")
    assert not (folder / "by_skill.csv").exists()


def test_when_time_is_up_the_queues_apart_are_written_and_that_is_said(tmp_path: Path) -> None:
    folder = site(tmp_path, ("a", "b", "b;a"))
    out = folder / "by_skill.csv"
    report = skill_requirement_to_file(folder, folder / "forecast.csv", out, effort=LITTLE, time_limit_s=0.0)
    assert not report.is_part  # every queue has what it needs by itself
    assert report.agent_hours["a;b"] == 0
    assert any("time was up before the search began" in note for note in report.notes)


def test_where_only_people_of_several_skills_are_left_what_is_not_known_makes_it_a_part(tmp_path: Path) -> None:
    folder = site(tmp_path, ("b;a",))
    out = folder / "by_skill.csv"
    assert skill_requirement_to_file(folder, folder / "forecast.csv", out, effort=LITTLE, time_limit_s=0.0).is_part
    assert out.is_file()
