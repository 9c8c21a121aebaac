"""One's own page: when do I work and rest, and what do I carry beside an even share? It shows nobody else."""

from functools import partial
from pathlib import Path

import pandas as pd
import streamlit as st

from app_parts import session
from app_parts.headlines import Figure, show_figures
from app_parts.signed_in import as_now
from app_parts.tables import show_table
from app_parts.words import Words
from pipeline.views_own import OwnDay, OwnRoster, own_calendar, own_roster

MOST_ROWS = 35


def page() -> None:
    """Hours, the next duty and shares first, then every day, then the calendar to take away."""
    words, site_dir = session.words(), session.site_dir()
    if site_dir is None:
        return
    found = own_roster(site_dir)
    if found is None:
        st.info(words("own.none"), icon=":material/info:")
        return
    show_figures(figures(found, words))
    title_place, button_place = st.columns([4, 1], vertical_alignment="bottom")
    title_place.subheader(words("own.days"), anchor=False)
    with button_place:
        calendar(words, site_dir, found)
    days_table(found, words)
    published = f"{found.publication.at:%Y-%m-%d}"
    st.caption(words("own.version").format(found.publication.number, published))


def figures(found: OwnRoster, words: Words) -> list[Figure]:
    """Paid hours, the next duty, and one's own share of nights, weekends and holidays beside an even one."""
    first, last = found.days[0].day, found.days[-1].day
    coming = found.next_duty
    return [
        Figure(
            words("own.hours"),
            words.amount("hours", found.paid_h, 1),
            words("own.hours_beside").format(words.day(first), words.day(last)),
        ),
        Figure(
            words("own.next"),
            "–" if coming is None else words.moment(coming.start),
            words("own.next_none") if coming is None else coming.shift,
        ),
        *(
            Figure(
                words(f"own.share.{share.kind}"),
                words.amount("times", share.own),
                words("own.even").format(f"{share.even:.1f}"),
            )
            for share in found.shares
        ),
    ]


def days_table(found: OwnRoster, words: Words) -> None:
    """Every day with its duty, its hours, and its meal and rests."""
    columns = {
        words("day"): [words.day(each.day) for each in found.days],
        words("own.duty"): [_duty(each, words) for each in found.days],
        words("own.hours_of_day"): [_hours(each) for each in found.days],
        words("own.breaks"): [_breaks(each, words) for each in found.days],
    }
    config = {words("own.breaks"): st.column_config.TextColumn(width=620)}
    show_table(pd.DataFrame(columns), config, most_rows=MOST_ROWS)


def calendar(words: Words, site_dir: Path, found: OwnRoster) -> None:
    """The button that takes one's own calendar away."""
    st.download_button(
        words("own.calendar"),
        data=as_now(partial(own_calendar, site_dir)),
        file_name=f"{found.agent_id}.ics",
        mime="text/calendar",
        key="own_calendar",
        on_click="ignore",
        icon=":material/calendar_add_on:",
        width="stretch",
    )


def _duty(each: OwnDay, words: Words) -> str:
    if each.duty is not None:
        return each.duty.shift
    return words("own.leave") if each.is_leave else words("own.off")


def _hours(each: OwnDay) -> str:
    return "" if each.duty is None else f"{each.duty.start:%H:%M}–{each.duty.end:%H:%M}"


def _breaks(each: OwnDay, words: Words) -> str:
    return ", ".join(f"{words(f'activity.{kind}')} {start:%H:%M}–{end:%H:%M}" for kind, start, end in each.breaks)


page()
