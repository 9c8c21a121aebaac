"""Who could cover a gap: a moment and a queue, who could come, who is kept off by which rule, and assigning one."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

import pandas as pd
import streamlit as st

from app_parts import cached, controls
from app_parts.edit_acts import judge
from app_parts.tables import show_table
from app_parts.words import Words, clock
from pipeline.cover_gap import Coming, KeptOff, cover_gap
from pipeline.edit_orders import SetDay
from pipeline.roster_versions import version_state
from pipeline.views_edit import rule_titles
from pipeline.views_night import NightMark

LEADS = "lead"
DAY_MIN = 24 * 60


def gap_panel(words: Words, mark: NightMark, number: int) -> None:
    """Asks for the moment and the work; shows both lists in order of ids."""
    with st.expander(words("gap.title"), icon=":material/person_search:", key="gap_panel"):
        night = cached.night(mark)
        day_place, time_place, queue_place = st.columns(3)
        with day_place:
            day = controls.day(night.window.dates(), words)
        minute = time_place.selectbox(
            words("time"), range(0, DAY_MIN, night.site.interval_min), index=None, format_func=clock, key="gap_time",
            placeholder=words("gap.choose"),
        )  # fmt: skip
        work = queue_place.selectbox(
            words("gap.work"),
            [*(queue.id for queue in night.site.queues), LEADS],
            format_func=lambda name: words("role.lead") if name == LEADS else name,
            key="gap_queue",
        )
        if minute is None:
            st.caption(words("gap.how"))
            return
        moment = datetime.combine(day, time()) + timedelta(minutes=minute)
        state = version_state(mark.site_dir, number)
        found = cover_gap(night.site, state, moment, None if work == LEADS else work)
        _coming(words, mark, number, found.coming)
        _kept_off(words, mark, found.kept_off)


def _coming(words: Words, mark: NightMark, number: int, coming: Sequence[Coming]) -> None:
    """Who could come, and the way to assign one of them."""
    st.markdown(f"**{words('gap.coming').format(len(coming))}**")
    if not coming:
        st.caption(words("gap.nobody"))
        return
    columns = {
        words("person"): [each.agent_id for each in coming],
        words("team"): [each.team for each in coming],
        words("edit.shift"): [", ".join(dict.fromkeys(shift for shift, _ in each.shifts)) for each in coming],
    }
    show_table(pd.DataFrame(columns), most_rows=6)
    choices = [(each.agent_id, shift, day) for each in coming for shift, day in each.shifts]
    choice_place, button_place = st.columns([2, 1], vertical_alignment="bottom")
    agent_id, shift, day = choice_place.selectbox(
        words("gap.who"),
        choices,
        format_func=lambda each: f"{each[0]} · {each[1]} · {words.day(each[2])}",
        key="gap_who",
    )
    button_place.button(
        words("gap.assign"),
        key="gap_assign",
        type="primary",
        on_click=judge,
        args=(mark, number, (SetDay(agent_id, day, shift),)),
        width="stretch",
    )


def _kept_off(words: Words, mark: NightMark, kept_off: Sequence[KeptOff]) -> None:
    """Who could not, each with the rule or the word."""
    titles = rule_titles(cached.night(mark), words.language)
    st.markdown(f"**{words('gap.kept_off').format(len(kept_off))}**")
    columns = {
        words("person"): [each.agent_id for each in kept_off],
        words("team"): [each.team for each in kept_off],
        words("gap.reason"): [words.known("why", each.reason, titles.get(each.reason)) for each in kept_off],
    }
    show_table(pd.DataFrame(columns), most_rows=6)
