"""Overriding the forecast under a day's fan: a form for the day or hours of it, and those in force to withdraw."""

from datetime import date, datetime, time, timedelta

import streamlit as st

from app_parts import cached, session
from app_parts.page_frame import error_box
from app_parts.version_controls import who
from app_parts.words import Words, clock
from domain.overrides import OverrideKind
from pipeline.overrides import OverrideRequest, give_override, take_back_override
from pipeline.views_night import NightMark
from pipeline.views_overrides import OverrideLine

DAY_MIN = 24 * 60
KINDS = (OverrideKind.FACTOR, OverrideKind.TOTAL, OverrideKind.ADD)


def override_panel(words: Words, mark: NightMark, queue: str, day: date) -> None:
    """What a planner changed of a queue, whether a night has used it yet, and the form to change a day."""
    night, view = cached.night(mark), cached.overrides_view(mark)
    if view.of(queue, day):
        st.caption(words("override.dashed"))
    if view.changed_since_night:
        st.info(words("override.next_night").format(night.site_dir, night.night), icon=":material/update:")
    with (
        st.expander(words("override.title").format(words.day(day)), icon=":material/edit:"),
        error_box(words, "override.refused"),
    ):
        _form(words, mark, queue, day)
    lines = [line for line in view.lines if line.queue == queue]
    if lines:
        with st.expander(words("override.list").format(len(lines)), icon=":material/list:", expanded=True):
            for line in lines:
                _line(words, mark, line)


def _form(words: Words, mark: NightMark, queue: str, day: date) -> None:
    """The span, the change and the reason; a click on the button puts the override in force."""
    kinds = {words(f"override.kind.{kind}"): kind for kind in KINDS}
    step = cached.night(mark).site.interval_min
    with st.form(session.OVERRIDE_FORM, border=False):
        start_place, until_place, kind_place, value_place = st.columns(4, vertical_alignment="bottom")
        start = start_place.selectbox(words("from"), range(0, DAY_MIN, step), format_func=clock, key="override_from")
        ends = range(step, DAY_MIN + 1, step)
        until = until_place.selectbox(
            words("until"), ends, index=len(ends) - 1, format_func=clock, key="override_until"
        )
        kind = kind_place.selectbox(
            words("override.kind"), list(kinds), help=words("override.kind_help"), key="override_kind"
        )
        value = value_place.number_input(words("override.value"), value=None, step=None, key="override_value")
        why_place, who_place = st.columns([3, 1], vertical_alignment="bottom")
        why = why_place.text_input(words("override.why"), key="override_why")
        with who_place:
            person = who(words)
        asked = st.form_submit_button(words("override.give"), icon=":material/check:", key="override_give")
    if not asked:
        return
    if value is None:
        st.error(words("override.no_value"))
    else:
        request = OverrideRequest(queue, _at(day, start), _at(day, until), kinds[kind], value, why, person)
        give_override(mark.site_dir, request)
        st.rerun()


def _at(day: date, minute: int) -> str:
    """A minute of a day as a time; minute 1440 is the next midnight."""
    return (datetime.combine(day, time()) + timedelta(minutes=minute)).isoformat(timespec="minutes")


def _line(words: Words, mark: NightMark, line: OverrideLine) -> None:
    """One override in force, and the way to withdraw it."""
    text_place, button_place = st.columns([4, 1], vertical_alignment="center")
    text_place.text(_told(words, line))
    with button_place.popover(words("override.withdraw")), error_box(words, "override.refused"):
        why = st.text_input(words("override.why"), key=f"withdraw_why_{line.number}")
        if st.button(words("override.withdraw_now"), key=f"withdraw_{line.number}"):
            take_back_override(mark.site_dir, line.number, why, st.session_state.get(session.OVERRIDE_WHO))
            st.rerun()


def _told(words: Words, line: OverrideLine) -> str:
    """Span and change, the model's contacts beside the planner's, and who gave it, when and why."""
    span = f"{words.moment(line.start)} ~ {words.moment(line.until)}"
    contacts = words("override.contacts").format(
        words.amount("contacts", line.model_contacts), words.amount("contacts", line.planner_contacts)
    )
    used = words("override.used" if line.used_by_night else "override.not_used")
    state = contacts if line.intervals else words("override.counts_nowhere")
    return f"{line.number}. {span}  {line.change}  {state}\n{line.who}, {words.moment(line.at)}: {line.why} ({used})"
