"""A site that was built in memory, as the folder that a planner keeps."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from domain.people import OPEN_END, Limit
from domain.roster_files import roster_frame
from domain.site import Site
from domain.site_config import WEEKDAYS
from domain.site_folder import SHIFT_COLUMNS, STAFF_COLUMNS


def write_site(folder: Path, site: Site, pack: str = "kr", override: str = "") -> None:
    """Writes every file of the site; `override` holds lines of [rules.override]."""
    folder.mkdir(parents=True)
    (folder / "site.toml").write_text(_toml(site, pack, override), encoding="utf-8")
    _write(folder / "shifts.csv", SHIFT_COLUMNS, map(_shift, site.shifts))
    _write(folder / "staff.csv", STAFF_COLUMNS, map(_person, site.people))
    _write(folder / "leave.csv", ("agent_id", "date", "kind"), ((x.agent_id, x.day, x.kind) for x in site.leave))
    _write(folder / "limits.csv", ("agent_id", "from_date", "to_date", "limit", "value"), map(_limit, site.limits))
    wishes = ((wish.agent_id, wish.day or "*", wish.shift, wish.weight) for wish in site.preferences)
    _write(folder / "preferences.csv", ("agent_id", "date", "shift", "weight"), wishes)
    if site.previous:
        roster_frame(site.previous).to_csv(folder / "previous.csv", index=False)


def write_requirement(path: Path, frame: pd.DataFrame) -> None:
    """Writes a requirement with local times, as `wfm requirement` does."""
    local = frame["interval_start"].dt.tz_localize(None).dt.strftime("%Y-%m-%dT%H:%M")
    frame.assign(interval_start=local).to_csv(path, index=False)


def _toml(site: Site, pack: str, override: str) -> str:
    of, lead = site.config.site, site.config.lead
    lines = ["[site]", f'id = "{of.id}"', f'timezone = "{of.timezone}"', f'country = "{of.country}"']
    lines += [f"interval_minutes = {of.interval_minutes}", f'week_start = "{WEEKDAYS[of.week_start_weekday]}"']
    lines += [f"seats = {of.seats}"] if of.seats is not None else []
    for queue in site.queues:
        lines += ["[[queue]]", f'id = "{queue.id}"', f"aht_s = {queue.aht_s}"]
    if lead is not None:
        lines += ["[lead]", f"span = {lead.span}", f"min_on_duty = {lead.min_on_duty}"]
    return "\n".join([*lines, "[rules]", f'pack = "{pack}"', "[rules.override]", override, ""])


def _shift(shift) -> Sequence[object]:
    days = "".join(letter if number in shift.weekdays else "-" for number, letter in enumerate("MTWTFSS"))
    start = f"{shift.start_min // 60:02}:{shift.start_min % 60:02}"
    meal = (shift.meal_min, shift.meal_from_min, shift.meal_until_min)
    roles = ";".join(sorted(shift.roles))
    return (shift.id, start, shift.span_min, *meal, shift.rest_min, shift.rest_count, days, roles, shift.mode)


def _person(person) -> Sequence[object]:
    contract = (person.contract_min_week, person.max_overtime_min_week, int(person.night_consent), person.mode)
    end = "" if person.end_date == OPEN_END else person.end_date
    skills = ";".join(sorted(person.skills))
    return (person.id, person.role, person.team, person.vendor, skills, *contract, person.start_date, end)


def _limit(limit: Limit) -> Sequence[object]:
    value = limit.minutes if limit.minutes is not None else ";".join(sorted(limit.shifts))
    return (limit.agent_id, limit.from_date, limit.to_date, limit.kind, value)


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([cell.isoformat() if isinstance(cell, date) else cell for cell in row] for row in rows)
