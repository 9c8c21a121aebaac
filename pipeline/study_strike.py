"""What the report says of people gone: the best response rate held, its bound, whom to protect, what to tell."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from exports.picture import lines_picture
from exports.study_page import Part, Table, Text
from pipeline.roster_bound import RosterBound
from pipeline.scenario_hold import HoldOutcome
from pipeline.study import StudyInput, in_both
from store.json_text import Json

SLOW = 0.02  # below its goal by so much, a queue's callers are told so


def strike_part(
    of: StudyInput, hold: HoldOutcome, bound: RosterBound | None = None, own: HoldOutcome | None = None
) -> Part:
    """The part of the report, with words for the public; `own` is what a roster made for these days holds."""
    live = hold.queues.dropna(subset=["rate_best"])
    cells = tuple(
        (
            str(row.queue), f"{row.offered:,.0f}", f"{row.rate_planned:.1%}", f"{row.rate_best:.1%}",
            f"{row.hours_planned:,.0f}", f"{row.hours_best:,.0f}", f"{row.hours_most:,.0f}",
        )
        for row in live.itertuples()
    )  # fmt: skip
    heads: tuple[Text, ...] = (
        ("큐", "queue"), ("인입", "offered"), ("배정대로 응대율", "response rate as rostered"),
        ("최선 응대율", "at best"),
        ("시간, 배정대로", "hours as rostered"), ("시간, 최선", "hours at best"),
        ("시간, 작은 큐를 포기하면", "hours if small queues were given up"),
    )  # fmt: skip
    korean, english = in_both(
        _drawn(hold),
        {
            "offered": ("인입", "offered"),
            "best": ("응대, 최선", "answered at best"),
            "planned": ("응대, 배정대로", "answered as rostered"),
        },
    )
    return Part(
        ("나온 사람들로 지킬 수 있는 응대율", "What those who come can hold"),
        (_held(hold), *(() if bound is None else (_bounded(bound, own),)), _protected(hold)),
        Table(heads, cells),
        (lines_picture(korean, ("", "건/시간")), lines_picture(english, ("", "contacts an hour"))),
        quoted=_public(of, hold),
    )


def _held(hold: HoldOutcome) -> Text:
    start, end = f"{hold.start:%Y-%m-%d %H:%M}", f"{hold.end:%Y-%m-%d %H:%M}"
    return (
        f"{start}부터 {end}까지 {hold.gone}명이 없습니다. 배정된 큐에 그대로 두면 {hold.as_planned:.1%}, 어느 큐도 "
        f"그보다 나빠지지 "
        f"않게 옮기면 {hold.best:.1%}를 응대합니다(상한 {hold.bound:.1%}). 작은 큐를 포기해도 {hold.most:.1%}를 "
        f"넘지 못합니다.",
        f"{hold.gone} people are gone from {start} to {end}. With everybody on the rostered queue "
        f"{hold.as_planned:.1%} "
        f"are answered, {hold.best:.1%} where people serve what helps most and no queue is worse off (bound "
        f"{hold.bound:.1%}); giving up small queues would not take it past {hold.most:.1%}.",
    )


def strike_figures(bound: RosterBound, own: HoldOutcome | None) -> Mapping[str, Json]:
    """The bounds of any roster, and what the roster found for these days holds, for `report.json`."""
    figures: dict[str, Json] = {"bound_any_days": bound.any_days, "bound_own_days": bound.own_days}
    return figures if own is None else {**figures, "held_by_own_roster": own.best}


def _bounded(bound: RosterBound, own: HoldOutcome | None) -> Text:
    korean = (
        f"나온 사람들의 어떤 합법 근무표도 {bound.any_days:.1%}를 넘지 못합니다. 모두가 어느 날이나 일하고 기다려도 "
        f"되는 일은 그동안 모두 미룰 때의 상한이며, 찾은 근무표와 상관없이 사람·근무조·규칙만으로 셈한 것입니다. "
        f"공지된 근무일에만 일하면 {bound.own_days:.1%}를 넘지 못합니다."
    )
    english = (
        f"No legal roster of those who come answers more than {bound.any_days:.1%}: a bound from people, shifts and "
        f"rules alone, whatever roster is found, with everybody free to work on any day and all that may wait left "
        f"waiting. On their published days alone they cannot pass {bound.own_days:.1%}."
    )
    if own is not None:
        korean += (
            f" 이 며칠을 위해 새로 짠 근무표는 {own.best:.1%}를 응대합니다. 상한과의 차이는 "
            f"{100 * (bound.any_days - own.best):.1f}점입니다."
        )
        english += (
            f" The roster made anew for these days answers {own.best:.1%}, "
            f"{100 * (bound.any_days - own.best):.1f} points below the bound."
        )
    return korean, english


def _protected(hold: HoldOutcome) -> Text:
    if not hold.give_up:
        return ("응대율만 보고도 포기하는 큐가 없습니다.", "No queue would be given up for the response rate alone.")
    named = ", ".join(hold.give_up)
    return (
        f"지킬 큐: {named}. 응대율만 보면 먼저 사람을 빼앗기는 큐입니다.",
        f"Queues to protect: {named}. By the response rate alone they would lose their people first.",
    )


def _drawn(hold: HoldOutcome) -> pd.DataFrame:
    """Contacts offered and answered by hour while people are gone, live queues together."""
    rows = hold.frame.dropna(subset=["answered"])
    by_hour = rows.groupby(rows["interval_start"].dt.floor("h"))[["offered", "answered", "best_answered"]].sum()
    named = by_hour.rename(columns={"answered": "planned", "best_answered": "best"}).reset_index()
    return named.melt("interval_start", ["offered", "best", "planned"], "series", "y").rename(
        columns={"interval_start": "x"}
    )


def _public(of: StudyInput, hold: HoldOutcome) -> tuple[Text, ...]:
    """Words to give out: when it is worst, when it is easier, what is held in full. Numbers, no excuses, no blame."""
    rows = hold.frame.dropna(subset=["answered"])
    by_hour = rows.groupby(rows["interval_start"].dt.hour)[["offered", "best_answered"]].sum()
    rate = (by_hour["best_answered"] / by_hour["offered"].where(by_hour["offered"] > 0)).dropna()
    hours, rates = rate.index.to_numpy(int), rate.to_numpy(float)
    awake = (hours >= 7) & (hours < 22)
    worst, easy = int(hours[rates.argmin()]), int(hours[np.where(awake, rates, -1.0).argmax()])
    goals: Mapping[str, float | None] = {queue.id: queue.goal.response_rate for queue in of.scene.site.queues}
    live = hold.queues.dropna(subset=["rate_best"])
    found = zip(live["queue"].astype(str), live["rate_best"].to_numpy(float), strict=True)
    full = [queue for queue, best in found if best >= (goals.get(queue) or 0) - SLOW]
    until = f"{hold.end:%Y-%m-%d %H:%M}"
    kept = (
        f" 평소처럼 받는 창구: {', '.join(full)}." if full else "",
        f" As usual: {', '.join(full)}." if full else "",
    )
    miss = 1 - hold.best
    return (
        (
            f"{until}까지 상담 인력이 줄어 전화 100통 가운데 {miss * 100:.0f}통가량은 받지 못할 수 있습니다. "
            f"{worst}시대가 가장 "
            f"어렵고 {easy}시대가 가장 수월합니다. 급하지 않은 문의는 문자나 앱으로 남겨 주세요. 순서대로 답합니다."
            + kept[0],
            f"Until {until} fewer people are here to help: about {miss * 100:.0f} of 100 contacts may not get "
            f"through. It "
            f"is hardest from {worst}:00 to {worst + 1}:00 and easiest from {easy}:00. What is not urgent can be "
            f"sent as a "
            "text or in the app, and is answered in turn." + kept[1],
        ),
    )
