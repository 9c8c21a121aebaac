"""`pay_months.csv`: the sums of a person's calendar month, and the two counters of the night-work health check."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.frames import checked
from domain.pay_frames import PARTS, PayHours, PayMonths
from domain.roster import Duty, Roster

# Enforcement Rule of the Occupational Safety and Health Act, annex 22 (as reported in the press, not read in the
# gazette): night work that asks for a health check is, over six months, at least so much a month on average.
HEALTH_CHECK_NIGHTS = 4  # duties of at least 8 h that hold all of 00-05
HEALTH_CHECK_NIGHT_MIN = 60 * 60  # paid minutes in 22-06
CORE_NIGHT_END = timedelta(hours=5)
LONG_DUTY_MIN = 480
SUMS = ("paid_minutes", *PARTS, "night_minutes", "weekly_holiday_minutes", "leave_days")


def pay_months(hours: DataFrame[PayHours], roster: Roster) -> DataFrame[PayMonths]:
    """One row a person and month that the window touches, in minutes; `days` says how many of its days were known.

    A month that the window cuts is counted as far as it is known: who keeps six months adds the windows up. Counters
    are of the plan and of the month in which a duty starts; the limits are those of a month, averages are HR's.
    """
    keys = ["agent_id", "role", "team", "month"]
    by_month = hours.assign(month=hours["date"].str[:7], days=1).groupby(keys, sort=True)
    months = by_month[["days", *SUMS]].sum().reset_index()
    nights = nights_by_month(roster)
    counted = [nights.get(key, 0) for key in zip(months["agent_id"], months["month"], strict=True)]
    months["health_check_nights"] = pd.Series(counted, index=months.index, dtype="int64")
    months["nights_reach_limit"] = (months["health_check_nights"] >= HEALTH_CHECK_NIGHTS).astype("int64")
    months["night_hours_reach_limit"] = (months["night_minutes"] >= HEALTH_CHECK_NIGHT_MIN).astype("int64")
    return checked(PayMonths, months[list(PayMonths.to_schema().columns)])


def nights_by_month(roster: Roster) -> Mapping[tuple[str, str], int]:
    """How many duties of each person and month count as nights of the health check."""
    found: dict[tuple[str, str], int] = {}
    for duty in roster.duties:
        if is_health_check_night(duty):
            key = (duty.agent_id, f"{duty.day:%Y-%m}")
            found[key] = found.get(key, 0) + 1
    return found


def is_health_check_night(duty: Duty) -> bool:
    """Whether the duty has at least 8 paid hours and holds all of 00:00 to 05:00 of one night (annex 22, press)."""
    midnight = datetime.combine(duty.end.date(), datetime.min.time())
    holds_core = duty.start <= midnight and duty.end >= midnight + CORE_NIGHT_END
    return holds_core and duty.paid_minutes >= LONG_DUTY_MIN
