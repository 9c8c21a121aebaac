"""Controls that several pages share: the part of a page, a queue, a day, whose roster."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from app_parts import session
from app_parts.words import Words
from domain.history_files import EVERY_QUEUE


def section(page: str, names: Sequence[str], key: str, words: Words) -> str:
    """Which part of a page is shown; only that part is computed."""
    chosen: str = st.segmented_control(
        words("section"),
        names,
        default=names[0],
        required=True,
        format_func=lambda name: words(f"{page}.section.{name}"),
        key=key,
        label_visibility="collapsed",
        persist_state="session",
    )
    return chosen


def queue(queues: Sequence[str], key: str, words: Words) -> str:
    """One queue; a site with a single one is asked nothing."""
    if len(queues) == 1:
        return queues[0]
    chosen: str = st.pills(words("queue"), queues, default=queues[0], required=True, key=key, persist_state="session")
    return chosen


def queue_or_group(groups: Sequence[str], queues: Sequence[str], words: Words) -> str:
    """All queues together, a channel, or one queue; a queue that is chosen is that of the other pages, too."""
    if not groups:
        return queue(queues, session.QUEUE, words)

    def remember() -> None:
        if st.session_state[session.FORECAST_QUEUE] in queues:
            st.session_state[session.QUEUE] = st.session_state[session.FORECAST_QUEUE]

    chosen: str = st.pills(
        words("queue"),
        [*groups, *queues],
        default=groups[0],
        required=True,
        format_func=lambda key: words.known("queues", key) if key in groups else key,
        key=session.FORECAST_QUEUE,
        on_change=remember,
        persist_state="session",
    )
    return chosen


def priced_queue(queues: Sequence[str], words: Words) -> str | None:
    """One queue, at first that of the other pages, or None for all together."""
    if len(queues) == 1:
        return queues[0]
    shown = st.session_state.get(session.QUEUE)
    first = str(shown) if shown in queues else queues[0]
    chosen: str = st.pills(
        words("queue"),
        [*queues, EVERY_QUEUE],
        default=first,
        required=True,
        format_func=lambda key: words("all_queues") if key == EVERY_QUEUE else key,
        key=session.PRICE_QUEUE,
        persist_state="session",
    )
    return None if chosen == EVERY_QUEUE else chosen


def priced_days(starts: Sequence[date], words: Words) -> date | None:
    """One week of the planned days by its first day, at first the one that is shown elsewhere; or None for all days."""
    shown = st.session_state.get(session.REQUIREMENT_WEEK)
    chosen: date | None = st.selectbox(
        words("span"),
        [*starts, None],
        index=starts.index(shown) if shown in starts else 0,
        format_func=lambda first: words("span.all") if first is None else words("week_from").format(words.day(first)),
        key=session.PRICE_DAYS,
        persist_state="session",
    )
    return chosen


def queue_or_all(queues: Sequence[str], key: str, words: Words) -> str | None:
    """One queue, or None for all together."""
    if len(queues) == 1:
        return queues[0]
    return st.selectbox(words("queue"), [None, *queues], format_func=words.queue, key=key, persist_state="session")


def day(days: Sequence[date], words: Words) -> date:
    """One of the planned days, the same on every page."""
    chosen: date = st.selectbox(words("day"), days, format_func=words.day, key=session.DAY, persist_state="session")
    return chosen


def week(starts: Sequence[date], words: Words) -> date:
    """One week of the planned days, by its first day."""
    chosen: date = st.selectbox(
        words("week"),
        starts,
        format_func=lambda first: words("week_from").format(words.day(first)),
        key=session.REQUIREMENT_WEEK,
        persist_state="session",
    )
    return chosen


def weeks_shown(words: Words) -> int | None:
    """How many weeks a table shows, or None for all."""
    chosen: int | None = st.selectbox(
        words("span"),
        [2, None],
        format_func=lambda weeks: words("span.all") if weeks is None else words("span.weeks").format(weeks),
        key=session.GRID_WEEKS,
        persist_state="session",
    )
    return chosen


def team(teams: Sequence[str], key: str, words: Words, first: int = 0) -> str | None:
    """A team, or None for all of them; `first` is which of the teams is chosen at first, counted from 1."""
    chosen: str | None = st.selectbox(
        words("team"),
        [None, *teams],
        index=first,
        format_func=lambda name: words("all_teams") if name is None else name,
        key=key,
        persist_state="session",
    )
    return chosen


def any_of(label: str, names: Sequence[str], key: str, words: Words) -> str | None:
    """One of some names, or None for all of them."""
    chosen: str | None = st.selectbox(
        label,
        [None, *names],
        format_func=lambda name: words("all_of_them") if name is None else name,
        key=key,
        persist_state="session",
    )
    return chosen


def first_week(starts: Sequence[date], key: str, words: Words) -> date:
    """The week from which on a table shows days, by its first day."""
    chosen: date = st.selectbox(
        words("week"),
        starts,
        format_func=lambda first: words("edit.from_week").format(words.day(first)),
        key=key,
        persist_state="session",
    )
    return chosen


def role(key: str, words: Words) -> str | None:
    """Agents, leads, or None for both."""
    chosen: str | None = st.selectbox(
        words("role"),
        [None, "agent", "lead"],
        format_func=lambda name: words("both_roles") if name is None else words(f"role.{name}"),
        key=key,
        persist_state="session",
    )
    return chosen


def scenarios_shown(names: Mapping[str, str], most: int, words: Words) -> list[str]:
    """The scenarios that are compared, by name; at first the one kept last, and the first ones.

    A control of its own for each set of scenarios: the browser would go on showing those that are no more.
    """
    known = list(names)
    newest = [name for name in known if name == st.session_state.get(session.SCENARIO_KEPT)]
    chosen: list[str] = st.multiselect(
        words("scenario.shown"),
        known,
        default=[*newest, *(name for name in known if name not in newest)][:most],
        format_func=lambda name: names[name],
        max_selections=most,
        key=f"{session.SCENARIOS_SHOWN} {' '.join(known)}",
        persist_state="session",
    )
    return chosen
