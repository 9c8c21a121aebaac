"""Everything that is wrong in a site folder, by file, row and column: all files are read, however many have faults."""

from collections.abc import Callable
from pathlib import Path

from domain.errors import DataError, Problem, WfmError
from domain.history_files import read_events
from domain.payroll_config import read_payroll_config
from domain.people import Person
from domain.rule_pack import read_rule_pack
from domain.shifts import Shift
from domain.site_config import SiteConfig, read_site_config
from domain.site_folder import (
    read_duties,
    read_leave,
    read_limits,
    read_preferences,
    read_shifts,
    read_staff,
)
from domain.temporary_holidays import temporary_holidays
from pipeline.file_names import EVENTS_FILE, PAYROLL_FILE


def site_problems(folder: Path) -> tuple[Problem, ...]:
    """The problems in the order of the files; a file that depends on a broken one is checked as far as that goes."""
    found: list[Problem] = []
    config: SiteConfig | None = _tried(found, "site.toml", lambda: read_site_config(folder / "site.toml"))
    if config is not None:
        rules = config.rules
        _tried(found, "site.toml", lambda: read_rule_pack(rules.pack, rules.override, folder))
    shifts: tuple[Shift, ...] | None = _tried(found, "shifts.csv", lambda: read_shifts(folder / "shifts.csv"))
    queues = frozenset(queue.id for queue in config.queue) if config is not None else frozenset()
    people: tuple[Person, ...] | None = None
    if config is not None:
        people = _tried(found, "staff.csv", lambda: read_staff(folder / "staff.csv", queues))
    if people is not None and shifts is not None:
        ids, shift_ids = frozenset(person.id for person in people), frozenset(shift.id for shift in shifts)
        _tried(found, "leave.csv", lambda: read_leave(folder / "leave.csv", ids))
        _tried(found, "limits.csv", lambda: read_limits(folder / "limits.csv", ids, shift_ids))
        _tried(found, "preferences.csv", lambda: read_preferences(folder / "preferences.csv", ids, shift_ids))
    if (folder / "previous.csv").exists():
        _tried(found, "previous.csv", lambda: read_duties(folder / "previous.csv"))
    if config is not None and (folder / EVENTS_FILE).exists():
        zone, known = config.site.timezone, [queue.id for queue in config.queue]
        _tried(found, EVENTS_FILE, lambda: read_events(folder / EVENTS_FILE, zone, known))
        _tried(found, EVENTS_FILE, lambda: temporary_holidays(folder / EVENTS_FILE, zone))
    if (folder / PAYROLL_FILE).exists():
        _tried(found, PAYROLL_FILE, lambda: read_payroll_config(folder))
    return tuple(dict.fromkeys(found))


def _tried[T](found: list[Problem], file: str, read: Callable[[], T]) -> T | None:
    """What the reader gives; or None, and what is wrong is noted."""
    try:
        return read()
    except DataError as error:
        found.extend(error.problems)
    except WfmError as error:
        found.append(Problem(file, None, None, None, str(error)))
    return None
