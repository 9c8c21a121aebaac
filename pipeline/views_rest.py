"""Rest and fairness of a roster: every article with checked, near the limit and broken; burdens as distributions.

Near the limit is what would break a rule that were one step stricter: the same rule is asked once more, with the
stricter number. Nothing here names a person, and nothing ranks.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import pandas as pd

from domain.access import Act
from domain.roster import Roster
from domain.roster_files import read_roster
from domain.site import Site
from pipeline.access import needs
from pipeline.views_night import PublishedNight
from scheduling.audit import AuditReport, audit, audited_rules
from scheduling.facts import holidays_around
from scheduling.rules.fairness import is_weekend

MINUTES = 60
LONGEST_REST_H = 48  # longer ones are days off
NIGHTS, WEEKENDS, HOLIDAYS = "nights", "weekends", "holidays"
# One step stricter, by rule: the parameter that is its limit, and how far within it counts as near.
STEPS: Mapping[str, tuple[str, float]] = {
    "weekly_hours": ("max_paid_minutes_week", -60),
    "daily_hours": ("max_paid_minutes_day", -60),
    "weekly_rest": ("min_rest_days_week", 1),
    "rest_between_duties": ("min_rest_between_duties_h", 1),
    "consecutive_days": ("max_consecutive_days", -1),
    "consecutive_nights": ("max_consecutive_nights", -1),
    "rest_after_nights": ("min_rest_after_nights_h", 2),
}


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """One rule in the reader's language: its article, how often it was checked, nearly broken and broken.

    `near` is None for a rule that has no number to come near to.
    """

    rule_id: str
    title: str
    sentence: str
    source: str
    penalty: str
    status: str
    checked: int
    near: int | None
    broken: int


@dataclass(frozen=True, slots=True, eq=False)
class RestView:
    """The law report and the distributions of a roster.

    `burdens` counts people by role, kind of burden and how many such duties they carry; only people who can carry one
    are counted. `rests` counts rests between two duties by whole hours. `meal_h` and `rest_h` are hours given in all.
    """

    articles: tuple[ArticleLine, ...]
    burdens: pd.DataFrame
    rests: pd.DataFrame
    least_rest_h: float
    meal_h: float
    rest_h: float
    rests_given: int

    @property
    def checked(self) -> int:
        """How many cases were looked at."""
        return sum(line.checked for line in self.articles)

    @property
    def near(self) -> int:
        """How many of them are near the limit."""
        return sum(line.near or 0 for line in self.articles)

    @property
    def broken(self) -> int:
        """How many of them break a rule."""
        return sum(line.broken for line in self.articles)


@needs(Act.SEE_ROSTER)
def rest_view(night: PublishedNight, language: str) -> RestView:
    """The report on the roster of a night's or a version's folder."""
    site, roster = night.site, read_roster(night.folder, night.window)
    breaks = [activity for activity in roster.activities if activity.activity in ("meal", "rest")]
    length = Counter[str]()
    for each in breaks:
        length[each.activity] += round((each.end - each.start).total_seconds() / MINUTES)
    return RestView(
        articles=articles(site, roster, language),
        burdens=burdens(site, roster),
        rests=rests_between(roster),
        least_rest_h=site.rules.parameters.min_rest_between_duties_h,
        meal_h=length["meal"] / MINUTES,
        rest_h=length["rest"] / MINUTES,
        rests_given=sum(activity.activity == "rest" for activity in breaks),
    )


def articles(site: Site, roster: Roster, language: str) -> tuple[ArticleLine, ...]:
    """Every rule that the audit checks, but for those on the form of the files."""
    found, nearly = audit(site, roster), audit(stricter_site(site), roster)
    lines = []
    for text in audited_rules(site):
        if text.status == "form":
            continue
        finding = found.rules[text.id]
        lines.append(
            ArticleLine(
                rule_id=text.id,
                title=text.title(language),
                sentence=text.sentence(language),
                source=text.source_in(language),
                penalty=text.penalty(language),
                status=text.status,
                checked=finding.checked,
                near=_near(text.id, found, nearly),
                broken=finding.broken,
            )
        )
    return tuple(lines)


def _near(rule_id: str, found: AuditReport, nearly: AuditReport) -> int | None:
    if rule_id not in STEPS:
        return None
    return max(0, nearly.rules[rule_id].broken - found.rules[rule_id].broken)


def stricter_site(site: Site) -> Site:
    """The site under rules that are one step stricter."""
    parameters = site.rules.parameters
    changed = {name: max(1, getattr(parameters, name) + step) for name, step in STEPS.values()}
    return replace(site, rules=replace(site.rules, parameters=parameters.model_copy(update=changed)))


def burdens(site: Site, roster: Roster) -> pd.DataFrame:
    """People by role, kind of burden and number of such duties: a distribution."""
    holidays = holidays_around(site, roster.window)
    is_night = {shift.id: site.rules.parameters.is_night(shift) for shift in site.shifts}
    carried: dict[str, Counter[str]] = {kind: Counter() for kind in (NIGHTS, WEEKENDS, HOLIDAYS)}
    for duty in roster.duties:
        carried[NIGHTS][duty.agent_id] += is_night.get(duty.shift, False)
        carried[WEEKENDS][duty.agent_id] += is_weekend(duty.day)
        carried[HOLIDAYS][duty.agent_id] += duty.day in holidays
    many = Counter(
        (person.role, kind, counts[person.id])
        for kind, counts in carried.items()
        for person in site.people
        if kind != NIGHTS or (person.night_consent and _has_night(site, person.role))
    )
    rows = [(str(role), kind, count, people) for (role, kind, count), people in sorted(many.items())]
    return pd.DataFrame(rows, columns=["role", "kind", "count", "people"])


def _has_night(site: Site, role: str) -> bool:
    return any(role in shift.roles and site.rules.parameters.is_night(shift) for shift in site.shifts)


def rests_between(roster: Roster) -> pd.DataFrame:
    """Rests between two duties of a person that are no days off, counted by whole hours."""
    counts = Counter[int]()
    for duties in roster.duties_by_person().values():
        for earlier, later in pairwise(duties):
            hours = int((later.start - earlier.end).total_seconds() // 3600)
            if hours < LONGEST_REST_H:
                counts[hours] += 1
    return pd.DataFrame(sorted(counts.items()), columns=["hours", "rests"])
