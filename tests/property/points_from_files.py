"""What a roster costs, reckoned from the files alone: slow, plain, and without a line of the solver or of its report.

Only what a rule itself says is asked of the rules: on which days a person could carry a night or a weekend duty.
"""

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path

from domain.people import Person
from domain.roster import PlanningWindow
from domain.site import Site
from domain.site_folder import read_site
from scheduling.facts import facts_by_person
from scheduling.rules import DUTY_RULES
from scheduling.staff_tables import duty_on, work_mode

ONE_DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
Rows = list[dict[str, str]]


def rows(path: Path) -> Rows:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@dataclass(frozen=True)
class Files:
    """A site folder, a roster folder and the requirement between them."""

    site_dir: Path
    roster_dir: Path
    requirement: Path
    window: PlanningWindow

    def points(self) -> Mapping[str, float]:
        """The terms, named as the report names them; those on evenness are one."""
        return {
            "agents": self._cover(),
            "leads": self._leads(),
            "wishes": self._wishes(),
            "premium": self._premium(),
            "hours": self._hours(),
            "uneven": self._uneven(),
        }

    @cached_property
    def site(self) -> Site:
        return read_site(self.site_dir)

    @cached_property
    def duties(self) -> Rows:
        return rows(self.roster_dir / "roster.csv")

    def steps(self, start: datetime, end: datetime) -> list[datetime]:
        """Starts of the intervals of the window that [start, end) touches."""
        step = timedelta(minutes=self.site.interval_min)
        first = start - (start - datetime(start.year, start.month, start.day)) % step
        touched = [first + n * step for n in range(math.ceil((end - first) / step))]
        return [at for at in touched if self.window.holds(at.date())]

    def _cover(self) -> float:
        weights, step = self.site.rules.weights, timedelta(minutes=self.site.interval_min)
        have: dict[tuple[datetime, str], float] = defaultdict(float)
        for row in rows(self.roster_dir / "activities.csv"):
            if row["activity"] == "work" and row["queue"]:
                start, end = moment(row["start"]), moment(row["end"])
                for at in self.steps(start, end):
                    have[at, row["queue"]] += (min(end, at + step) - max(start, at)) / step
        need = {
            (moment(row["interval_start"]), row["queue"]): float(row["agents"])
            for row in rows(self.requirement)
            if self.window.holds(moment(row["interval_start"]).date())
        }
        points = 0.0
        for key in have.keys() | need.keys():
            asked, there = need.get(key, 0.0), have.get(key, 0.0)
            short = max(0.0, asked - there)
            deep = max(0.0, short - weights.deep_short_from_share * asked)
            points += (short - deep) * weights.short_per_agent_interval + deep * weights.deep_short_per_agent_interval
            points += max(0.0, there - asked) * weights.over_per_agent_interval
        return points

    def _leads(self) -> float:
        lead = self.site.config.lead
        there: dict[str, Counter[datetime]] = {"agent": Counter(), "lead": Counter()}
        for row in self.duties:
            there[row["role"]].update(self.steps(moment(row["start"]), moment(row["end"])))
        missing = 0
        for at, agents in there["agent"].items():
            needed = 0 if lead is None else max(lead.min_on_duty, math.ceil(agents / lead.span))
            missing += max(0, needed - there["lead"][at])
        return missing * self.site.rules.weights.lead_short_per_interval

    def _wishes(self) -> float:
        weights = self.site.rules.weights
        worked = {(row["agent_id"], row["date"]): row["shift"] for row in self.duties}
        points = 0.0
        for wish in self.site.preferences:
            for day in self.window.dates() if wish.day is None else [wish.day]:
                shift = worked.get((wish.agent_id, day.isoformat()), "off")
                about_work = wish.shift != "off"
                if not self.window.holds(day):
                    continue
                if wish.day is None and wish.weight > 0 and about_work != (shift != "off"):
                    continue  # a standing wish for a shift says nothing of days off, one for days off nothing of work
                hit = shift != "off" if wish.shift == "*" else shift == wish.shift
                if hit != (wish.weight > 0):
                    dated = weights.preference_per_weight
                    each = weights.standing_preference_per_weight if wish.day is None else dated
                    points += each * abs(wish.weight)
        return points

    def _night_hours(self, start: datetime, end: datetime) -> float:
        """Hours of night time, a quarter of an hour at a time."""
        night, quarter = self.site.rules.parameters.night, timedelta(minutes=15)
        length = (night.until_min - night.from_min) % 1440
        quarters = [start + n * quarter for n in range((end - start) // quarter)]
        return sum((at.hour * 60 + at.minute - night.from_min) % 1440 < length for at in quarters) / 4

    def _premium(self) -> float:
        weights = self.site.rules.weights
        holidays = next(iter(facts_by_person(self.site, self.window).values())).holidays
        points = 0.0
        for row in self.duties:
            start, end = moment(row["start"]), moment(row["end"])
            points += self._night_hours(start, end) * weights.night_premium_per_hour
            if date.fromisoformat(row["date"]) in holidays:
                points += int(row["paid_minutes"]) / 60 * weights.holiday_premium_per_hour
        return points

    def _hours(self) -> float:
        """Contract hours not given, and overtime, of every site week of which a day lies in the window."""
        site, window = self.site, self.window
        starts = {day - (day.weekday() - site.config.site.week_start_weekday) % 7 * ONE_DAY for day in window.dates()}
        paid: Counter[tuple[str, date]] = Counter()
        for row in [*rows(self.site_dir / "previous.csv"), *self.duties]:
            paid[row["agent_id"], date.fromisoformat(row["date"])] += int(row["paid_minutes"])
        return sum(self._week(person, week, paid) for person in site.people for week in starts)

    def _week(self, person: Person, week: date, paid: Counter[tuple[str, date]]) -> float:
        rules, window = self.site.rules, self.window
        days = [week + n * ONE_DAY for n in range(7)]
        on_leave = {(leave.agent_id, leave.day) for leave in self.site.leave}
        inside = [day for day in days if window.holds(day)]
        workdays = rules.parameters.contract_workdays_week
        away = sum(not person.start_date <= day <= person.end_date for day in days)
        lost = sum((person.id, day) in on_leave for day in days) + max(0, away - (7 - workdays))
        share = 0.0 if away == 7 else max(0.0, 1 - lost / workdays)
        owed = person.contract_min_week * share * len(inside) / 7
        given = sum(paid[person.id, day] for day in inside)
        whole = sum(paid[person.id, day] for day in days if day <= window.last)
        daily = sum(max(0, paid[person.id, day] - rules.parameters.standard_minutes_day) for day in days)
        standard = min(rules.parameters.standard_minutes_week, person.contract_min_week)
        beyond = max(whole - standard, daily, given - owed, 0)
        weights = rules.weights
        return max(0.0, owed - given) / 60 * weights.contract_under_per_hour + beyond / 60 * weights.overtime_per_hour

    def _uneven(self) -> float:
        parameters, weights = self.site.rules.parameters, self.site.rules.weights

        def is_night(row: Mapping[str, str]) -> bool:
            return self._night_hours(moment(row["start"]), moment(row["end"])) * 60 >= parameters.night_duty_minutes

        def is_weekend(row: Mapping[str, str]) -> bool:
            return date.fromisoformat(row["date"]).weekday() >= 5

        points = 0.0
        for carries, weight in ((is_night, weights.uneven_night), (is_weekend, weights.uneven_weekend)):
            for role in ("agent", "lead"):
                able = self._able_days(role, carries)
                carried = Counter(row["agent_id"] for row in self.duties if row["role"] == role and carries(row))
                for who, days in able.items():
                    even = carried.total() * days / sum(able.values())
                    points += weight * max(0.0, abs(carried[who] - even) - 1)
        return points

    def _able_days(self, role: str, carries) -> Mapping[str, int]:
        """On how many days of the window each person of the role could work a duty that carries the burden."""
        site, able = self.site, {}
        for who, facts in facts_by_person(site, self.window).items():
            if facts.person.role != role:
                continue
            days = 0
            for day in self.window.dates():
                duties = [(duty_on(facts.person, s, day, work_mode(facts.person, s)), s) for s in site.shifts]
                days += any(
                    carries({"date": day.isoformat(), "start": duty.start.isoformat(), "end": duty.end.isoformat()})
                    and all(case.ok for rule in DUTY_RULES for case in rule.cases(facts, duty, shift))
                    for duty, shift in duties
                )
            if days:
                able[who] = days
        return able
