"""What the roster page says first: cover, rules, gap, leads; and where it falls short, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from domain.access import Act
from domain.site import Site
from exports.roster_book import QueueCoverage, RuleCount
from pipeline.access import needs
from pipeline.json_reading import as_number, as_object, as_objects
from pipeline.roster_summary import read_report, roster_summary
from pipeline.views_cover import ROUNDING, RosterFrames
from pipeline.views_night import PublishedNight
from scheduling.rules import WORDINGS
from scheduling.rules.book import rule_text
from store.json_text import Json

SHORT, MET, OVER = "short", "met", "over"
MINUTES_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule as the roster keeps it, in the reader's language: what it says, where it comes from, and counts."""

    rule_id: str
    title: str
    sentence: str
    strength: str
    status: str
    source: str
    penalty: str
    checked: int
    broken: int


@dataclass(frozen=True, slots=True)
class RosterView:
    """The roster at a glance. Hours are agent-hours or lead-hours; the cover share is covered of required."""

    status: str
    stopped_by: str
    gap: float | None
    bound: float | None
    objective: float | None
    solved_s: float | None
    required_h: float
    short_h: float
    over_h: float
    cover_share: float
    queues: tuple[QueueCoverage, ...]
    rules: tuple[RuleLine, ...]
    rules_checked: int
    rules_broken: int
    lead_required_h: float
    lead_short_h: float
    agents: int
    leads: int
    duties: int
    paid_h: float


@dataclass(frozen=True, slots=True)
class ShortStretch:
    """A stretch of time in which people are missing: most at once, hours in all, and what keeps how many others off.

    `why` counts people by rule id or by a word of the report; `queue` is empty where team leads are missing.
    `hours_in_bound` are the hours of intervals in which the bound is short of leads as well, None where nobody looked.
    """

    queue: str
    start: datetime
    end: datetime
    missing: float
    hours: float
    why: Mapping[str, int]
    hours_in_bound: float | None = None


@needs(Act.SEE_ROSTER)
def roster_view(night: PublishedNight, frames: RosterFrames, language: str) -> RosterView:
    """The figures of the night's report beside those of its files."""
    report = read_report(night.folder)
    summary = roster_summary(night.site, report)
    required = sum(cover.required for cover in summary.coverage)
    people = frames.duties.drop_duplicates("agent_id")["role"].value_counts()
    return RosterView(
        status=summary.status,
        stopped_by=str(report.get("stopped_by", "")),
        gap=summary.gap,
        bound=as_number(report.get("bound")),
        objective=as_number(report.get("objective")),
        solved_s=as_number(report.get("seconds")),
        required_h=required * night.interval_h,
        short_h=sum(cover.short for cover in summary.coverage) * night.interval_h,
        over_h=sum(cover.over for cover in summary.coverage) * night.interval_h,
        cover_share=sum(cover.covered for cover in summary.coverage) / required if required else 1.0,
        queues=summary.coverage,
        rules=tuple(_rule_line(night.site, rule, language) for rule in summary.rules),
        rules_checked=sum(rule.checked for rule in summary.rules),
        rules_broken=sum(rule.broken for rule in summary.rules),
        lead_required_h=summary.leads_required * night.interval_h,
        lead_short_h=summary.leads_short * night.interval_h,
        agents=int(people.get("agent", 0)),
        leads=int(people.get("lead", 0)),
        duties=len(frames.duties),
        paid_h=float(frames.duties["paid_minutes"].sum()) / MINUTES_AN_HOUR,
    )


def _rule_line(site: Site, rule: RuleCount, language: str) -> RuleLine:
    """The rule in the language; one that the report names and nobody knows has its id for a title."""
    text = rule_text(site.rules, rule.rule_id) if rule.rule_id in WORDINGS else None
    return RuleLine(
        rule_id=rule.rule_id,
        title=rule.rule_id if text is None else text.title(language),
        sentence="" if text is None else text.sentence(language),
        strength=rule.strength,
        status="form" if text is None else text.status,
        source=rule.source if text is None else text.source_in(language),
        penalty="" if text is None else text.penalty(language),
        checked=rule.checked,
        broken=rule.broken,
    )


def cover_map(frames: RosterFrames, queue: str | None) -> pd.DataFrame:
    """Need and cover by day and minute, of a queue or (None) of all together, with `state` and its `depth` in (0, 1].

    Queues are not set off against each other: `short` and `over` add up each queue's own. The depth is what is short
    or over as a share of the need, so that a colour says how much it matters there.
    """
    cover = frames.cover if queue is None else frames.cover[frames.cover["queue"] == queue]
    beyond = cover["have"] - cover["need"]
    cells = cover.assign(short=(-beyond).clip(lower=0), over=beyond.clip(lower=0))
    cells = cells.groupby(["date", "minute"])[["need", "have", "short", "over"]].sum().reset_index()
    is_short, is_over = cells["short"] > ROUNDING, cells["over"] > ROUNDING
    amount = np.where(is_short, cells["short"], cells["over"])
    return cells.assign(
        state=np.select([is_short, is_over], [SHORT, OVER], MET),
        depth=np.where(is_short | is_over, np.minimum(1.0, amount / np.maximum(1.0, cells["need"])), 0.0),
    )


@needs(Act.SEE_ROSTER)
def short_stretches(night: PublishedNight) -> tuple[ShortStretch, ...]:
    """Where agents are short, as the report says it, the gravest first."""
    return _stretches(as_objects(read_report(night.folder).get("short")), night.site.interval_min)


@needs(Act.SEE_ROSTER)
def lead_stretches(night: PublishedNight) -> tuple[ShortStretch, ...]:
    """Where leads are short, as the report says it, the gravest first."""
    leads = as_object(read_report(night.folder).get("leads"))
    return _stretches(as_objects(leads.get("intervals")), night.site.interval_min)


def _stretches(reported: Sequence[Mapping[str, Json]], step_min: int) -> tuple[ShortStretch, ...]:
    """Neighbouring intervals of a queue as one stretch each."""
    intervals = sorted((_interval(row, step_min) for row in reported), key=lambda found: (found.queue, found.start))
    merged: list[ShortStretch] = []
    for interval in intervals:
        if merged and merged[-1].queue == interval.queue and merged[-1].end == interval.start:
            merged[-1] = _joined(merged[-1], interval)
        else:
            merged.append(interval)
    return tuple(sorted(merged, key=lambda stretch: (-stretch.hours, stretch.start, stretch.queue)))


def _interval(row: Mapping[str, Json], step_min: int) -> ShortStretch:
    start = datetime.fromisoformat(str(row["interval_start"]))
    missing = as_number(row.get("short")) or 0.0
    why = {reason: int(as_number(people) or 0) for reason, people in as_object(row.get("why")).items()}
    end = start + timedelta(minutes=step_min)
    hours, in_bound = missing * step_min / MINUTES_AN_HOUR, row.get("short_in_bound")
    forced = None if in_bound is None else hours * bool(in_bound)
    return ShortStretch(str(row.get("queue", "")), start, end, missing, hours, why, forced)


def _joined(stretch: ShortStretch, following: ShortStretch) -> ShortStretch:
    """Both as one; the reasons are those of the interval in which most are missing."""
    worst = max(stretch, following, key=lambda each: each.missing)
    return replace(
        stretch,
        end=following.end,
        missing=worst.missing,
        hours=stretch.hours + following.hours,
        why=worst.why,
        hours_in_bound=None
        if stretch.hours_in_bound is None or following.hours_in_bound is None
        else stretch.hours_in_bound + following.hours_in_bound,
    )
