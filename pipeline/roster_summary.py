"""A roster's `report.json` as the facts that the workbook and the panel show."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from domain.errors import DataError, Problem
from domain.roster import PlanningWindow
from domain.roster_files import REPORT_FILE
from domain.site import Site
from domain.tables import read_text
from exports.roster_book import PromiseKept, QueueCoverage, RosterSummary, RuleCount
from pipeline.check_run import rule_words
from pipeline.json_reading import as_number, as_object, as_objects
from store.json_text import Json

__all__ = ["RosterSummary", "read_report", "roster_summary", "window_of"]

WORDS = ("required", "covered", "short", "over")
MOST_DAYS = 366
NO_REPORT: Mapping[str, Json] = {"status": "unknown"}


def read_report(folder: Path) -> Mapping[str, Json]:
    """The report beside a roster; one that says nothing where there is none."""
    path = folder / REPORT_FILE
    if not path.is_file():
        return NO_REPORT
    try:
        report = json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        raise DataError([Problem(path.name, None, None, None, f"valid JSON, but {error}")]) from error
    if not isinstance(report, dict):
        raise DataError([Problem(path.name, None, None, None, "a JSON object, as `wfm schedule` writes it")])
    return report


def window_of(report: Mapping[str, Json]) -> PlanningWindow | None:
    """The planning window that a report names; none where it does not."""
    match report.get("window"):
        case {"start": str(start), "days": int(days)}:
            if not 1 <= days <= MOST_DAYS:
                raise DataError([Problem(REPORT_FILE, None, "window.days", str(days), f"1 to {MOST_DAYS} days")])
            try:
                return PlanningWindow(date.fromisoformat(start), days)
            except ValueError as error:
                raise DataError([Problem(REPORT_FILE, None, "window.start", start, "a day as YYYY-MM-DD")]) from error
    return None


def roster_summary(site: Site, report: Mapping[str, Json]) -> RosterSummary:
    """Status, gap, coverage and rules of a report; a part that it lacks is left empty."""
    leads, coverage, rules = (as_object(report.get(word)) for word in ("leads", "coverage", "rules"))
    return RosterSummary(
        status=str(report.get("status", "unknown")),
        gap=as_number(report.get("gap")),
        coverage=tuple(_coverage(queue, as_object(found)) for queue, found in coverage.items()),
        rules=tuple(_rule(site, rule_id, as_object(found)) for rule_id, found in rules.items()),
        leads_required=int(as_number(leads.get("required")) or 0),
        leads_short=int(as_number(leads.get("short")) or 0),
        missing=str(report.get("must_not_met", "")),
        stopped_by=str(report.get("stopped_by", "")),
        promises=tuple(_promise(found) for found in as_objects(report.get("promises"))),
    )


def _coverage(queue: str, found: Mapping[str, Json]) -> QueueCoverage:
    required, covered, short, over = (as_number(found.get(word)) or 0.0 for word in WORDS)
    return QueueCoverage(queue, required, covered, short, over)


def _promise(found: Mapping[str, Json]) -> PromiseKept:
    goal, rate = (as_number(found.get(word)) or 0.0 for word in ("goal", "response_rate"))
    queue, first, last = (str(found.get(word, "")) for word in ("queue", "from", "to"))
    return PromiseKept(queue, first, last, goal, rate, str(found.get("why", "")))


def _rule(site: Site, rule_id: str, found: Mapping[str, Json]) -> RuleCount:
    title_ko, title_en, strength = rule_words(site, rule_id)
    checked, broken = (int(as_number(found.get(word)) or 0) for word in ("checked", "broken"))
    return RuleCount(rule_id, title_ko, title_en, strength, str(found.get("source", "")), checked, broken)
