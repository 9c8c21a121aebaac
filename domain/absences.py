"""People who are off for some days without having planned it: held as days, never with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.people import OPEN_END
from domain.tables import read_table


@dataclass(frozen=True, slots=True)
class Absence:
    """A person's days off work, both dates included."""

    agent_id: str
    from_date: date
    to_date: date

    def holds_on(self, day: date) -> bool:
        """Whether the person is off on that day."""
        return self.from_date <= day <= self.to_date


def read_absences(path: Path, agent_ids: Iterable[str], first_day: date) -> tuple[Absence, ...]:
    """The rows of a file `agent_id,from_date,to_date`; an empty from_date is the first day, an empty to_date no end."""
    table = read_table(path, ("agent_id", "from_date", "to_date"))
    known, found = frozenset(agent_ids), []
    for row in table.cells():
        agent_id = row.word("agent_id")
        if agent_id and agent_id not in known:
            table.complain(row.number, "agent_id", agent_id, "somebody on the staff list")
        start, end = row.day("from_date", default=first_day), row.day("to_date", default=OPEN_END)
        if end < start:
            table.complain(row.number, "to_date", end.isoformat(), f"a day on or after the from_date {start}")
        found.append(Absence(agent_id, start, end))
    table.finish()
    return tuple(found)
