"""What the roster page says first: cover, rules, gap, leads; and where it falls short, and why."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from domain.site import Site
from exports.roster_book import QueueCoverage, RuleCount
from pipeline.roster_summary import read_report, roster_summary
from pipeline.views_cover import ROUNDING, RosterFrames
from pipeline.views_night import PublishedNight
from store.json_text import Json

SHORT, MET, OVER = "short", "met", "over"
MINUTES_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule as the roster keeps it: title and sentence (none for a check of form), strength, source, and counts."""

    rule_id: str
    title: str
    sentence: str
    strength: str
    status: str
    source: str
    checked: int
    broken: int


@dataclass(frozen=True, slots=True)
class RosterView:
    """The roster at a glance. Hours are agent-hours or lead-hours; the cover share is covered of required."""

    status: str
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


def roster_view(night: PublishedNight, frames: RosterFrames, language: str) -> RosterView:
    """The figures of the night's report beside those of its files."""
    report = read_report(night.folder)
    summary = roster_summary(night.site, report)
    required = sum(cover.required for cover in summary.coverage)
    people = frames.duties.drop_duplicates("agent_id")["role"].value_counts()
    return RosterView(
        status=summary.status,
        gap=summary.gap,
        bound=_number(report.get("bound")),
        objective=_number(report.get("objective")),
        solved_s=_number(report.get("seconds")),
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


def _number(value: Json) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _rule_line(site: Site, rule: RuleCount, language: str) -> RuleLine:
    """The rule in the language; a check of form is in no pack, so it has no title and no sentence."""
    text = site.rules.rules.get(rule.rule_id)
    return RuleLine(
        rule_id=rule.rule_id,
        title="" if text is None else text.title(language),
        sentence="" if text is None else text.sentence(language),
        strength=rule.strength,
        status="form" if text is None else text.status,
        source=rule.source,
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


def short_stretches(night: PublishedNight) -> pd.DataFrame:
    """Where cover is short, as the report says it: neighbouring intervals of one queue and reason are one stretch.

    Columns: queue, start, end, agents (most that are missing at once), hours (agent-hours missing), why.
    """
    rows = _reported(read_report(night.folder).get("short"), ("interval_start", "queue", "short", "why"))
    return _stretches(rows.rename(columns={"short": "missing"}), night.site.interval_min)


def lead_stretches(night: PublishedNight) -> pd.DataFrame:
    """Where leads are short, as the report says it; columns as of `short_stretches`, the queue empty."""
    leads = read_report(night.folder).get("leads")
    listed = leads.get("intervals") if isinstance(leads, dict) else None
    rows = _reported(listed, ("interval_start", "need", "have", "why"))
    missing = pd.to_numeric(rows["need"]) - pd.to_numeric(rows["have"])
    return _stretches(rows.assign(queue="", missing=missing)[missing > 0], night.site.interval_min)


def _reported(listed: Json, columns: tuple[str, ...]) -> pd.DataFrame:
    """The objects of a list in the report, one row each; a field that one lacks is empty."""
    found: list[Mapping[str, Json]] = (
        [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []
    )
    return pd.DataFrame([{column: row.get(column, "") for column in columns} for row in found], columns=list(columns))


def _stretches(rows: pd.DataFrame, step_min: int) -> pd.DataFrame:
    step = pd.Timedelta(minutes=step_min)
    start = pd.to_datetime(rows["interval_start"], format="ISO8601")
    rows = rows.assign(start=start, missing=pd.to_numeric(rows["missing"]), why=rows["why"].fillna("").astype(str))
    rows = rows.sort_values(["queue", "start"], ignore_index=True)
    is_alike = (rows[["queue", "why"]] == rows[["queue", "why"]].shift()).all(axis=1)
    follows = is_alike & (rows["start"] - rows["start"].shift() == step)
    merged = rows.groupby((~follows).cumsum()).agg(
        queue=("queue", "first"),
        start=("start", "first"),
        end=("start", "last"),
        agents=("missing", "max"),
        hours=("missing", "sum"),
        why=("why", "first"),
    )
    merged = merged.assign(end=merged["end"] + step, hours=merged["hours"] * step_min / MINUTES_AN_HOUR)
    return merged.sort_values("hours", ascending=False, kind="stable", ignore_index=True)
