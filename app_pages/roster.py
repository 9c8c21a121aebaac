"""The roster page: who works when, what is missing, and why?"""

import streamlit as st

from app_parts import cached, controls, session
from app_parts.chart_base import show, show_choosing
from app_parts.downloads import download_rows
from app_parts.edit_section import edit_section
from app_parts.headlines import roster_figures, show_figures
from app_parts.promise_table import promises
from app_parts.roster_charts import PICKED_CELL, agents_chart, cover_chart, gantt_chart, leads_chart
from app_parts.signed_in import allowed
from app_parts.solve_section import solve_section
from app_parts.tables import MOST_COLOURED, grid_table, rules_table, shortfall_table
from app_parts.version_controls import line_shown
from app_parts.version_wait import is_ready
from app_parts.words import Words
from domain.access import Act
from pipeline.views_night import NightMark
from pipeline.views_roster import RosterView
from pipeline.views_roster_day import MOST_PEOPLE, PeopleFilter, RosterDay, teams


def page() -> None:
    """Figures first, then the part that is chosen; parts that change the roster show their own figures."""
    words, mark = session.words(), session.mark()
    top = st.container()
    sections = {"cover": cover, "grid": grid, "day": one_day, "rules": rules, "short": short}
    sections |= {"files": files} if allowed(Act.TAKE_FILES) else {}
    changing = {"edit": edit_section} if allowed(Act.EDIT_ROSTER) else {}
    changing |= {"solve": solve_section} if allowed(Act.RUN_JOBS) else {}
    section_place, line_place = st.columns([3, 1], vertical_alignment="bottom")
    with line_place:
        version = line_shown(words, mark)
    with section_place:
        chosen = controls.section("roster", [*sections, *changing], session.ROSTER_SECTION, words)
    if chosen in changing:
        changing[chosen](words, mark, version)
        return
    if not is_ready(words, mark, version):
        return
    shown = cached.version_mark(mark, version.number)
    view = cached.roster_view(shown, words.language)
    with top:
        show_figures(roster_figures(view, words))
    sections[chosen](words, shown, view)


@st.fragment
def cover(words: Words, mark: NightMark, view: RosterView) -> None:
    """The heat map of all days, and the cover of the day that was clicked or chosen."""
    night = cached.night(mark)
    title_place, queue_place, day_place = st.columns([2, 1, 1], vertical_alignment="bottom")
    title_place.subheader(words("roster.map_title"), anchor=False, help=words("roster.map_help"))
    with queue_place:
        queue = controls.queue_or_all([each.queue for each in view.queues], session.ROSTER_QUEUE, words)
    with day_place:
        day = controls.day(night.window.dates(), words)
    cells = cached.cover_map(mark, queue)
    chart = cover_chart(cells, cached.holidays(mark, words.language), night.site.interval_min, words)
    show_choosing(chart, session.ROSTER_MAP, PICKED_CELL, words("roster.map_title"))
    promises(cached.promise_lines(mark), words)
    st.subheader(words("roster.day_of").format(words.day(day)), anchor=False, help=words("roster.day_help"))
    found = cached.roster_day(mark, day, queue, PeopleFilter())
    show(agents_chart(found, night.site.interval_min, words), words("roster.day_title"))
    show(leads_chart(found, night.site.interval_min, words), words("roster.leads_chart"))


@st.fragment
def grid(words: Words, mark: NightMark, view: RosterView) -> None:
    """People by days."""
    night = cached.night(mark)
    team_place, role_place, weeks_place = st.columns(3)
    with team_place:
        first = 1 if len(night.site.people) > MOST_COLOURED else 0
        team = controls.team(teams(night), session.GRID_TEAM, words, first)
    with role_place:
        role = controls.role(session.GRID_ROLE, words)
    with weeks_place:
        weeks = controls.weeks_shown(words)
    found = cached.roster_grid(mark, PeopleFilter(team, role), weeks)
    grid_table(found, words)
    is_plain = len(found.people) > MOST_COLOURED
    st.caption(words("roster.grid_plain").format(MOST_COLOURED) if is_plain else words("roster.grid_legend"))


@st.fragment
def one_day(words: Words, mark: NightMark, view: RosterView) -> None:
    """Who does what when on one day: leads on top, then agents in the order in which they begin."""
    night = cached.night(mark)
    day_place, team_place, role_place = st.columns(3)
    with day_place:
        day = controls.day(night.window.dates(), words)
    with team_place:
        team = controls.team(teams(night), session.DAY_TEAM, words, first=1)
    with role_place:
        role = controls.role(session.DAY_ROLE, words)
    found = cached.roster_day(mark, day, None, PeopleFilter(team, role))
    people_of_day(found, words)


def people_of_day(found: RosterDay, words: Words) -> None:
    """The day's chart, or the sentence that nobody chosen works then."""
    if not found.people:
        st.info(words("roster.nobody"), icon=":material/info:")
        return
    st.caption(words("roster.people_shown").format(min(found.people, MOST_PEOPLE), found.people))
    show(gantt_chart(found.stretches, words), words("roster.day_title"))


def rules(words: Words, mark: NightMark, view: RosterView) -> None:
    """Every rule with its counts, article and source."""
    st.subheader(words("roster.rules_title"), anchor=False)
    rules_table(view.rules, words)
    st.caption(words("roster.rules_note"))


def short(words: Words, mark: NightMark, view: RosterView) -> None:
    """Where agents and leads are short, and why."""
    st.subheader(words("roster.short_title"), anchor=False)
    shortfall_table(cached.short_stretches(mark), view.rules, words)
    st.subheader(words("roster.leads_title"), anchor=False)
    shortfall_table(cached.lead_stretches(mark), view.rules, words)
    st.caption(words("roster.why_note"))


def files(words: Words, mark: NightMark, view: RosterView) -> None:
    """The files of the night that is shown; those of versions are on the page of versions."""
    st.subheader(words("files.title"), anchor=False)
    download_rows(cached.night(session.mark()), words)


page()
