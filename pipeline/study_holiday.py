"""Study of a block of holidays: who calls when, whether people at work follow it, what it costs, who shares it.

The block is the one within the days shown. Its hours are set beside those of the other days; nobody is named or ranked:
duties on holidays are told as so many people with so many.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from domain.day_types import DayKind, day_types, demand_calendar
from domain.roster import Duty
from exports.picture import lines_picture
from exports.study_page import Part, Table, Text
from pipeline.study import Study, StudyInput, in_both
from pipeline.study_holiday_years import years_study

IN_BLOCK = (DayKind.BLOCK_FIRST, DayKind.BLOCK_MIDDLE, DayKind.BLOCK_LAST)
PREMIUM, PREMIUM_BEYOND, FULL_DAY_MIN = 0.5, 1.0, 480  # Labour Standards Act 56: holiday work, beyond 8 hours
NO_BLOCK: Text = (
    "이 기간에는 연휴가 없습니다. --start와 --days로 연휴가 든 날을 고르세요.",
    "There is no block of holidays in these days; choose others with --start and --days.",
)

HEADS: tuple[Text, ...] = (
    ("시", "hour"),
    ("인입", "contacts"),
    ("소요 인원", "agents needed"),
    ("근무 인원", "agents at work"),
    ("부족", "short"),
)
NAMES: Mapping[str, Text] = {
    "need": ("소요 인원", "agents needed"),
    "have": ("근무 인원", "agents at work"),
}


def holiday_study(of: StudyInput) -> Study:
    """Contacts by two hours of the block, agents needed, at work and short; premium; duties by person."""
    site, window = of.scene.site.config.site, of.scene.window
    kinds = day_types(demand_calendar(site.country, window.start, window.last, site.region), window.start, window.last)
    block = [day.date for day in kinds if day.kind in IN_BLOCK]
    after = [
        day.date for day in kinds if day.kind is DayKind.FIRST_WORKDAY_AFTER and day.date > min(block, default=day.date)
    ]
    if not block:
        return Study(parts=(Part(("연휴", "The block of holidays"), (NO_BLOCK,)),))
    shares = block_by_two_hours(of.outcome.frame, block, of.scene.site.interval_min)
    holidays = {day.date for day in kinds if day.names}
    hours = premium_hours(of.scene.roster.duties, holidays)
    first = _daily(of.outcome.frame, after[:1])
    over_the_years = years_study(of, {day for day in holidays if of.scene.window.holds(day)})
    return Study(
        parts=(
            _hours_part(shares, block, first),
            _share_part(of.scene.roster.duties, block, hours, len(of.scene.site.people)),
            *over_the_years.parts,
        ),
        figures={
            "block_days": len(block),
            "late_share_of_contacts": float(shares["offered"].iloc[11]),
            "late_need_covered": _covered(shares["short"].iloc[11], shares["need"].iloc[11]),
            "need_covered": _covered(shares["short"].sum(), shares["need"].sum()),
            "holiday_premium_hours": hours,
            **over_the_years.figures,
        },
        frames={"holiday": shares},
    )


def _covered(short: float, need: float) -> float:
    """The share of a need that is met; all of it where nobody is needed, as where a centre is closed."""
    return float(1 - short / need) if need > 0 else 1.0


def block_by_two_hours(frame: pd.DataFrame, days: Sequence[date], interval_min: int) -> pd.DataFrame:
    """By `hour` (0, 2, ...) of these days: share of contacts offered, and mean agents needed, at work and short."""
    stamps = frame["interval_start"]
    rows = frame[stamps.dt.date.isin(days)]
    sums = rows.groupby(rows["interval_start"].dt.hour // 2 * 2)[["offered", "need", "have", "short"]].sum()
    sums = sums.reindex(range(0, 24, 2), fill_value=0.0)
    agents = sums[["need", "have", "short"]] * interval_min / 120 / len(days)
    named: pd.DataFrame = (
        agents.assign(offered=sums["offered"] / (sums["offered"].sum() or 1.0)).rename_axis("hour").reset_index()
    )
    return named


def premium_hours(duties: Sequence[Duty], holidays: set[date]) -> float:
    """Hours of pay that work on these days earns beyond the hours themselves; a duty counts on the day it starts."""
    worked = [duty.paid_minutes for duty in duties if duty.day in holidays]
    beyond = sum(max(0, minutes - FULL_DAY_MIN) for minutes in worked)
    return ((sum(worked) - beyond) * PREMIUM + beyond * PREMIUM_BEYOND) / 60


def _daily(frame: pd.DataFrame, days: Sequence[date]) -> float | None:
    """Contacts of these days over those of a mean day of the rest; None without such days."""
    day = frame["interval_start"].dt.date
    by_day = frame.groupby(day)["offered"].sum()
    chosen = by_day[[each in days for each in by_day.index]]
    return float(chosen.mean() / by_day.mean()) if len(chosen) else None


def _hours_part(shares: pd.DataFrame, block: Sequence[date], first: float | None) -> Part:
    drawn = shares.melt("hour", ["need", "have"], "series", "y").rename(columns={"hour": "x"})
    korean, english = in_both(drawn, NAMES)
    late, peak = shares["offered"].iloc[11], 2 * int(shares["offered"].to_numpy().argmax())
    said: list[Text] = [
        (
            f"{block[0]}부터 {block[-1]}까지 {len(block)}일. 22–24시가 {late:.1%}, 가장 많은 때는 {peak}시부터 두 "
            f"시간입니다.",
            f"{len(block)} days from {block[0]} to {block[-1]}. {late:.1%} come from 22:00 to 24:00; most come in "
            f"the two "
            f"hours from {peak}:00.",
        )
    ]
    if first is not None:
        said.append(
            (
                f"연휴 다음 근무일은 평균의 {first:.2f}배입니다.",
                f"The first workday after has {first:.2f} times a mean day's contacts.",
            )
        )
    cells = tuple(
        (f"{hour:02d}–{hour + 2:02d}", f"{offered:.1%}", f"{need:.1f}", f"{have:.1f}", f"{short:.1f}")
        for hour, need, have, short, offered in shares.itertuples(index=False)
    )
    return Part(
        ("연휴의 시간", "The hours of the block"),
        tuple(said),
        Table(HEADS, cells),
        (
            lines_picture(korean, ("시", "명"), is_stepped=True),
            lines_picture(english, ("hour", "agents"), is_stepped=True),
        ),
    )


def _share_part(duties: Sequence[Duty], block: Sequence[date], hours: float, people: int) -> Part:
    worked = pd.Series([duty.agent_id for duty in duties if duty.day in set(block)]).value_counts()
    counts = worked.value_counts().sort_index()
    rows = [("0", f"{people - len(worked)}"), *((str(number), str(count)) for number, count in counts.items())]
    return Part(
        ("누가 나누어 일하는가", "How the block is shared"),
        (
            (
                f"휴일 가산은 임금 {hours:,.0f}시간분입니다(근로기준법 56조: 8시간까지 50%, 넘으면 100%).",
                f"The holiday premium comes to {hours:,.0f} hours of pay (Labour Standards Act 56: 50%, 100% beyond 8 "
                "hours).",
            ),
        ),
        Table((("연휴 근무 수", "duties in the block"), ("사람 수", "people")), tuple(rows)),
    )
