"""The requirement page: how many are needed, and which goal set that number?"""

import streamlit as st

from app_parts import cached, controls, session
from app_parts.calculator import calculator
from app_parts.chart_base import show
from app_parts.headlines import requirement_figures, show_figures
from app_parts.price_section import price_section
from app_parts.requirement_charts import hours_chart, week_chart
from app_parts.tables import expectations_table
from app_parts.words import Words
from pipeline.views_night import NightMark
from pipeline.views_requirement import RequirementView, week_starts


def page() -> None:
    """Figures first, then need by interval, what it is expected to reach, what other goals cost, or the calculator."""
    words, mark = session.words(), session.mark()
    view = cached.requirement_view(mark)
    show_figures(requirement_figures(view, words))
    sections = {"intervals": intervals, "expected": expected, "price": price, "calculator": case_by_case}
    chosen = controls.section("requirement", list(sections), session.REQUIREMENT_SECTION, words)
    sections[chosen](words, mark, view)


@st.fragment
def intervals(words: Words, mark: NightMark, view: RequirementView) -> None:
    """Agent-hours by day, and a week by interval coloured by the goal that binds."""
    night = cached.night(mark)
    chosen = controls.queue([need.queue for need in view.queues], session.QUEUE, words)
    title_place, week_place = st.columns([4, 1], vertical_alignment="bottom")
    title_place.subheader(words("requirement.week_title"), anchor=False, help=words("requirement.binding_help"))
    with week_place:
        first = controls.week(week_starts(night), words)
    week = cached.requirement_week(mark, chosen, first)
    show(week_chart(week, first, night.site.interval_min, words), words("requirement.week_title"))
    st.subheader(words("requirement.days_title"), anchor=False)
    show(hours_chart(view.days, chosen, words), words("requirement.days_title"))


def expected(words: Words, mark: NightMark, view: RequirementView) -> None:
    """What each queue's agents are expected to reach."""
    st.subheader(words("requirement.expected_title"), anchor=False)
    expectations_table(view.queues, words)
    st.caption(words("requirement.denominators"))


@st.fragment
def price(words: Words, mark: NightMark, view: RequirementView) -> None:
    """What response rates from 90% to 100% cost."""
    price_section(words, mark)


def case_by_case(words: Words, mark: NightMark, view: RequirementView) -> None:
    """The planner's calculator."""
    calculator(words, cached.night(mark).site.interval_min)


page()
