"""`report.json`: how good a roster is, what it costs term by term, which rules were checked, and why it is short."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from statistics import pstdev

import pandas as pd

from domain.roster import Roster
from domain.site import Site
from scheduling.arena import Floats
from scheduling.audit import AuditReport
from scheduling.conflict.musts import undecided_sentence
from scheduling.contacts import Promise
from scheduling.cover import QueueCover
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.evenness import Burden, burdens
from scheduling.explain import ShortInterval, short_intervals, short_leads
from scheduling.missed_promises import missed_sentence
from scheduling.objective import carried, tour_table
from scheduling.options import Progress
from scheduling.outcome import RosterOutcome
from scheduling.price_list import price_list
from scheduling.rules.contract_hours import due_min
from scheduling.staff_tables import Staff
from scheduling.wish_report import preferences_json

type Json = str | int | float | bool | list["Json"] | dict[str, "Json"] | None

DECIMALS = 4


def report_json(outcome: RosterOutcome) -> dict[str, Json]:
    """The content of `report.json` for a roster that exists."""
    terms, roster, site = outcome.terms, outcome.roster, outcome.site
    return {
        "status": outcome.status,
        "objective": round(terms.total, DECIMALS),
        "bound": round(outcome.bound, DECIMALS),
        "gap": round(outcome.gap, 6),
        "seconds": round(outcome.seconds, 1),
        "stopped_by": outcome.stopped_by,
        **({"must_not_met": undecided_sentence(outcome.unmet)} if outcome.unmet else {}),
        "course": [_step(step) for step in outcome.course],
        "window": {"start": roster.window.start.isoformat(), "days": roster.window.days},
        "duties": len(roster.duties),
        "unit": "points: one agent-interval over the requirement is 1",
        "terms": {name: round(points, DECIMALS) for name, points in terms.points.items()},
        "coverage": {queue: _coverage(cover) for queue, cover in terms.coverage.items()},
        **promises_json(site, roster, terms.promises),
        "rules": _rules(outcome.audit),
        "leads": _leads(outcome),
        "short": [_short(interval) for interval in short_intervals(site, roster, outcome.requirement)],
        "price_list": _price_list(outcome),
        "contract": _contract(outcome.staff, roster),
        "preferences": preferences_json(site, outcome.staff, roster, _needs(outcome)),
        "fairness": _fairness(site, outcome.staff, roster),
    }


def _step(step: Progress) -> dict[str, Json]:
    """How good roster and bound were after so many seconds; a null where there was none yet."""
    points = (step.incumbent, step.bound)
    incumbent, bound = (None if found is None else round(found, DECIMALS) for found in points)
    return {"phase": step.phase, "seconds": round(step.seconds, 1), "incumbent": incumbent, "bound": bound}


def _price_list(outcome: RosterOutcome) -> list[Json]:
    """What one more of each thing would gain, everybody else's duties as they are."""
    return [
        {"change": price.change, "words": price.words, "gained": round(price.gained, DECIMALS), "unit": price.unit}
        for price in price_list(outcome.site, outcome.roster, _needs(outcome), outcome.terms.leads)
    ]


def _needs(outcome: RosterOutcome) -> dict[str, Floats]:
    """Agents needed by queue and interval of the window."""
    return needed_agents(outcome.site, outcome.requirement, DayGrid(outcome.roster.window, outcome.site.interval_min))


def _coverage(cover: QueueCover) -> dict[str, Json]:
    return {
        "required": round(cover.required, DECIMALS),
        "covered": round(cover.covered, DECIMALS),
        "short": round(cover.short, DECIMALS),
        "over": round(cover.over, DECIMALS),
        "covered_share": round(cover.covered_share, 6),
        "intervals": cover.intervals,
        "intervals_short": cover.intervals_short,
    }


def promises_json(site: Site, roster: Roster, promises: Sequence[Promise]) -> dict[str, Json]:
    """Goals kept by contacts under `promises`; nothing where there are none."""
    return {"promises": [_promise(site, roster, each) for each in promises]} if promises else {}


def _promise(site: Site, roster: Roster, promise: Promise) -> dict[str, Json]:
    """A goal kept by contacts: what is promised, and what the roster is expected to answer."""
    goal = promise.goal
    return {
        "queue": goal.queue,
        "from": goal.first_day.isoformat(),
        "to": goal.last_day.isoformat(),
        "goal": goal.response_rate,
        "offered": round(promise.offered, DECIMALS),
        "answered": round(promise.answered, DECIMALS),
        "response_rate": round(promise.response_rate, 6),
        "kept": promise.is_kept,
        **({} if promise.is_kept else {"why": missed_sentence(site, roster, promise)}),
    }


def _rules(audit: AuditReport) -> dict[str, Json]:
    return {
        rule: {"checked": finding.checked, "broken": finding.broken, "source": finding.source}
        for rule, finding in audit.rules.items()
    }


def _leads(outcome: RosterOutcome) -> dict[str, Json]:
    """Leads needed and missing; of each interval that is short, whether the bound, if there is one, is so too."""
    site, roster, terms, in_bound = outcome.site, outcome.roster, outcome.terms, outcome.short_in_bound
    begins, length = datetime.combine(roster.window.start, time()), timedelta(minutes=site.interval_min)
    intervals: list[Json] = []
    for interval in short_leads(site, roster, terms.leads):
        number = (interval.interval_start - begins) // length
        said: dict[str, Json] = {} if in_bound is None else {"short_in_bound": number in in_bound}
        intervals.append(_short(interval) | said)
    required = sum(interval.need for interval in terms.leads)
    missing = sum(interval.short for interval in terms.leads)
    return {"required": required, "short": missing, "intervals": intervals}


def _short(interval: ShortInterval) -> dict[str, Json]:
    return {
        "interval_start": interval.interval_start.isoformat(),
        **({"queue": interval.queue} if interval.queue else {}),
        "need": interval.need,
        "have": round(interval.have, DECIMALS),
        "short": round(interval.short, DECIMALS),
        "why": dict(interval.why),
    }


def _contract(staff: Staff, roster: Roster) -> dict[str, Json]:
    """How far paid time of whole weeks lies from the contract, in minutes; no figure names a person."""
    by_person = roster.duties_by_person()
    apart = []
    for tables in staff.people:
        facts, duties = tables.facts, by_person.get(tables.person.id, [])
        for week in tables.tour_before.whole_weeks(facts):
            paid = sum(duty.paid_minutes for duty in duties if facts.week_of(duty.day) == week)
            apart.append(abs(paid - due_min(facts, week, roster.window.start, roster.window.last)))
    mean = sum(apart) / len(apart) if apart else 0.0
    return {
        "weeks": len(apart),
        "mean_minutes_apart": round(mean, 1),
        "most_minutes_apart": round(max(apart, default=0.0)),
    }


def _fairness(site: Site, staff: Staff, roster: Roster) -> dict[str, Json]:
    """How evenly nights and weekends lie on those who can work them: a distribution, never a ranking."""
    tours = tour_table(staff, roster)
    return {
        f"{burden.kind}s_of_{burden.role}s": _spread([float(n) for n in carried(burden, tours)], burden)
        for burden in burdens(site, staff)
    }


def _spread(counts: Sequence[float], burden: Burden) -> dict[str, Json]:
    able = [count for count, share in zip(counts, burden.share, strict=True) if share > 0]
    histogram = pd.Series(able).astype(int).value_counts().sort_index()
    return {
        "able": len(able),
        "total": sum(able),
        "standard_deviation": round(pstdev(able), DECIMALS),
        "people_by_count": {str(count): int(people) for count, people in histogram.items()},
    }
