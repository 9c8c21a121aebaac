"""Messages worked in the spare time of a voice line: 600 overnight, each within four hours, and the calls as before.

The day of 8,000 calls runs from noon to the afternoon of the next day, so that the night lies inside. Calls and agents
are those of the requirement. A message is put aside when a call comes (`bench.put_aside`); beside it, from the event
simulator, what becomes of the calls where agents finish the message in hand and keep so many of them free.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table
from scipy.stats import poisson

from bench.put_aside import BothDays, days_of_both
from bench.target import Target
from domain.frames import Forecast, checked
from domain.people import Person
from domain.site_config import Goal, Queue
from staffing.compiling import FloatArray, IntArray
from staffing.requirement import requirement
from staffing.simulation.model import AgentGroup, Stream
from staffing.simulation.simulate import simulate

CALLS_A_DAY, MESSAGES, LIMIT_H = 8000, 600, 4.0
AHT_S, PATIENCE_S, MESSAGE_AHT_S, INTERVAL_MIN = 180.0, 120.0, 300.0, 30
INTERVAL_S = 60.0 * INTERVAL_MIN
ASIDE_S = 2.0  # to put a message aside: the call takes so much longer (assumed)
DAYS, SEED = 1000, 20260302
MOST_LOST = 0.5  # points of response rate that any half-hour may lose to messages
# Share of a weekday's contacts by hour, %: the profile assumed for a municipal centre.
BY_HOUR = (1.45, .55, .3, .2, .2, .25, .35, .5, 4.2, 9.6, 10.4, 9.4, 6.4, 8.4, 9.2, 8.6, 8.2, 6.8, 4.0, 2.6, 2.1, 2.0, 2.1, 2.2)  # fmt: skip  # noqa: E501


@dataclass(frozen=True, slots=True)
class Night:
    """The means of both streams by half-hour, and the agents that the requirement gives them."""

    calls: FloatArray
    messages: FloatArray
    agents: IntArray
    own: IntArray

    @property
    def own_h(self) -> float:
        """Agent-hours for messages alone."""
        return float(self.own.sum()) * INTERVAL_MIN / 60


def means() -> tuple[pd.DatetimeIndex, FloatArray, FloatArray]:
    """Half-hours from noon to 16:00 of the next day, with calls and, from 18:00 to 09:00, messages."""
    stamps = pd.date_range("2026-03-02T12:00", periods=56, freq="30min", tz="Asia/Seoul")
    middle = np.arange(48) / 2 + 0.25
    profile = np.interp(middle, np.arange(-1, 25) + 0.5, (BY_HOUR[-1], *BY_HOUR, BY_HOUR[0]))
    half_hour = (stamps.hour * 2 + stamps.minute // 30).to_numpy()
    overnight = (np.arange(56) >= 12) & (np.arange(56) < 42)
    return stamps, (CALLS_A_DAY * profile / profile.sum())[half_hour], np.where(overnight, MESSAGES / 30, 0.0)


def forecast_of(queue: str, stamps: pd.DatetimeIndex, mean: FloatArray, aht_s: float) -> pd.DataFrame:
    """A forecast whose band is that of Poisson counts."""
    bands = {name: poisson.ppf(level, mean) for name, level in (("p10", 0.1), ("p50", 0.5), ("p90", 0.9))}
    return pd.DataFrame(
        {"interval_start": stamps, "queue": queue, "offered": mean, **bands, "aht_s": aht_s, "model": "given"}
    )


def planned(ceiling: float, share: float) -> Night:
    """The requirement where a share of the staff knows both queues and may be busy for up to `ceiling` of its time."""
    stamps, calls, messages = means()
    rows = [forecast_of("voice", stamps, calls, AHT_S), forecast_of("mail", stamps, messages, MESSAGE_AHT_S)]
    queues = [
        Queue(id="voice", aht_s=AHT_S, patience_s=PATIENCE_S, goal=Goal(response_rate=0.95)),
        Queue(id="mail", channel="email", aht_s=MESSAGE_AHT_S, goal=Goal(max_backlog_h=LIMIT_H, max_occupancy=ceiling)),
    ]
    staff = [
        Person(f"A{number}", "agent", "", "", skills, 2400, 0, True, "site", date(2026, 1, 1))
        for number in range(100)
        for skills in [frozenset({"voice", "mail"} if number < 100 * share else {"voice"})]
    ]
    forecast = checked(Forecast, pd.concat(rows, ignore_index=True))
    needed = requirement(forecast, queues, {}, INTERVAL_MIN, people=staff).frame
    agents, own = (needed.loc[needed["queue"] == name, "agents"].to_numpy(np.int64) for name in ("voice", "mail"))
    return Night(calls, messages, agents, own)


def played(night: Night, messages: FloatArray, aside_s: float = ASIDE_S) -> BothDays:
    """A thousand days with those agents; messages are put aside when calls come."""
    return days_of_both(
        night.calls,
        messages,
        night.agents,
        night.own,
        aht_s=AHT_S,
        patience_s=PATIENCE_S,
        message_aht_s=MESSAGE_AHT_S,
        limit_s=3600 * LIMIT_H,
        interval_s=INTERVAL_S,
        aside_s=aside_s,
        days=DAYS,
        seed=SEED,
    )


def finished_in_hand(night: Night, kept_free: int | None) -> tuple[FloatArray, float]:
    """Response rate by half-hour and share of messages in time, where agents finish the message in hand.

    With `kept_free` agents of those at work free, the next message is begun; None: there are no messages.
    """
    change_s = np.arange(night.calls.size, dtype=np.float64) * INTERVAL_S
    many = np.ones(night.calls.size)
    streams = [Stream("voice", night.calls, many * AHT_S, PATIENCE_S)]
    groups = [AgentGroup((0,) if kept_free is None else (0, 1), change_s, night.agents)]
    if kept_free is not None:
        limit_s = 3600 * LIMIT_H
        mail = Stream("mail", night.messages, many * MESSAGE_AHT_S, max_backlog_s=limit_s, spare_agents=kept_free)
        streams, groups = [*streams, mail], [*groups, AgentGroup((1,), change_s, night.own)]
    found = simulate(streams, groups, INTERVAL_S, 400, SEED)
    offered, answered, in_time = (each.sum(axis=0) for each in (found.offered, found.answered, found.in_time))
    done = float(in_time[1].sum() / offered[1].sum()) if kept_free is not None else np.nan
    return answered[0] / offered[0], done


def print_ceilings(console: Console, alone_h: float) -> dict[float, tuple[Night, BothDays, FloatArray]]:
    """What a higher occupancy of the agents' time saves, and what becomes of calls and messages."""
    table = Table(title=f"Messages put aside for calls; on agents of their own they take {alone_h:.1f} h")
    for head in ("busy up to", "own agents, h", "messages in 4 h, %", "calls answered, %", "worst half-hour loses, points", "put aside, times"):  # fmt: skip  # noqa: E501
        table.add_column(head, justify="right")
    kept = {}
    voice_alone = planned(0.9, 0.0)
    without = played(voice_alone, np.zeros(voice_alone.calls.size))
    for ceiling in (0.85, 0.9, 0.95, 1.0):
        night = planned(ceiling, 1.0)
        with_mail = played(night, night.messages)
        lost = 100 * (without.answered - with_mail.answered) / with_mail.calls
        kept[ceiling] = (night, with_mail, lost)
        table.add_row(
            f"{ceiling:.2f}",
            f"{night.own_h:.1f}",
            f"{100 * with_mail.in_time.sum() / with_mail.messages.sum():.2f}",
            f"{100 * with_mail.answered.sum() / with_mail.calls.sum():.2f}",
            f"{lost.max():.2f}",
            f"{with_mail.put_aside_a_message:.1f}",
        )
    console.print(table)
    return kept


def print_finished(console: Console, night: Night) -> None:
    """The other rule, which the requirement does not take: the message in hand is finished first."""
    table = Table(title="Instead: agents finish the message in hand")
    for head in ("kept free", "messages in 4 h, %", "calls answered, %", "worst half-hour loses, points"):
        table.add_column(head, justify="right")
    without, _ = finished_in_hand(night, None)
    weights = night.calls / night.calls.sum()
    for kept_free in (0, 1, 2):
        with_mail, in_time = finished_in_hand(night, kept_free)
        figures = (100 * in_time, 100 * (with_mail * weights).sum(), 100 * (without - with_mail).max())
        table.add_row(f"{kept_free}", *(f"{figure:.2f}" for figure in figures))
    console.print(table)


def targets(console: Console) -> list[Target]:
    """What was promised of messages in spare time."""
    alone_h = planned(0.9, 0.0).own_h
    found = print_ceilings(console, alone_h)
    print_finished(console, found[0.9][0])
    shares = ", ".join(f"{share:.0%} {planned(0.9, share).own_h:.1f} h" for share in (0.0, 0.25, 0.5, 0.75, 1.0))
    console.print(f"Own agents for messages by share of the staff who know both, busy up to 0.90: {shares}")
    promised = []
    for ceiling, most_h in ((0.9, 0.6 * alone_h), (1.0, 10.0)):
        night, days, lost = found[ceiling]
        named = f"600 messages overnight, busy up to {ceiling:.2f}"
        promised += [
            Target(f"{named}: done within 4 h, %", 100 * days.in_time.sum() / days.messages.sum(), 99.5, None, 2),
            Target(f"{named}: calls answered, %", 100 * days.answered.sum() / days.calls.sum(), 95.0, None, 2),
            Target(f"{named}: most that a half-hour of calls loses, points", float(lost.max()), None, MOST_LOST, 2),
            Target(f"{named}: agents of their own, h (alone {alone_h:.1f})", night.own_h, None, most_h, 1),
        ]
    return promised
