"""What an edit would break, asked of the rules that the audit checks, on the people and days that it touches alone."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from domain.roster import Roster
from domain.site import Site
from scheduling.audit import RuleFinding, audit
from scheduling.rules import ROSTER_RULES
from scheduling.rules.book import rule_text

AROUND_DAYS = 3  # a duty reaches into the next day, and is judged by intervals beside those of the days around it
ROSTER_RULE_IDS = frozenset(rule.id for rule in ROSTER_RULES)


@dataclass(frozen=True, slots=True)
class Breach:
    """A hard rule that an edit would break where it is kept now: by whom (empty: the whole site), and where."""

    rule_id: str
    agent_id: str
    where: str


@dataclass(frozen=True, slots=True)
class BreachLine:
    """A breach in the reader's language: the rule's title and sentence, its article, and where it would be broken."""

    rule_id: str
    title: str
    sentence: str
    source: str
    agent_id: str
    where: str


def new_breaches(
    site: Site, before: Roster, after: Roster, people: Collection[str], days: Collection[date]
) -> tuple[Breach, ...]:
    """Hard rules that these people keep before and not after, and desks that would be missing on these days."""
    found = [breach for agent_id in sorted(set(people)) for breach in _of_person(site, before, after, agent_id)]
    return (*found, *_of_site(site, before, after, set(people), set(days)))


def _of_person(site: Site, before: Roster, after: Roster, agent_id: str) -> Iterator[Breach]:
    alone = replace(site, people=(site.person_by_id[agent_id],))
    now = _broken(alone, after, agent_id)
    was = _broken(alone, before, agent_id) if now else {}  # asked only where something is broken now
    for rule_id, finding in now.items():
        earlier = was.get(rule_id)
        if earlier is not None and finding.broken <= earlier.broken:
            continue
        new = [where for where in finding.examples if earlier is None or where not in earlier.examples]
        yield Breach(rule_id, agent_id, (new or finding.examples)[0])


def _broken(alone: Site, roster: Roster, agent_id: str) -> dict[str, RuleFinding]:
    """What the audit finds broken by one person, without the rules on everybody together."""
    found = audit(alone, part_of(roster, {agent_id})).rules
    return {rule_id: each for rule_id, each in found.items() if each.broken and rule_id not in ROSTER_RULE_IDS}


def _of_site(site: Site, before: Roster, after: Roster, people: set[str], days: set[date]) -> Iterator[Breach]:
    """Rules on everybody together look at one interval at a time: those in which these people are on duty, before or
    after, are enough."""
    was, now = _beside(site, before, after, people, days)
    for rule in ROSTER_RULES:
        broken = [case.where for case in rule.cases(site, now) if not case.ok]
        earlier = {case.where for case in rule.cases(site, was) if not case.ok} if broken else set()
        for where in broken:
            if where not in earlier:
                yield Breach(rule.id, "", where)


def _beside(site: Site, before: Roster, after: Roster, people: set[str], days: set[date]) -> tuple[Roster, Roster]:
    """Of both rosters what shares an interval with the time of the duties that these people have then in either."""
    step = timedelta(minutes=site.interval_min)
    own = [duty for roster in (before, after) for duty in roster.duties if duty.day in days and duty.agent_id in people]
    if not own:
        return Roster(before.window, (), ()), Roster(after.window, (), ())
    first, last = min(duty.start for duty in own) - step, max(duty.end for duty in own) + step
    was, now = (
        Roster(
            roster.window,
            tuple(duty for duty in roster.duties if duty.start < last and duty.end > first),
            tuple(each for each in roster.activities if each.start < last and each.end > first),
        )
        for roster in (before, after)
    )
    return was, now


def part_of(roster: Roster, people: Iterable[str]) -> Roster:
    """The part of a roster that is of these people."""
    wanted = frozenset(people)
    return Roster(
        roster.window,
        tuple(duty for duty in roster.duties if duty.agent_id in wanted),
        tuple(activity for activity in roster.activities if activity.agent_id in wanted),
    )


def near(roster: Roster, people: Iterable[str], days: Iterable[date]) -> Roster:
    """All that these people have, and everybody's days around these: what an edit of them can touch or break."""
    wanted, around = frozenset(people), sorted(days)
    first = datetime.combine(around[0] - timedelta(days=AROUND_DAYS), time())
    after = datetime.combine(around[-1] + timedelta(days=AROUND_DAYS + 1), time())
    return Roster(
        roster.window,
        tuple(duty for duty in roster.duties if first <= duty.start < after or duty.agent_id in wanted),
        tuple(each for each in roster.activities if first <= each.start < after or each.agent_id in wanted),
    )


def on_days(roster: Roster, days: Iterable[date]) -> Roster:
    """The duties that start on these days, with the activities that begin on them or on the day after."""
    wanted = frozenset(days)
    later = wanted | {day + timedelta(days=1) for day in wanted}
    return Roster(
        roster.window,
        tuple(duty for duty in roster.duties if duty.day in wanted),
        tuple(activity for activity in roster.activities if activity.start.date() in later),
    )


def breach_lines(site: Site, breaches: Iterable[Breach], language: str) -> tuple[BreachLine, ...]:
    """Breaches in the words of the site's rule pack."""
    lines = []
    for breach in breaches:
        text = rule_text(site.rules, breach.rule_id)
        words = (text.title(language), text.sentence(language), text.source_in(language))
        lines.append(BreachLine(breach.rule_id, *words, breach.agent_id, breach.where))
    return tuple(lines)
