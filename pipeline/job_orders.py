"""What long work can be asked for, as the record of a job keeps it: checked when it is given, read back by the job."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from domain.errors import UsageError
from pipeline.json_reading import as_number, as_objects
from store.job_records import Job, JobKind
from store.json_text import Json, plain_object

LONGEST_S = 86_400.0
MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class ScheduleOrder:
    """A new roster for the days and the requirement of a night; the locked days of version `keep` stay as they are.

    The time limit is in seconds, the gap a share of the objective. With a `scenario` of the site it is for what the
    scenario makes of the night, and becomes no version.
    """

    night: date
    time_limit_s: float = 300.0
    gap: float = 0.01
    keep: int | None = None
    scenario: str = ""


@dataclass(frozen=True, slots=True)
class Off:
    """Somebody who is off on all days from the first to the last."""

    agent_id: str
    from_date: date
    to_date: date


@dataclass(frozen=True, slots=True)
class RepairOrder:
    """Version `version` of a night's roster mended from `first_day` on, with these people off."""

    night: date
    version: int
    first_day: date
    off: tuple[Off, ...] = ()
    time_limit_s: float = 30.0


@dataclass(frozen=True, slots=True)
class ReforecastOrder:
    """The rest of today and tomorrow anew, as of `now`; None is the moment at which the job begins."""

    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class DaysOrder:
    """The forecast of so many days from the first on anew, as files of the job: for events that have become known since
    the night, and for holidays that no night plans yet."""

    first_day: date
    days: int


type JobOrder = ScheduleOrder | RepairOrder | ReforecastOrder | DaysOrder

KINDS: Mapping[type[JobOrder], JobKind] = {
    ScheduleOrder: JobKind.SCHEDULE,
    RepairOrder: JobKind.REPAIR,
    ReforecastOrder: JobKind.REFORECAST,
    DaysOrder: JobKind.REFORECAST,
}


def checked_order(order: JobOrder) -> JobOrder:
    """The order where its figures make sense; raises UsageError in one sentence otherwise."""
    if isinstance(order, ScheduleOrder | RepairOrder) and not 1 <= order.time_limit_s <= LONGEST_S:
        raise UsageError(f"a time limit of {order.time_limit_s:g} s is not accepted; expected 1 to {LONGEST_S:,.0f} s.")
    if isinstance(order, ScheduleOrder) and not 0 <= order.gap < 1:
        raise UsageError(f"a gap of {order.gap:g} is not accepted; expected a share from 0 to below 1.")
    if isinstance(order, DaysOrder) and not 1 <= order.days <= MOST_DAYS:
        raise UsageError(f"a forecast of {order.days} days is not accepted; expected 1 to {MOST_DAYS}.")
    if isinstance(order, RepairOrder):
        for off in order.off:
            if off.to_date < off.from_date:
                raise UsageError(f"{off.agent_id} is off from {off.from_date} to {off.to_date}, which ends first.")
    return order


def request_of(order: JobOrder) -> dict[str, Json]:
    """The order as the record keeps it."""
    return plain_object(asdict(order))


def order_of(job: Job) -> JobOrder:
    """The order of a record."""
    kept = job.request
    match job.kind:
        case JobKind.SCHEDULE:
            return ScheduleOrder(
                _day(kept, "night"), _number(kept, "time_limit_s"), _number(kept, "gap"), _keep(kept),
                str(kept.get("scenario") or ""),
            )  # fmt: skip
        case JobKind.REPAIR:
            off = tuple(
                Off(str(each["agent_id"]), _day(each, "from_date"), _day(each, "to_date"))
                for each in as_objects(kept.get("off"))
            )
            return RepairOrder(
                _day(kept, "night"), int(_number(kept, "version")), _day(kept, "first_day"), off,
                _number(kept, "time_limit_s"),
            )  # fmt: skip
        case JobKind.REFORECAST if "first_day" in kept:
            return DaysOrder(_day(kept, "first_day"), int(_number(kept, "days")))
        case JobKind.REFORECAST:
            now = kept.get("now")
            return ReforecastOrder(datetime.fromisoformat(now) if isinstance(now, str) else None)


def _day(kept: Mapping[str, Json], name: str) -> date:
    return date.fromisoformat(str(kept[name]))


def _number(kept: Mapping[str, Json], name: str) -> float:
    return as_number(kept[name]) or 0.0


def _keep(kept: Mapping[str, Json]) -> int | None:
    found = as_number(kept.get("keep"))
    return None if found is None else int(found)
