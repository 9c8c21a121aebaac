"""The figures of today: what a planner reads before touching anything, and what is to be known of them."""

from datetime import datetime

import streamlit as st

from app_parts.as_written import as_written
from app_parts.headlines import Figure
from app_parts.words import Words, change, clock, share
from domain.site import Site
from pipeline.views_day_calls import DayCalls
from pipeline.views_day_cover import DayCover
from pipeline.views_night import NightMark


def today_figures(site: Site, calls: DayCalls | None, cover: DayCover, now: datetime, words: Words) -> list[Figure]:
    """Response rate so far, contacts against the forecast, people now, the next hours' shortfall, the reserve."""
    return [_answered(site, calls, words), _contacts(calls, words), _people(cover, now, words),
            _shortfall(cover, words), _reserve(cover, words)]  # fmt: skip


def _answered(site: Site, calls: DayCalls | None, words: Words) -> Figure:
    goals = [queue.goal.response_rate for queue in site.queues if queue.goal.response_rate is not None]
    goal = words("today.goal").format(share(min(goals), 0)) if goals else words("price.no_goal")
    if calls is None or calls.answered is None:
        return Figure(words("today.answered"), "–", goal, help=words("today.answered_help"))
    is_missed = bool(goals) and calls.answered < min(goals)
    shown = share(calls.answered)
    return Figure(words("today.answered"), shown, goal, help=words("today.answered_help"), is_warning=is_missed)


def _contacts(calls: DayCalls | None, words: Words) -> Figure:
    if calls is None or calls.deviation is None:
        return Figure(words("today.contacts"), "–", words("today.no_actuals"))
    beside = words("today.contacts_of").format(f"{calls.due:,.0f}", change(calls.counted, calls.due))
    return Figure(words("today.contacts"), words.amount("contacts", calls.counted), beside)


def _people(cover: DayCover, now: datetime, words: Words) -> Figure:
    return Figure(
        words("today.at_work").format(f"{now:%H:%M}"),
        words.amount("agents", cover.at_work, 1),
        words("today.needed").format(words.amount("agents", cover.needed)),
        is_warning=cover.at_work < cover.needed - 0.05,
    )


def _shortfall(cover: DayCover, words: Words) -> Figure:
    """When agents are first short in the next hours, and how many at most."""
    short = cover.short
    if short.empty:
        return Figure(words("today.short"), words("none"), words("today.short_none"))
    worst = short.nlargest(1, "short")
    beside = words("today.short_from").format(clock(int(short["minute"].min())), clock(int(worst["minute"].iloc[0])))
    value = words.amount("agents", float(worst["short"].iloc[0]), 1)
    return Figure(words("today.short"), value, beside, is_warning=True)


def _reserve(cover: DayCover, words: Words) -> Figure:
    """How many of the reserve are left; those who are out are never counted against anybody."""
    told = words("today.recovery_today").format(f"{cover.recovery_min:,.0f}")
    if cover.reserve is None:
        value = words("today.no_reserve")
    else:
        value = words("today.reserve_left").format(max(0, cover.reserve - cover.out), cover.reserve)
    return Figure(words("today.reserve"), value, told, help=words("today.reserve_help"))


def told_below(words: Words, mark: NightMark, calls: DayCalls | None, cover: DayCover) -> None:
    """Which version is shown, what to do where nothing of today is known, and what the re-forecast has to say."""
    said = [words("today.version" if cover.in_force else "today.draft").format(cover.number)]
    if calls is not None and calls.known_until is not None:
        said.append(words("today.known_until").format(clock(calls.known_until)))
    st.caption(" · ".join(said))
    if calls is None or calls.known_until is None:
        st.info(
            words("today.how_actuals").format(f"wfm ingest --site {mark.site_dir} calls.csv"), icon=":material/info:"
        )
    if calls is not None and calls.notes:
        with st.expander(words("today.notes").format(len(calls.notes))):
            st.markdown("\n".join(f"- {as_written(note)}" for note in calls.notes))
