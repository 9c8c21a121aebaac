"""New site folders: what a template gives, and that the sample sites are the same wherever they are made."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from domain.errors import ConfigError
from domain.site_config import read_site_config
from domain.site_folder import read_site
from pipeline.column_mapping import read_mapping
from pipeline.scenario_files import scenario_names
from pipeline.simulated_history import CONTACTS_A_DAY, simulated_history
from pipeline.site_template import BANK, DASAN, SAMPLE_FILE, TEMPLATES, TEMPLATES_DIR, make_site, read_sample
from pipeline.staff_generator import invented_staff


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_gives_a_site_that_can_be_read(tmp_path: Path, template: str) -> None:
    make_site(tmp_path / "site", template)
    site = read_site(tmp_path / "site")
    assert site.agents
    assert site.leads


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_explains_itself_in_comments(template: str) -> None:
    lines = (TEMPLATES_DIR / template / "site.toml").read_text(encoding="utf-8").splitlines()
    assert sum("#" in line for line in lines) >= 10


def test_the_bank_has_about_200_agents_and_30_leads_on_weekdays(tmp_path: Path) -> None:
    make_site(tmp_path / "site", "bank")
    site = read_site(tmp_path / "site")
    assert (len(site.agents), len(site.leads)) == (200, 30)
    assert {day for shift in site.shifts for day in shift.weekdays} == set(range(5))
    assert (site.config.site.country, site.config.site.timezone) == ("US", "America/New_York")
    assert min(shift.start_min for shift in site.shifts) == 7 * 60
    assert max(shift.end_min for shift in site.shifts) == 21 * 60 + 30


def test_the_dasan_sample_has_the_reported_size_and_says_it_is_simulated(tmp_path: Path) -> None:
    make_site(tmp_path / "site", "dasan")
    site = read_site(tmp_path / "site")
    assert (len(site.agents), len(site.leads)) == (401, 76)
    assert {person.vendor for person in site.people} == {"V1", "V2", "V3"}
    assert {skill for agent in site.agents for skill in agent.skills} == {queue.id for queue in site.queues}
    assert len(site.queues) == 7
    assert site.config.site.simulated
    assert "strike" in scenario_names(tmp_path / "site")
    history = pd.read_csv(tmp_path / "site" / "history_simulated.csv", usecols=["interval_start"])["interval_start"]
    assert (history.min()[:10], history.max()[:10]) == ("2022-09-07", "2026-09-06")


def test_people_have_invented_ids_only(tmp_path: Path) -> None:
    make_site(tmp_path / "site", "dasan")
    site = read_site(tmp_path / "site")
    assert all(person.id[0] == {"agent": "A", "lead": "L"}[person.role] for person in site.people)
    assert all(person.id[1:].isdigit() for person in site.people)


def test_every_person_has_a_contract_of_the_two_kinds() -> None:
    staff = invented_staff(DASAN.staff, DASAN.seed).staff
    assert set(staff["contract_minutes_week"]) == {2400, 840}


def test_every_agent_of_a_small_site_knows_a_queue() -> None:
    retail = read_sample(TEMPLATES_DIR / "retail" / SAMPLE_FILE)
    assert retail is not None
    for agents in range(2, 30):
        staff = invented_staff(replace(retail.staff, agents=agents), seed=1).staff
        assert (staff.loc[staff["role"] == "agent", "skills"] != "").all(), agents


def test_a_team_belongs_to_one_vendor_and_has_one_lead() -> None:
    staff = invented_staff(DASAN.staff, DASAN.seed).staff
    assert (staff.groupby("team")["vendor"].nunique() == 1).all()
    assert (staff[staff["role"] == "lead"].groupby("team").size() == 1).all()


def test_leave_lies_in_the_planned_weeks() -> None:
    leave = pd.to_datetime(invented_staff(BANK.staff, BANK.seed).leave["date"]).dt.date
    assert leave.between(BANK.staff.first_day, date(2003, 11, 23)).all()


def test_the_same_seed_gives_the_same_people_and_another_seed_others() -> None:
    first, again, other = (invented_staff(BANK.staff, seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first.staff, again.staff)
    pd.testing.assert_frame_equal(first.preferences, again.preferences)
    assert not first.staff.equals(other.staff)


def test_a_folder_that_somebody_filled_is_not_covered(tmp_path: Path) -> None:
    make_site(tmp_path / "site")
    (tmp_path / "site" / "staff.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(ConfigError, match="is not empty"):
        make_site(tmp_path / "site")
    assert (tmp_path / "site" / "staff.csv").read_text(encoding="utf-8") == "mine"


def test_an_unknown_template_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="bank, blank, dasan, retail, us15"):
        make_site(tmp_path / "site", "banc")
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("name", ["bank/mapping.toml", "blank/mapping.example.toml"])
def test_the_mappings_of_the_templates_can_be_read(name: str) -> None:
    assert read_mapping(TEMPLATES_DIR / name).columns.offered


def two_years_of_days() -> pd.DataFrame:
    config = read_site_config(TEMPLATES_DIR / "dasan" / "site.toml")
    calls = simulated_history(config, date(2025, 1, 1), date(2025, 12, 31), seed=1)
    return pd.DataFrame(calls).assign(day=lambda rows: rows["interval_start"].dt.date)


def test_simulated_history_has_the_published_volume_and_rhythm() -> None:
    calls = two_years_of_days()
    by_day = calls.groupby("day")["offered"].sum()
    weekday = pd.to_datetime(pd.Series(by_day.index)).dt.day_of_week.to_numpy()
    assert by_day.mean() == pytest.approx(CONTACTS_A_DAY, rel=0.04)
    assert by_day[weekday == 0].mean() > by_day[weekday == 2].mean() > 2 * by_day[weekday == 6].mean()


def test_simulated_new_year_has_its_reported_profile_by_hour() -> None:
    calls = two_years_of_days()
    days = calls[calls["day"].between(date(2025, 1, 28), date(2025, 1, 30)) & (calls["queue"] == "general")]
    late = days[days["interval_start"].dt.hour >= 22]["offered"].sum() / days["offered"].sum()
    assert late == pytest.approx(0.154, abs=0.015)


def test_simulated_counts_vary_more_than_a_poisson_count() -> None:
    calls = two_years_of_days()
    tuesdays = calls[(calls["queue"] == "general") & (pd.to_datetime(calls["day"]).dt.day_of_week == 1)]
    ten = tuesdays[tuesdays["interval_start"].dt.strftime("%H:%M") == "10:00"]["offered"]
    ordinary = ten[ten > 0.7 * ten.median()]
    assert ordinary.var() > 2 * ordinary.mean()


def test_closed_queues_are_asked_nothing_and_answers_never_exceed_offers() -> None:
    calls = two_years_of_days()
    sign = calls[(calls["queue"] == "sign") & (calls["interval_start"].dt.hour < 9)]
    assert (sign["offered"] == 0).all()
    assert (calls["answered"] + calls["abandoned"] == calls["offered"]).all()
    assert calls["aht_s"].dropna().gt(0).all()
