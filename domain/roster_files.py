"""A roster as the two files of the contract, `roster.csv` and `activities.csv`, and back."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.errors import ConfigError
from domain.frames import ActivityFrame, RosterFrame, checked
from domain.roster import ACTIVITY_KINDS, Activity, Duty, PlanningWindow, Roster
from domain.site_folder import read_duties
from domain.tables import Row, read_table

ROSTER_FILE = "roster.csv"
ACTIVITY_FILE = "activities.csv"
REPORT_FILE = "report.json"


def duty_rows(duties: Iterable[Duty]) -> list[dict[str, str | int]]:
    """The rows of `roster.csv`, in order of person and time."""
    return [
        {
            "agent_id": duty.agent_id,
            "role": duty.role,
            "team": duty.team,
            "date": duty.day.isoformat(),
            "shift": duty.shift,
            "start": duty.start.isoformat(),
            "end": duty.end.isoformat(),
            "paid_minutes": duty.paid_minutes,
            "mode": duty.mode,
        }
        for duty in sorted(duties, key=lambda duty: (duty.agent_id, duty.start))
    ]


def activity_rows(activities: Iterable[Activity]) -> list[dict[str, str]]:
    """The rows of `activities.csv`, in order of person and time."""
    return [
        {
            "agent_id": activity.agent_id,
            "start": activity.start.isoformat(),
            "end": activity.end.isoformat(),
            "activity": activity.activity,
            "queue": activity.queue,
        }
        for activity in sorted(activities, key=lambda activity: (activity.agent_id, activity.start))
    ]


def roster_frame(duties: Iterable[Duty]) -> DataFrame[RosterFrame]:
    """One row a duty, in order of person and time."""
    rows = duty_rows(duties)
    return checked(
        RosterFrame, _typed(pd.DataFrame(rows, columns=list(RosterFrame.to_schema().columns)), "paid_minutes")
    )


def activity_frame(activities: Iterable[Activity]) -> DataFrame[ActivityFrame]:
    """One row a stretch of a duty, in order of person and time."""
    rows = activity_rows(activities)
    return checked(ActivityFrame, _typed(pd.DataFrame(rows, columns=list(ActivityFrame.to_schema().columns))))


def _typed(frame: pd.DataFrame, *whole: str) -> pd.DataFrame:
    return frame.astype({column: "int64" if column in whole else "str" for column in frame.columns})


def read_roster(folder: Path, window: PlanningWindow | None = None) -> Roster:
    """The roster of a folder; without a window, from the first to the last date that has a duty."""
    if not (folder / ROSTER_FILE).is_file():
        raise ConfigError(f"{folder} holds no {ROSTER_FILE}; `wfm schedule --out {folder}` writes one")
    duties = read_duties(folder / ROSTER_FILE)
    activities = read_activities(folder / ACTIVITY_FILE)
    if window is None:
        if not duties:
            raise ConfigError(
                f"{folder / ROSTER_FILE} has no duty, so its planning window is unknown; give --start and --days"
            )
        first, last = min(duty.day for duty in duties), max(duty.day for duty in duties)
        window = PlanningWindow(first, (last - first).days + 1)
    return Roster(window, duties, activities)


def read_activities(path: Path) -> tuple[Activity, ...]:
    """The stretches of `activities.csv`."""
    table = read_table(path, ("agent_id", "start", "end", "activity", "queue"))
    activities = tuple(_activity(row) for row in table.cells())
    table.finish()
    return activities


def _activity(row: Row) -> Activity:
    start, end = row.stamp("start"), row.stamp("end")
    if end <= start or end - start > timedelta(days=1):
        row.table.complain(
            row.number, "end", row.text("end"), f"a time after the start {start.isoformat()}, at most a day"
        )
    return Activity(
        row.word("agent_id"),
        start,
        end,
        row.word("activity", ACTIVITY_KINDS),  # type: ignore[arg-type]
        row.text("queue"),
    )
