"""The requirement of a site: agents at work by queue and interval, what they should reach, and the goal that binds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.errors import DataError, Problem
from domain.frames import Forecast, Requirement, checked
from domain.people import Person
from domain.site_config import Queue, Recovery
from staffing.compiling import IntArray
from staffing.contacts_bought.scope_rows import holds_over_scope, scope_rows
from staffing.goals import check_goal, goal_notes, known_queues, unforecast_queues
from staffing.live_rows import RowsOf, live_rows, uncertainty_notes
from staffing.recovery_rows import with_recovery
from staffing.shrinkage import combined_shrinkage
from staffing.spare_time.placing import QueueRows, deferred_parts


@dataclass(frozen=True, slots=True)
class RequirementOutcome:
    """The requirement, sentences on what differs from what was asked for, and each row's agents in reserve.

    `warnings` are those of the notes that somebody should act upon.
    """

    frame: DataFrame[Requirement]
    notes: tuple[str, ...]
    in_reserve: IntArray
    warnings: tuple[str, ...] = ()


def requirement(
    forecast: DataFrame[Forecast],
    queues: Sequence[Queue],
    shrinkage: Mapping[str, float],
    interval_min: int,
    *,
    week_start_weekday: int = 0,
    people: Sequence[Person] = (),
    recovery: Recovery | None = None,
) -> RequirementOutcome:
    """Agents for every row of the forecast, in the order of time and, within an interval, of the site's queues.

    voice, video, chat (and deferred channels without max_backlog_h): least agents for all goals, `live_rows`.
    Goals over a day, a week or the window: least agents over it, `scope_rows`; weeks start on `week_start_weekday`.
    message, email, sns with max_backlog_h: work placed within that time, `deferred_parts`, into the spare time of live
    queues where `people` know both. With `recovery` the reserve for it is added, `with_recovery`.
    """
    if forecast.empty:
        raise DataError([Problem("the forecast", None, None, None, "at least one row")])
    known_queues(forecast["queue"], queues, "The forecast")
    lost = combined_shrinkage(shrinkage)
    parts, live, deferred, added = {}, [], [], []
    for queue in queues:
        check_goal(queue)
        rows = forecast[forecast["queue"] == queue.id].sort_values("interval_start")
        if rows.empty:
            continue
        if queue.goal.max_backlog_h is None:
            parts[queue.id], told = _live_part(queue, rows, lost, interval_min, week_start_weekday)
            live.append(QueueRows(queue, rows, parts[queue.id]))
            added += told
        else:
            deferred.append(QueueRows(queue, rows))
    placed, told = deferred_parts(deferred, live, people, lost, interval_min)
    parts |= placed
    in_order = [parts[queue.id] for queue in queues if queue.id in parts]
    together = pd.concat(in_order).sort_values("interval_start", kind="stable").reset_index(drop=True)
    needed, reserve_notes = with_recovery(together, recovery, interval_min)
    left_out = unforecast_queues(forecast, queues)
    notes = [*left_out, *(note for queue in queues for note in goal_notes(queue))]
    frame = checked(Requirement, needed[list(Requirement.to_schema().columns)])
    in_reserve = (needed["agents"] - together["agents"]).to_numpy(np.int64)
    return RequirementOutcome(frame, (*notes, *added, *told, *reserve_notes), in_reserve, tuple(left_out))


def _live_part(
    queue: Queue, rows: pd.DataFrame, lost: float, interval_min: int, week_start_weekday: int
) -> tuple[pd.DataFrame, list[str]]:
    """The rows of a queue that answers at once, and what is to be said of them."""
    over_scope = partial(scope_rows, week_start_weekday=week_start_weekday)
    rows_of: RowsOf = over_scope if holds_over_scope(queue.goal) else live_rows
    needed = rows_of(queue, rows, lost, interval_min)
    return needed, uncertainty_notes(queue, rows, needed, lost, interval_min, rows_of)
