"""The session's keys, all in this one place, and what pages read by them."""

from datetime import date
from pathlib import Path

import streamlit as st

from app_parts.words import KOREAN, LANGUAGES, Words, words_of
from pipeline.views_night import NightMark

LANGUAGE = "lang"  # also the name in the address: a link opens in the language in which it was copied
MARK = "night_mark"
SITE_DIR = "site_dir"
QUEUE = "queue"
DAY = "day"
FORECAST_DAYS_CHART = "forecast_days_chart"
FORECAST_QUEUE = "forecast_queue"
FORECAST_SECTION = "forecast_section"
FEAST = "feast"
FEAST_DAY = "feast_day"
OVERRIDE_FORM = "override_form"
OVERRIDE_WHO = "override_who"
REQUIREMENT_SECTION = "requirement_section"
REQUIREMENT_WEEK = "requirement_week"
CALCULATOR = "calculator"
PRICE_QUEUE = "price_queue"
PRICE_DAYS = "price_days"
ROSTER_SECTION = "roster_section"
ROSTER_MAP = "roster_map"
ROSTER_QUEUE = "roster_queue"
GRID_TEAM = "grid_team"
GRID_ROLE = "grid_role"
GRID_WEEKS = "grid_weeks"
DAY_TEAM = "day_team"
DAY_ROLE = "day_role"
LINE = "roster_line"  # the root of the line of versions that the roster page shows
WHO = OVERRIDE_WHO
ACCOUNT = "account"  # the name of the account that is signed in
EDIT_SKILL = "edit_skill"
EDIT_VENDOR = "edit_vendor"
EDIT_WEEK = "edit_week"
EDIT_TYPING = "edit_typing"  # what was typed into the grid and answered, and which versions were drawn
EDIT_TOLD = "edit_told"  # of people's days: the version in which the planner was told what is there
EDIT_ANSWERS = "edit_answers"
SOLVE_ANSWER = "solve_answer"
VERSION_BEFORE = "version_before"
VERSION_AFTER = "version_after"
REST_SECTION = "rest_section"
TODAY_AT = "at"  # also in the address: the moment at which the page of today stands; the clock's without one
TODAY_QUEUE = "today_queue"
TODAY_PROPOSALS = "today_proposals"
TODAY_AGREED = "today_agreed"
TODAY_SAID = "today_said"
OFF_QUEUE_WHO = "off_queue_who"
SCENARIOS_SHOWN = "scenarios_shown"
SCENARIO_KEPT = "scenario_kept_last"
SITE_SECTION = "site_section"
SITE_OPENED = "site_opened"  # the file as it was when it was opened
SITE_ROUND = "site_round"  # counts openings: a fresh grid for each
SITE_SAID = "site_said"
IMPORT_SAID = "import_said"
IMPORT_OPENED = "import_opened"
IMPORT_PREVIEW = "import_preview"


def language() -> str:
    """The language that the person chose, Korean until then."""
    chosen = st.session_state.get(LANGUAGE)
    return next((code for code, name in LANGUAGES.items() if name == chosen), KOREAN)


def words() -> Words:
    """The words of the chosen language."""
    return words_of(language())


def remember_site(found: Path | None) -> Path | None:
    """The folder of the site, kept for all parts of this session."""
    st.session_state[SITE_DIR] = found
    return found


def site_dir() -> Path | None:
    """The folder of the site that is shown; None where none was named."""
    found: Path | None = st.session_state.get(SITE_DIR)
    return found


def remember_night(mark: NightMark) -> None:
    """Keep the mark of the night that all parts of this run show."""
    st.session_state[MARK] = mark


def mark() -> NightMark:
    """The mark of the night that is shown."""
    found: NightMark = st.session_state[MARK]
    return found


def edits_told() -> dict[tuple[str, date], int]:
    """By person and day: the newest version of which the planner was told what is there."""
    found: dict[tuple[str, date], int] = st.session_state.get(EDIT_TOLD, {})
    return found


def choose_picked_day(chart: str, picked: str) -> None:
    """Make the day that was clicked in a chart the day that all controls and charts of a day show."""
    found = st.session_state[chart]["selection"].get(picked)
    if found:
        st.session_state[DAY] = date.fromisoformat(found[0]["iso"])
