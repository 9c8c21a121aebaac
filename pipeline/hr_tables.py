"""HR's tables of a roster: pay hours by the pay calendar, their months, and what changed since an earlier roster."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.errors import DataError, Problem
from domain.pay_frames import PayHours
from domain.payroll_config import PAYROLL_FILE, PayrollConfig, PayrollTable
from domain.roster import Duty, PlanningWindow, Roster
from domain.roster_changes import duty_changes
from domain.site import Site
from exports.hr_words import Headers, in_language
from exports.pay_hours import KOREA, PayTerms, pay_hours
from exports.pay_months import pay_months
from exports.payroll_table import payroll_table
from exports.roster_book import HrTables
from exports.short_contracts import lifted_contracts
from exports.weekly_holidays import site_weeks
from pipeline.diff_run import changes_frame
from pipeline.file_names import CHANGES_FILE, PAY_HOURS_FILE, PAY_MONTHS_FILE, PAYROLL_TABLE_FILE
from scheduling.facts import holidays_around
from store.csv_files import FOR_SPREADSHEETS, CsvForm, csv_bytes, write_csv
from store.files import write_bytes

DAYS_BEFORE = 6  # a site week that the window begins in
NAMED = 5  # people named in a warning


@dataclass(frozen=True, slots=True)
class HrTerms:
    """How HR's files are written: `payroll.toml`, and the language of their headers."""

    config: PayrollConfig
    headers: Headers = "names"


def pay_terms(site: Site, window: PlanningWindow, config: PayrollConfig) -> PayTerms:
    """The days of the pay calendar around the window, temporary holidays with them, and the named weekly holiday."""
    around = PlanningWindow(window.start - timedelta(days=DAYS_BEFORE), window.days + DAYS_BEFORE)
    return PayTerms(holidays_around(site, around), config.weekly_holiday_weekday)


def pay_tables(site: Site, roster: Roster, config: PayrollConfig) -> HrTables:
    """Pay hours alone, for a night."""
    return HrTables(pay_hours(site, roster, pay_terms(site, roster.window, config)))


def hr_tables(site: Site, roster: Roster, config: PayrollConfig, before: Roster | None) -> HrTables:
    """Pay hours, their months and, where there is an earlier roster, the changes since."""
    hours = pay_hours(site, roster, pay_terms(site, roster.window, config))
    return HrTables(hours, pay_months(hours, roster), None if before is None else hr_changes(before, roster))


def hr_changes(before: Roster, after: Roster) -> pd.DataFrame:
    """The days of the new window that differ from an earlier roster, as `wfm diff` lists them, with ends and minutes.

    Days that only the earlier roster plans are not there: the new one says nothing of them.
    """
    old = [duty for duty in before.duties if after.window.holds(duty.day)]
    changes = duty_changes(old, after.duties)
    return changes_frame(changes).assign(
        end_before=_texts(_end(change.before) for change in changes),
        end_after=_texts(_end(change.after) for change in changes),
        mode_before=_texts(_mode(change.before) for change in changes),
        mode_after=_texts(_mode(change.after) for change in changes),
        # Two columns and no difference: a cell that begins with a minus sign would look like a formula.
        paid_minutes_before=_minutes(change.before for change in changes),
        paid_minutes_after=_minutes(change.after for change in changes),
    )


def _texts(cells: Iterable[str]) -> pd.Series:
    return pd.Series(list(cells), dtype="str")


def _end(duty: Duty | None) -> str:
    return duty.end.isoformat() if duty else ""


def _mode(duty: Duty | None) -> str:
    return duty.mode if duty else ""


def _minutes(duties: Iterable[Duty | None]) -> pd.Series:
    """Paid minutes; a day off has none."""
    return pd.Series([duty.paid_minutes if duty else 0 for duty in duties], dtype="int64")


def write_pay_hours(path: Path, hours: DataFrame[PayHours], headers: Headers = "names") -> None:
    """Writes `pay_hours.csv` for spreadsheets, whole or not at all."""
    write_csv(path, in_language(hours, headers), form=FOR_SPREADSHEETS)


def write_hr_tables(folder: Path, tables: HrTables, terms: HrTerms) -> tuple[str, ...]:
    """Writes every table that there is, and the payroll system's own; the names of the files."""
    write_pay_hours(folder / PAY_HOURS_FILE, tables.hours, terms.headers)
    names = [PAY_HOURS_FILE]
    for name, table in ((PAY_MONTHS_FILE, tables.months), (CHANGES_FILE, tables.changes)):
        if table is not None:
            write_csv(folder / name, in_language(table, terms.headers), form=FOR_SPREADSHEETS)
            names.append(name)
    if terms.config.payroll is not None:
        write_payroll_table(folder / PAYROLL_TABLE_FILE, terms.config.payroll, tables)
        names.append(PAYROLL_TABLE_FILE)
    return tuple(names)


def write_payroll_table(path: Path, wanted: PayrollTable, tables: HrTables) -> None:
    """Writes `payroll.csv`; raises DataError where its encoding lacks a letter."""
    found = {"pay_hours": pd.DataFrame(tables.hours), "pay_months": pd.DataFrame(tables.months)}
    form = CsvForm(wanted.delimiter, wanted.encoding)
    try:
        content = csv_bytes(payroll_table(wanted, found), form=form)
    except UnicodeEncodeError as error:
        letter = error.object[error.start]
        expected = f"an encoding that has the letter {letter!r}, such as utf-8-sig"
        raise DataError([Problem(PAYROLL_FILE, None, "payroll.encoding", wanted.encoding, expected)]) from error
    write_bytes(path, content)


def short_contract_note(site: Site, tables: HrTables, window: PlanningWindow) -> str:
    """A sentence where planned hours lift contracts under 15 h a week (Labour Standards Act 18(3)), or nothing."""
    weeks = [
        week
        for week in site_weeks(window, site.config.site.week_start_weekday)
        if window.holds(week[0]) and window.holds(week[-1])
    ]
    lifted = lifted_contracts(site.people, tables.hours, weeks)
    if not lifted or site.config.site.country != KOREA:
        return ""
    return (
        "Contracts under 15 h a week whose planned hours reach 15 h on average of four weeks: "
        f"{_named(lifted.items())}; "
        "weekly-holiday pay and leave may be due (Labour Standards Act 18(3)), but are not counted."
    )


def _named(lifted: Iterable[tuple[str, float]]) -> str:
    people = [f"{agent_id} {mean_h:.1f} h" for agent_id, mean_h in lifted]
    more = f" and {len(people) - NAMED} more" if len(people) > NAMED else ""
    return ", ".join(people[:NAMED]) + more
