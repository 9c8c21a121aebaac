"""The solver-free check of a roster folder, behind `wfm check` and the last look of a night before it is published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.errors import UsageError
from domain.frame_files import read_requirement
from domain.roster import PlanningWindow
from domain.roster_files import read_roster
from domain.site import Site
from domain.site_folder import read_site
from scheduling.audit import AuditReport, audit
from scheduling.cover import QueueCover
from scheduling.rules import WORDINGS
from scheduling.rules.book import rule_text
from store.json_text import Json, plain


@dataclass(frozen=True, slots=True)
class CheckedRule:
    """One rule as the audit found it, with its titles."""

    rule_id: str
    title_ko: str
    title_en: str
    strength: str
    source: str
    checked: int
    broken: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What the audit found in a roster folder."""

    window: PlanningWindow
    duties: int
    rules: tuple[CheckedRule, ...]
    coverage: Mapping[str, QueueCover]
    leads_required: int
    leads_short: int
    lead_intervals: int
    lead_intervals_short: int

    @property
    def hard_broken(self) -> int:
        """How many cases of hard rules are broken."""
        return sum(rule.broken for rule in self.rules)


def check_roster(
    roster_dir: Path,
    site_dir: Path,
    requirement_file: Path | None = None,
    start: date | None = None,
    days: int | None = None,
) -> CheckReport:
    """Every hard rule on every duty of the folder; without start and days, from its first to its last duty."""
    site = read_site(site_dir)
    roster = read_roster(roster_dir, _window(start, days))
    needed = None
    if requirement_file is not None:
        queues = [queue.id for queue in site.queues]
        needed = read_requirement(requirement_file, site.config.site.timezone, queues)
    return as_check_report(site, roster.window, len(roster.duties), audit(site, roster, needed))


def _window(start: date | None, days: int | None) -> PlanningWindow | None:
    if (start is None) != (days is None):
        raise UsageError("The planning window needs both --start and --days, or neither of them.")
    return None if start is None or days is None else PlanningWindow(start, days)


def as_check_report(site: Site, window: PlanningWindow, duties: int, found: AuditReport) -> CheckReport:
    """The audit's findings with the words that a planner reads."""
    return CheckReport(
        window=window,
        duties=duties,
        rules=tuple(
            CheckedRule(
                rule_id,
                *rule_words(site, rule_id),
                source=finding.source,
                checked=finding.checked,
                broken=finding.broken,
                examples=tuple(finding.examples),
            )
            for rule_id, finding in found.rules.items()
        ),
        coverage=found.coverage,
        leads_required=sum(interval.need for interval in found.leads),
        leads_short=sum(interval.short for interval in found.leads),
        lead_intervals=len(found.leads),
        lead_intervals_short=sum(interval.short > 0 for interval in found.leads),
    )


def rule_words(site: Site, rule_id: str) -> tuple[str, str, str]:
    """Korean title, English title and strength of a rule; one that a report names and nobody knows is hard."""
    if rule_id not in WORDINGS:
        return rule_id, rule_id, "hard"
    text = rule_text(site.rules, rule_id)
    return text.title("ko"), text.title("en"), text.strength


def check_json(report: CheckReport) -> Json:
    """The report for `wfm check --json`."""
    return plain(
        {
            "window": {"start": report.window.start, "days": report.window.days},
            "duties": report.duties,
            "hard_broken": report.hard_broken,
            "rules": {rule.rule_id: _rule_json(rule) for rule in report.rules},
            "coverage": report.coverage,
            "leads": {
                "required": report.leads_required,
                "short": report.leads_short,
                "intervals": report.lead_intervals,
                "intervals_short": report.lead_intervals_short,
            },
        }
    )


def _rule_json(rule: CheckedRule) -> dict[str, object]:
    found: dict[str, object] = {"checked": rule.checked, "broken": rule.broken, "source": rule.source}
    return found | ({"examples": rule.examples} if rule.broken else {})
