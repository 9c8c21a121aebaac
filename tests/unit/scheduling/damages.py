"""Rosters damaged on purpose: each damage breaks one rule, on the roster or on the site folder under it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pandas as pd

from domain.roster import Activity, Duty, Roster

HALF_HOUR = timedelta(minutes=30)


@dataclass(slots=True)
class Damaged:
    """A copy of a site folder and a roster on it, both free to be changed."""

    folder: Path
    duties: list[Duty]
    activities: list[Activity]

    def first(self, kind: str = "D") -> Duty:
        """The first duty of an agent on a shift whose name begins so."""
        return next(duty for duty in self.duties if duty.role == "agent" and duty.shift.startswith(kind))

    def replace_duty(self, old: Duty, new: Duty) -> None:
        self.duties[self.duties.index(old)] = new

    def within(self, duty: Duty) -> list[int]:
        """Places of the duty's activities."""
        return [
            place
            for place, activity in enumerate(self.activities)
            if activity.agent_id == duty.agent_id and duty.start <= activity.start < duty.end
        ]

    def lay_again(self, duty: Duty, breaks: list[tuple[int, int, str]]) -> None:
        """Give the duty other breaks: (minutes after the start, length, what), in order; the rest is work."""
        places = self.within(duty)
        queue = next(self.activities[place].queue for place in places if self.activities[place].queue)
        others = [activity for place, activity in enumerate(self.activities) if place not in places]
        laid, reached = [], duty.start
        for after_min, length_min, what in breaks:
            start = duty.start + timedelta(minutes=after_min)
            laid.append(Activity(duty.agent_id, reached, start, "work", queue))
            reached = start + timedelta(minutes=length_min)
            laid.append(Activity(duty.agent_id, start, reached, what))  # type: ignore[arg-type]
        laid.append(Activity(duty.agent_id, reached, duty.end, "work", queue))
        self.activities = others + laid

    def edit(self, file: str, key: str, value: str, column: str, new: str) -> None:
        """Change one cell of a file of the site: the row whose `key` is `value`."""
        cells = pd.read_csv(self.folder / file, dtype=str, keep_default_na=False)
        assert (cells[key] == value).any()
        cells.loc[cells[key] == value, column] = new
        cells.to_csv(self.folder / file, index=False)

    def add_row(self, file: str, row: str) -> None:
        """Add a row to a file of the site."""
        with (self.folder / file).open("a", encoding="utf-8") as out:
            out.write(row + "\n")

    def override(self, line: str) -> None:
        """Override a parameter of the rule pack."""
        with (self.folder / "site.toml").open("a", encoding="utf-8") as out:
            out.write(f"\n[rules.override]\n{line}\n")


def _meal_short(on: Damaged) -> None:
    on.lay_again(on.first(), [(90, 15, "rest"), (240, 30, "meal"), (420, 15, "rest")])


def _meal_early(on: Damaged) -> None:
    on.lay_again(on.first(), [(60, 60, "meal"), (240, 15, "rest"), (420, 15, "rest")])


def _rest_missing(on: Damaged) -> None:
    on.lay_again(on.first(), [(90, 15, "rest"), (240, 60, "meal")])


def _rests_too_close(on: Damaged) -> None:
    on.lay_again(on.first(), [(90, 15, "rest"), (240, 60, "meal"), (315, 15, "rest")])


def _gap(on: Damaged) -> None:
    place = on.within(on.first())[0]
    on.activities[place] = replace(on.activities[place], end=on.activities[place].end - timedelta(minutes=5))


def _stray(on: Damaged) -> None:
    duty = on.first()
    on.activities.append(Activity(duty.agent_id, duty.end + HALF_HOUR, duty.end + 2 * HALF_HOUR, "work", "general"))


def _no_activities(on: Damaged) -> None:
    places = set(on.within(on.first()))
    on.activities = [activity for place, activity in enumerate(on.activities) if place not in places]


def _every_day(on: Damaged) -> None:
    """A duty on every free day of the first week of somebody who works by day."""
    model = on.first()
    monday = min(duty.day for duty in on.duties)
    taken = {duty.day for duty in on.duties if duty.agent_id == model.agent_id}
    copied = [on.activities[place] for place in on.within(model)]
    for day in (monday + timedelta(days=n) for n in range(7)):
        if day not in taken:
            later = day - model.day
            on.duties.append(replace(model, day=day, start=model.start + later, end=model.end + later))
            on.activities += [replace(part, start=part.start + later, end=part.end + later) for part in copied]


def _unknown_queue(on: Damaged) -> None:
    duty = on.first()
    place = next(place for place in on.within(duty) if on.activities[place].activity == "work")
    on.activities[place] = replace(on.activities[place], queue="nowhere")


def _lead_on_a_queue(on: Damaged) -> None:
    lead = next(duty for duty in on.duties if duty.role == "lead")
    place = next(place for place in on.within(lead) if on.activities[place].activity == "work")
    on.activities[place] = replace(on.activities[place], queue="general")


def _at_home(on: Damaged) -> None:
    staff = pd.read_csv(on.folder / "staff.csv", dtype=str).set_index("agent_id")["mode"]
    duty = next(duty for duty in on.duties if staff[duty.agent_id] == "site")
    on.replace_duty(duty, replace(duty, mode="remote"))


def _limit(on: Damaged, kind: str, value: str = "") -> None:
    on.add_row("limits.csv", f"{on.first().agent_id},2026-12-07,,{kind},{value}")


DAMAGES: dict[str, tuple[str, Callable[[Damaged], None]]] = {
    "a contract of 20 hours without overtime": (
        "weekly_hours",
        lambda on: (
            on.edit("staff.csv", "agent_id", on.first().agent_id, "contract_minutes_week", "1200"),
            on.edit("staff.csv", "agent_id", on.first().agent_id, "max_overtime_minutes_week", "0"),
        ),
    ),
    "a day of less than eight hours": ("daily_hours", lambda on: on.override("max_paid_minutes_day = 479")),
    "a meal of half an hour": ("meal_break", _meal_short),
    "a meal before its window": ("meal_break", _meal_early),
    "a week without a free day": ("weekly_rest", _every_day),
    "a rest of sixteen hours": ("rest_between_duties", lambda on: on.override("min_rest_between_duties_h = 16")),
    "four days in a row at most": ("consecutive_days", lambda on: on.override("max_consecutive_days = 4")),
    "one night in a row at most": ("consecutive_nights", lambda on: on.override("max_consecutive_nights = 1")),
    "ten days of rest after nights": ("rest_after_nights", lambda on: on.override("min_rest_after_nights_h = 240")),
    "a night without consent": (
        "night_consent",
        lambda on: on.edit("staff.csv", "agent_id", on.first("N").agent_id, "night_consent", "0"),
    ),
    "a night under a limit": (
        "night_consent",
        lambda on: on.add_row("limits.csv", f"{on.first('N').agent_id},2026-12-07,,no_night,"),
    ),
    "leave under a duty": (
        "leave",
        lambda on: on.add_row("leave.csv", f"{on.first().agent_id},{on.first().day},annual"),
    ),
    "leave on the morning after a night": (
        "leave",
        lambda on: on.add_row("leave.csv", f"{on.first('N').agent_id},{on.first('N').end.date()},annual"),
    ),
    "another shift only": ("limits", lambda on: _limit(on, "shifts_only", "N22")),
    "a day of seven hours": ("limits", lambda on: _limit(on, "max_paid_minutes_day", "420")),
    "a week of twenty hours": ("limits", lambda on: _limit(on, "max_paid_minutes_week", "1200")),
    "a queue that nobody knows": ("skills", _unknown_queue),
    "a lead on a queue": ("skills", _lead_on_a_queue),
    "a contract that has ended": (
        "employment",
        lambda on: on.edit("staff.csv", "agent_id", on.first().agent_id, "end_date", "2026-12-06"),
    ),
    "a shift on Tuesdays only": (
        "shift_days",
        lambda on: on.edit("shifts.csv", "shift", on.first().shift, "days", "-T-----"),
    ),
    "a shift for leads only": (
        "shift_roles",
        lambda on: on.edit("shifts.csv", "shift", on.first().shift, "roles", "lead"),
    ),
    "a duty with another role": (
        "shift_roles",
        lambda on: on.replace_duty(on.first(), replace(on.first(), role="lead")),
    ),
    "work at home of one who works on site": ("mode", _at_home),
    "ten seats": (
        "seats",
        lambda on: (on.folder / "site.toml").write_text(
            (on.folder / "site.toml").read_text("utf-8").replace("seats = 57", "seats = 10"), "utf-8"
        ),
    ),
    "a rest missing": ("rests", _rest_missing),
    "a rest just after the meal": ("rests", _rests_too_close),
    "a gap of five minutes": ("tiling", _gap),
    "work outside every duty": ("tiling", _stray),
    "a duty without activities": ("tiling", _no_activities),
    "an hour less paid": ("shift_times", lambda on: on.replace_duty(on.first(), replace(on.first(), paid_minutes=420))),
    "a shift that starts later": (
        "shift_times",
        lambda on: on.edit("shifts.csv", "shift", on.first().shift, "start", "06:30"),
    ),
    "a shift that does not exist": (
        "shift_known",
        lambda on: on.replace_duty(on.first(), replace(on.first(), shift="Z99")),
    ),
    "a date that is not the start's": (
        "horizon",
        lambda on: on.replace_duty(on.first(), replace(on.first(), day=on.first().day + timedelta(days=1))),
    ),
    "somebody who is not on the staff list": (
        "known_agent",
        lambda on: on.replace_duty(on.first(), replace(on.first(), agent_id="A9999")),
    ),
}


def damaged(folder: Path, roster: Roster) -> Damaged:
    """The roster and the copied site folder, ready to be changed."""
    return Damaged(folder, list(roster.duties), list(roster.activities))
