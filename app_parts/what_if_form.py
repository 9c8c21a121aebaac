"""Making a scenario: a form of what differs from the plan, kept with the site under a name, and those that are kept."""

from datetime import datetime, time

import streamlit as st

from app_parts import cached, session
from app_parts.page_frame import error_box
from app_parts.words import Words
from domain.scenarios import EVERY_QUEUE, Scenario
from pipeline.scenario_files import checked_scenario, remove_scenario, scenario_text
from pipeline.views_night import NightMark
from pipeline.what_if import keep_scenario

PERCENT = 100
HOURS = range(24)


def scenario_form(words: Words, mark: NightMark) -> None:
    """The form; a click keeps the scenario and draws the page anew with it."""
    with st.expander(words("scenario.make"), icon=":material/add:"), error_box(words, "scenario.refused"):
        with st.form("scenario_form", border=False):
            name_place, title_place = st.columns([1, 2])
            name = name_place.text_input(words("scenario.name"), key="scenario_name", help=words("scenario.name_help"))
            title = title_place.text_input(words("scenario.what"), key="scenario_title")
            content = {**_demand(words, mark), **_people(words, mark)}
            asked = st.form_submit_button(words("scenario.keep"), icon=":material/save:", key="scenario_keep")
        if asked:
            wanted = {"title": title.strip(), **content}
            keep_scenario(cached.night(mark), name.strip(), checked_scenario(_given(wanted), name or "?"))
            st.session_state[session.SCENARIO_KEPT] = name.strip()
            st.rerun()


def _given(content: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in content.items() if value not in (None, "", {}, [], ())}


def _demand(words: Words, mark: NightMark) -> dict[str, object]:
    """What comes and what is promised; a field left empty stays as planned."""
    queues = [EVERY_QUEUE, *(queue.id for queue in cached.night(mark).site.queues)]
    places = st.columns(6, vertical_alignment="bottom")
    queue = places[0].selectbox(
        words("queue"), queues, format_func=lambda each: words.queue(None if each == EVERY_QUEUE else each),
        key="scenario_queue",
    )  # fmt: skip
    volume = places[1].number_input(words("scenario.volume"), 5.0, 500.0, None, 5.0, "%g", key="scenario_volume")
    aht = places[2].number_input(words("scenario.aht"), 20.0, 300.0, None, 5.0, "%g", key="scenario_aht")
    goal = places[3].number_input(words("scenario.goal"), 50.0, 99.9, None, 0.5, "%g", key="scenario_goal")
    deflected = places[4].number_input(
        words("scenario.deflected"), 1.0, 95.0, None, 5.0, "%g", key="scenario_deflected"
    )
    longer = places[5].number_input(words("scenario.longer"), 0.0, 200.0, None, 5.0, "%g", key="scenario_longer")
    deflection = None
    if deflected:
        named = () if queue == EVERY_QUEUE else (queue,)
        deflection = {"share": deflected / PERCENT, "queues": named, "stays_longer": 1 + (longer or 0.0) / PERCENT}
    return {
        "volume": {queue: volume / PERCENT} if volume else {},
        "aht": {queue: aht / PERCENT} if aht else {},
        "response_rate": {queue: goal / PERCENT} if goal else {},
        "deflection": deflection,
    }


def _people(words: Words, mark: NightMark) -> dict[str, object]:
    """Who comes, on which shifts, and which queues are served first."""
    night = cached.night(mark)
    vendors = sorted({person.vendor for person in night.site.people if person.vendor})
    first = st.columns(4, vertical_alignment="bottom")
    absence = first[0].number_input(words("scenario.absence"), 0.0, 80.0, None, 1.0, "%g", key="scenario_absence")
    gone_vendors = first[1].multiselect(words("scenario.vendors"), vendors, key="scenario_vendors", placeholder="–")
    gone_share = first[2].number_input(words("scenario.gone_share"), 1.0, 95.0, None, 5.0, "%g", key="scenario_share")
    days = first[3].number_input(words("scenario.days"), 1, 60, 3, key="scenario_days")
    second = st.columns(4, vertical_alignment="bottom")
    day = second[0].selectbox(
        words("scenario.from_day"), night.window.dates(), format_func=words.day, key="scenario_day"
    )
    hour = second[1].selectbox(words("time"), HOURS, 9, format_func=lambda each: f"{each:02d}:00", key="scenario_hour")
    protect = second[2].multiselect(
        words("scenario.protect"), [queue.id for queue in night.site.queues], key="scenario_protect", placeholder="–"
    )
    catalogues = sorted(path.name for path in night.site_dir.glob("shifts*.csv") if path.name != "shifts.csv")
    shifts = second[3].selectbox(
        words("scenario.shifts"), [None, *catalogues], key="scenario_shifts",
        format_func=lambda each: words("scenario.as_planned") if each is None else each,
    )  # fmt: skip
    gone = None
    if gone_vendors or gone_share:
        start = datetime.combine(day, time(hour))
        share = gone_share / PERCENT if gone_share else None
        gone = {"vendors": tuple(gone_vendors), "share": share, "start": start, "days": int(days)}
    return {
        "absence": None if absence is None else absence / PERCENT,
        "gone": gone,
        "protect": tuple(protect),
        "shifts": shifts,
    }


def kept_list(words: Words, mark: NightMark, kept: dict[str, Scenario]) -> None:
    """Each scenario that is kept: its file, the command that runs it again, and the way to take it away."""
    if not kept:
        return
    with st.expander(words("scenario.kept").format(len(kept)), icon=":material/list:"):
        name = st.selectbox(words("scenario"), list(kept), key="scenario_kept")
        st.code(scenario_text(kept[name]), language="toml")
        st.code(f"wfm scenario --site {mark.site_dir} --name {name} --out {name}", language="bash")
        st.button(
            words("scenario.remove"), key="scenario_remove", icon=":material/delete:", on_click=remove_scenario,
            args=(mark.site_dir, name),
        )  # fmt: skip
