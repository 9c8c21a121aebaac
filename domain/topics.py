"""What contacts are about, `topics.csv` of a site: the share of each topic by hour, on workdays and on days off."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from domain.errors import Problem
from domain.tables import Table, read_table

WORKDAY, DAY_OFF = "workday", "day_off"
HOURS = 24
ROUNDING = 0.005  # by which the shares of an hour may miss 1: planners round

type ByHour = Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class TopicShares:
    """By topic its share of the contacts of each hour from midnight on; the shares of an hour sum to 1."""

    workday: ByHour
    day_off: ByHour

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics in the order of the file."""
        return tuple(self.workday)

    def of_hour(self, topic: str, hour: int, is_off: bool) -> float:
        """The topic's share of the contacts of an hour of a workday or of a day off."""
        return (self.day_off if is_off else self.workday)[topic][hour]


def read_topics(path: Path) -> TopicShares | None:
    """The shares of `topics.csv` (days,hour,topic,share); None where there is no such file.

    Raises DataError with row and column where an hour is missing or its shares do not sum to 1.
    """
    if not path.is_file():
        return None
    table = read_table(path, ("days", "hour", "topic", "share"), must_have_rows=True)
    found: dict[tuple[str, int], dict[str, float]] = defaultdict(dict)
    topics: dict[str, None] = {}
    for row in table.cells():
        days, hour = row.word("days", (WORKDAY, DAY_OFF)), row.whole("hour")
        topic, share = row.word("topic"), row.number_of("share")
        if hour >= HOURS:
            table.complain(row.number, "hour", str(hour), "an hour from 0 to 23")
        if not 0 <= share <= 1:
            table.complain(row.number, "share", f"{share:g}", "a share from 0 to 1")
        if topic in found[days, hour]:
            table.complain(row.number, "topic", topic, f"each topic once in hour {hour} of a {days}")
        topics[topic] = None
        found[days, hour][topic] = share
    table.finish()
    _refuse_gaps(table, found)
    by_day = (
        {topic: tuple(found[days, hour].get(topic, 0.0) for hour in range(HOURS)) for topic in topics}
        for days in (WORKDAY, DAY_OFF)
    )
    return TopicShares(*by_day)


def _refuse_gaps(table: Table, found: Mapping[tuple[str, int], Mapping[str, float]]) -> None:
    """Raise where an hour has no shares, or they do not sum to 1."""
    for days in (WORKDAY, DAY_OFF):
        for hour in range(HOURS):
            total = sum(found.get((days, hour), {}).values())
            if abs(total - 1) > ROUNDING:
                where = f"hour {hour} of a {days}"
                table.problems.append(Problem(table.file, None, "share", f"{total:.3f}", f"1 as the sum of {where}"))
    table.finish()
