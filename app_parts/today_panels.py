"""Beside the charts of today: what may still be done within the rules, and an agent off the queue at once."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd
import streamlit as st

from app_parts import cached, session
from app_parts.as_written import as_written
from app_parts.signed_in import allowed
from app_parts.words import Words
from domain.access import Act
from domain.errors import WfmError
from pipeline.roster_legality import breach_lines
from pipeline.today_acts import OffQueue, apply_proposals, off_the_queue, recovery_min
from pipeline.today_options import Lever, Proposal, TodayOptions
from pipeline.today_roster import Cells
from pipeline.views_day_calls import site_now
from pipeline.views_day_cover import DayCover
from pipeline.views_night import NightMark

logger = logging.getLogger(__name__)

MOST_TOLD = 6  # intervals of an answer
ROW_PX = 26  # low, so that all intervals and what follows them are seen on a small screen
HEADER_PX = 38  # the head of a table, and its border


@dataclass(frozen=True, slots=True)
class Said:
    """The answer to what was done: a text in words, and whether it is good news."""

    text: str
    is_good: bool


def options_panel(words: Words, mark: NightMark, cover: DayCover, options: TodayOptions, step_min: int) -> None:
    """By interval: agents short, what each lever adds, and what is left short."""
    st.markdown(f"**{words('today.options')}**", help=words("today.options_help"))
    short = {moment: agents for moment, agents in options.short_before.items() if agents > 0.05}
    if not short:
        st.success(words("today.nothing_short"), icon=":material/check_circle:")
        return
    st.dataframe(
        _options_frame(options, short, step_min, words),
        hide_index=True,
        row_height=ROW_PX,
        height=HEADER_PX + ROW_PX * len(short),
        column_config=_options_columns(words),  # type: ignore[arg-type]
        placeholder="–",
    )
    if not options.proposals:
        st.info(words("today.no_option"), icon=":material/info:")
        return
    if allowed(Act.ACT_TODAY):
        _apply_form(words, mark, cover.number, options)


def _options_frame(options: TodayOptions, short: dict[datetime, float], step_min: int, words: Words) -> pd.DataFrame:
    added = {
        lever: {moment: sum(dict(each.helps).get(moment, 0.0) for each in options.of(lever)) for moment in short}
        for lever in Lever
    }
    columns: dict[str, list[object]] = {
        words("time"): [f"{at:%H:%M}–{at + timedelta(minutes=step_min):%H:%M}" for at in short],
        words("cover.short"): list(short.values()),
    }
    for lever in Lever:
        columns[words(f"lever.{lever}")] = [agents or None for agents in added[lever].values()]
    columns[words("today.left")] = [options.short_after[moment] or None for moment in short]
    return pd.DataFrame(columns)


def _options_columns(words: Words) -> dict[str, object]:
    number = st.column_config.NumberColumn
    config: dict[str, object] = {words(f"lever.{lever}"): number(format="%+,.1f") for lever in Lever}
    return config | {words("cover.short"): number(format="%,.1f"), words("today.left"): number(format="%,.1f")}


def _apply_form(words: Words, mark: NightMark, version: int, options: TodayOptions) -> None:
    """Which proposals are carried out: rests at first, what needs consent once it is given."""
    counts = [words("today.count").format(words(f"lever.{lever}"), len(options.of(lever))) for lever in Lever]
    with st.expander(" · ".join(counts), icon=":material/checklist:"):
        by_name = {_named(each, words): each for each in options.proposals}
        chosen = st.multiselect(
            words("today.proposals"),
            list(by_name),
            default=[name for name, each in by_name.items() if not each.lever.needs_consent],
            key=f"{session.TODAY_PROPOSALS}_{version}",
            placeholder=words("today.choose"),
        )
        proposals = tuple(by_name[name] for name in chosen)
        asks = any(each.lever.needs_consent for each in proposals)
        agreed = st.checkbox(words("today.agreed"), key=session.TODAY_AGREED) if asks else True
        st.button(
            words("today.apply").format(len(proposals)),
            key="today_apply",
            type="primary",
            disabled=not proposals or not agreed,
            on_click=_apply,
            args=(words, mark, version, proposals),
        )
        st.caption(words("today.apply_note"))


def _named(proposal: Proposal, words: Words) -> str:
    change = f"{proposal.instead.before} → {proposal.instead.after}"
    return f"{proposal.agent_id} · {words(f'lever.{proposal.lever}')} {change}"


def _apply(words: Words, mark: NightMark, version: int, proposals: tuple[Proposal, ...]) -> None:
    """Carries the proposals out and remembers the answer."""
    site = cached.night(mark).site

    def done() -> Said:
        applied = apply_proposals(mark.site_dir, site, version, proposals, _who())
        if applied.saved is not None:
            return Said(words("today.applied").format(len(proposals), applied.saved), True)
        first = breach_lines(site, applied.breaches, words.language)[0]
        return Said(f"**{first.title}** {first.sentence} ({first.source}) {as_written(first.where)}", False)

    _remember(done)


def off_queue_panel(words: Words, mark: NightMark, cover: DayCover, at: datetime | None, needed: Cells) -> None:
    """One button: somebody is off the queue from now on; no reason is asked and nothing speaks against it."""
    minutes = round(recovery_min(cached.night(mark).site))
    st.markdown(f"**{words('off_queue.title')}**", help=words("off_queue.help").format(minutes))
    if not cover.on_duty:
        st.caption(words("off_queue.nobody"))
        return
    who_place, button_place = st.columns([1, 1], vertical_alignment="bottom")
    agent_id = who_place.selectbox(
        words("off_queue.who"),
        cover.on_duty,
        index=None,
        key=session.OFF_QUEUE_WHO,
        placeholder=words("off_queue.choose"),
        label_visibility="collapsed",
    )
    button_place.button(
        words("off_queue.now"),
        icon=":material/self_improvement:",
        key="off_queue",
        type="primary",
        disabled=agent_id is None,
        on_click=_off,
        args=(words, mark, cover.number, agent_id, at, needed),
        width="stretch",
    )


def _off(words: Words, mark: NightMark, version: int, agent_id: str, at: datetime | None, needed: Cells) -> None:
    """Takes the person off the queue as of this moment, however long the page has been open."""
    site = cached.night(mark).site

    def done() -> Said:
        now = site_now(site, at)
        off = off_the_queue(mark.site_dir, site, version, agent_id, now, needed, _who())
        return Said(_off_told(off, agent_id, words), True)

    _remember(done)
    st.session_state[session.OFF_QUEUE_WHO] = None  # a second click takes nobody else off


def _off_told(off: OffQueue, agent_id: str, words: Words) -> str:
    """Until when, in which version, and what it does to the cover of the intervals that it touches."""
    said = [words("off_queue.done").format(as_written(agent_id), off.minutes, f"{off.until:%H:%M}", off.version)]
    said += [
        words("off_queue.effect").format(f"{at:%H:%M}", f"{was:,.1f}", f"{now:,.1f}", f"{need:,.0f}")
        for at, was, now, need in off.cover[:MOST_TOLD]
    ]
    return "\n\n".join(said)


def said_panel() -> None:
    """The answer to what was done last."""
    said = st.session_state.get(session.TODAY_SAID)
    if isinstance(said, Said):
        (st.success if said.is_good else st.error)(said.text)


def _remember(act: Callable[[], Said]) -> None:
    """Does it before the page is drawn anew; a deliberate error is told in its sentence."""
    try:
        st.session_state[session.TODAY_SAID] = act()
    except WfmError as error:
        logger.warning("shown to the planner: %s", error)
        st.session_state[session.TODAY_SAID] = Said(as_written(error), False)


def _who() -> str:
    return str(st.session_state.get(session.WHO) or "")
