"""The solver-free check of a finished roster, rule by rule, from the domain objects alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from domain.roster import Activity, Duty, Roster
from domain.site import Site
from scheduling.cover import LeadInterval, QueueCover, lead_intervals, queue_cover
from scheduling.facts import facts_by_person, tours
from scheduling.rules import ACTIVITY_RULES, DUTY_RULES, FORM_RULES, ROSTER_RULES, TOUR_RULES
from scheduling.rules.book import RuleText, rule_book
from scheduling.rules.rule import Case, PersonFacts

MAX_EXAMPLES = 5


@dataclass(slots=True)
class RuleFinding:
    """How often a rule was looked at and not kept, with a few places."""

    source: str
    checked: int = 0
    broken: int = 0
    examples: list[str] = field(default_factory=list)

    def note(self, case: Case) -> None:
        """Count one case."""
        self.checked += 1
        if not case.ok:
            self.broken += 1
            if len(self.examples) < MAX_EXAMPLES:
                self.examples.append(case.where)


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What the audit found: rules, cover by queue, leads by interval."""

    rules: Mapping[str, RuleFinding]
    coverage: Mapping[str, QueueCover]
    leads: tuple[LeadInterval, ...]

    @property
    def hard_broken(self) -> int:
        """How many cases of hard rules were not kept."""
        return sum(finding.broken for finding in self.rules.values())


def audit(site: Site, roster: Roster, requirement: pd.DataFrame | None = None) -> AuditReport:
    """Every hard rule checked on every duty, tour, activity and interval of the roster."""
    findings = {text.id: RuleFinding(text.source) for text in audited_rules(site)}
    for rule, case in _all_cases(site, roster):
        findings[rule].note(case)
    coverage = {} if requirement is None else queue_cover(site, roster, requirement)
    return AuditReport(findings, coverage, tuple(lead_intervals(site, roster)))


def audited_rules(site: Site) -> list[RuleText]:
    """The rules that are checked, those on the form of the files first."""
    book = rule_book(site.rules)
    groups = (FORM_RULES, DUTY_RULES, TOUR_RULES, ACTIVITY_RULES, ROSTER_RULES if _has_seats(site) else ())
    texts = [book[rule_id] for rule_id in dict.fromkeys(rule.id for group in groups for rule in group)]
    return sorted(texts, key=lambda text: text.status != "form")


def _has_seats(site: Site) -> bool:
    return site.config.site.seats is not None


def _all_cases(site: Site, roster: Roster) -> Iterator[tuple[str, Case]]:
    facts = facts_by_person(site, roster.window)
    for roster_rule in (*FORM_RULES, *ROSTER_RULES):
        for case in roster_rule.cases(site, roster):
            yield roster_rule.id, case
    yield from _duty_cases(site, roster, facts)
    for person, tour in tours(site, roster.duties, roster.window).items():
        for rule in TOUR_RULES:
            for case in rule.cases(facts[person], tour):
                yield rule.id, case
    yield from _activity_cases(site, roster, facts)


def _duty_cases(site: Site, roster: Roster, facts: Mapping[str, PersonFacts]) -> Iterator[tuple[str, Case]]:
    for duty in roster.duties:
        if duty.agent_id in facts and duty.shift in site.shift_by_id:
            for rule in DUTY_RULES:
                for case in rule.cases(facts[duty.agent_id], duty, site.shift_by_id[duty.shift]):
                    yield rule.id, case


def _activity_cases(site: Site, roster: Roster, facts: Mapping[str, PersonFacts]) -> Iterator[tuple[str, Case]]:
    by_person = roster.activities_by_person()
    for person, duties in roster.duties_by_person().items():
        if person not in facts:
            continue
        within, outside = _by_duty(duties, by_person.get(person, []))
        for stray in outside:
            yield "tiling", Case(False, f"{person} activity outside duty {stray.start.isoformat()}")
        for duty in duties:
            if duty.shift in site.shift_by_id:
                for rule in ACTIVITY_RULES:
                    for case in rule.cases(facts[person], duty, site.shift_by_id[duty.shift], within[duty]):
                        yield rule.id, case


def _by_duty(duties: list[Duty], activities: list[Activity]) -> tuple[dict[Duty, list[Activity]], list[Activity]]:
    within: dict[Duty, list[Activity]] = {duty: [] for duty in duties}
    outside = []
    for activity in activities:
        home = next((duty for duty in duties if duty.start <= activity.start < duty.end), None)
        if home is None:
            outside.append(activity)
        else:
            within[home].append(activity)
    return within, outside
