"""Who is at work and on duty by interval of a published roster, as frames: what the roster page counts with."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from domain.access import Act
from domain.frame_files import read_columns, read_requirement
from domain.frames import ActivityFrame, RosterFrame, checked
from domain.roster_files import ACTIVITY_FILE, ROSTER_FILE
from pipeline.access import needs
from pipeline.file_names import REQUIREMENT_FILE
from pipeline.views_local import with_local_day
from pipeline.views_night import PublishedNight
from scheduling.rules.lead_span import leads_needed

ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class RosterFrames:
    """The roster as frames: duties and activities with times as times, need and cover and leads by interval.

    `cover` has `need` and `have` (agents at work; half an interval counts as half) by queue, local date and minute;
    `leads` has agents on duty, leads needed and leads on duty, meals included, by local date and minute.
    """

    duties: pd.DataFrame
    activities: pd.DataFrame
    cover: pd.DataFrame
    leads: pd.DataFrame


@needs(Act.SEE_ROSTER)
def roster_frames(night: PublishedNight) -> RosterFrames:
    """The frames of a night's roster."""
    duties = _with_times(checked(RosterFrame, _read_duties(night)))
    cells = read_columns(night.folder / ACTIVITY_FILE, _columns(ActivityFrame))
    activities = _with_times(checked(ActivityFrame, cells))
    whose = duties.drop_duplicates("agent_id").set_index("agent_id")[["role", "team"]]
    activities = activities.join(whose, on="agent_id")
    return RosterFrames(duties, activities, _cover(night, activities), _leads(night, duties))


def _columns(schema: type[RosterFrame] | type[ActivityFrame]) -> list[str]:
    return list(schema.to_schema().columns)


def _read_duties(night: PublishedNight) -> pd.DataFrame:
    cells = read_columns(night.folder / ROSTER_FILE, _columns(RosterFrame))
    return cells.assign(paid_minutes=cells["paid_minutes"].astype("int64"))


def _with_times(frame: pd.DataFrame) -> pd.DataFrame:
    times = {column: pd.to_datetime(frame[column], format="ISO8601") for column in ("start", "end")}
    days = {"date": pd.to_datetime(frame["date"], format="ISO8601")} if "date" in frame else {}
    return frame.assign(**times, **days)


def touched_intervals(stretches: pd.DataFrame, step_min: int) -> pd.DataFrame:
    """One row for each interval that a stretch touches: its start, and the `share` of it that the stretch fills."""
    start_min, end_min = _minutes(stretches["start"]), _minutes(stretches["end"])
    first = start_min // step_min
    count = -(-end_min // step_min) - first
    place = np.repeat(np.arange(len(stretches)), count)
    offset = np.arange(len(place)) - np.repeat(np.cumsum(count) - count, count)
    moment = (first[place] + offset) * step_min
    inside = np.minimum(end_min[place], moment + step_min) - np.maximum(start_min[place], moment)
    touched = stretches.drop(columns=["start", "end"]).iloc[place].reset_index(drop=True)
    return touched.assign(
        interval_start=pd.to_datetime(moment * 60, unit="s").astype("datetime64[s]"), share=inside / step_min
    )


def _minutes(times: "pd.Series[pd.Timestamp]") -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Minutes since 1970 on the wall clock."""
    whole: np.ndarray[tuple[int], np.dtype[np.int64]] = times.to_numpy().astype("datetime64[m]").astype(np.int64)
    return whole


def _cover(night: PublishedNight, activities: pd.DataFrame) -> pd.DataFrame:
    """Need and cover of every interval of the window that has either."""
    is_work = (activities["activity"] == "work") & (activities["role"] == "agent")
    work = touched_intervals(activities.loc[is_work, ["queue", "start", "end"]], night.site.interval_min)
    have = work.groupby(["interval_start", "queue"])["share"].sum().rename("have")
    needed = read_requirement(night.folder / REQUIREMENT_FILE, night.site.config.site.timezone)
    need = needed.assign(interval_start=needed["interval_start"].dt.tz_localize(None).astype("datetime64[s]"))
    need = need[["interval_start", "queue", "agents"]].rename(columns={"agents": "need"})
    both = need.merge(have.reset_index(), on=["interval_start", "queue"], how="outer").fillna({"need": 0, "have": 0.0})
    return with_local_day(_in_window(night, both)).sort_values(["date", "minute", "queue"], ignore_index=True)


def _in_window(night: PublishedNight, frame: pd.DataFrame) -> pd.DataFrame:
    after = pd.Timestamp(night.window.last) + pd.Timedelta(days=1)
    start = frame["interval_start"]
    return frame[(start >= pd.Timestamp(night.window.start)) & (start < after)]


def _leads(night: PublishedNight, duties: pd.DataFrame) -> pd.DataFrame:
    """Agents and leads on duty, and the leads that so many agents need; none needed where the site asks for none."""
    people = touched_intervals(duties[["role", "start", "end"]], night.site.interval_min)
    is_lead = people["role"] == "lead"
    counts = people.assign(agents=~is_lead, have=is_lead).groupby("interval_start")[["agents", "have"]].sum()
    lead = night.site.config.lead
    distinct = counts["agents"].unique()
    need = {int(agents): 0 if lead is None else leads_needed(lead, int(agents)) for agents in distinct}
    on_duty = counts.assign(need=counts["agents"].map(need)).reset_index()
    return with_local_day(_in_window(night, on_duty)).sort_values(["date", "minute"], ignore_index=True)
