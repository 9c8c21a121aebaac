"""Who is at work against who is needed on a day, the next hours' shortfall, and who is out for recovery."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from domain.site import Site
from pipeline.today_options import horizon_of
from pipeline.today_roster import Cells, DayRoster, present_on
from pipeline.views_day_calls import DayCalls
from staffing.recovery import most_out
from staffing.recovery_rows import out_shares

NEXT_TO_NOTHING = 0.05  # of an agent: rounding of stretches that fill an interval only in part


@dataclass(frozen=True, slots=True, eq=False)
class DayCover:
    """A day's people: minute, need, have, short, over and is_ahead (within the next hours), all queues together.

    `reserve` is how many may be out for recovery now, not passed in the share of moments that the site holds; None
    where it holds none. `out` are those who are. `recovery_min` is the day's recovery, of everybody together.
    """

    number: int
    in_force: bool
    frame: pd.DataFrame
    at_work: float
    needed: float
    reserve: int | None
    out: int
    recovery_min: float
    on_duty: tuple[str, ...]

    @property
    def short(self) -> pd.DataFrame:
        """The intervals of the next hours in which agents are short."""
        return self.frame[self.frame["is_ahead"] & (self.frame["short"] > NEXT_TO_NOTHING)]


def needed_now(roster: DayRoster, calls: DayCalls | None) -> Cells:
    """Agents needed by interval and queue: as planned, and anew for the rest of the day where that is known."""
    return roster.needed if calls is None else {**roster.needed, **calls.anew}


def day_cover(site: Site, roster: DayRoster, needed: Cells, now: datetime) -> DayCover:
    """People at work against people needed on the day, and who is out for recovery."""
    frame = _cover_frame(site, needed, present_on(site, roster.state, roster.day), now)
    running = (now.hour * 60 + now.minute) // site.interval_min * site.interval_min
    at_now = frame[frame["minute"] == running]
    needed_at_once = float(at_now["need"].sum())
    duties = [duty for duty in roster.state.roster.duties if duty.start <= now < duty.end and duty.role == "agent"]
    recovery = [
        each
        for each in roster.state.roster.activities
        if each.activity == "recovery" and each.start.date() == roster.day
    ]
    return DayCover(
        number=roster.number,
        in_force=roster.number == roster.in_force,
        frame=frame,
        at_work=float(at_now["have"].sum()),
        needed=needed_at_once,
        reserve=_reserve(site, needed_at_once, now),
        out=sum(each.start <= now < each.end for each in recovery),
        recovery_min=sum((each.end - each.start) / timedelta(minutes=1) for each in recovery),
        on_duty=tuple(sorted(duty.agent_id for duty in duties)),
    )


def _cover_frame(
    site: Site, needed: Cells, present: Mapping[tuple[datetime, str], float], now: datetime
) -> pd.DataFrame:
    cells = sorted(needed.keys() | present.keys())
    ahead = set(horizon_of(now, site.interval_min))
    rows = [
        (at.hour * 60 + at.minute, needed.get((at, queue), 0.0), present.get((at, queue), 0.0), at in ahead)
        for at, queue in cells
    ]
    by_queue = pd.DataFrame(rows, columns=["minute", "need", "have", "is_ahead"])
    missing = (by_queue["need"] - by_queue["have"]).clip(lower=0)
    spare = (by_queue["have"] - by_queue["need"]).clip(lower=0)
    grouped = by_queue.assign(short=missing, over=spare).groupby("minute", as_index=False)
    return grouped.agg({"need": "sum", "have": "sum", "short": "sum", "over": "sum", "is_ahead": "any"})


def _reserve(site: Site, needed: float, now: datetime) -> int | None:
    """How many of the team needed now are out at once, not passed in the share of moments that is held.

    The requirement holds the least R with most_out(needed without it + R) = R, so that of the whole is R.
    """
    recovery = site.config.recovery
    if recovery is None:
        return None
    shares = out_shares(recovery, np.array([now.hour]))
    return int(most_out(np.array([round(needed)]), shares, recovery.quantile)[0])
