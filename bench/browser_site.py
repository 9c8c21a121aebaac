"""A site folder with a published night, for measuring screens: a given site, calls made up for it, one real night.

python -m bench.browser_site --from SITE --out DIR [--seconds 60] [--pattern]

With `--pattern` nothing is forecast or solved: everybody works five days and has two off, as far as the hard rules
allow, and the forecast is made from the given requirement. Screens have as much to draw then, and the folder is there
in half a minute.
"""

import argparse
import shutil
import sys
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from domain.people import Person
from domain.roster import Duty, PlanningWindow, Roster
from domain.roster_files import ACTIVITY_FILE, REPORT_FILE, ROSTER_FILE, activity_frame, roster_frame
from domain.site import Site
from domain.site_config import read_site_config
from domain.site_folder import days_on_leave, read_site
from pipeline.duty_activities import activities_of
from pipeline.engine import chosen_engine
from pipeline.file_names import FORECAST_FILE, MANIFEST_FILE, RECORD_FILE, REQUIREMENT_FILE
from pipeline.ingest import ingest
from pipeline.nightly import NightOrder, run_night
from pipeline.schedule_run import SolveLimits, read_needed
from pipeline.simulated_history import simulated_history
from pipeline.version_report import edited_report
from scheduling.facts import facts_by_person, tours
from scheduling.rules import DUTY_RULES, TOUR_RULES
from scheduling.rules.rule import PersonFacts, Tour
from scheduling.staff_tables import duty_on, work_mode
from store.csv_files import write_csv
from store.files import write_json
from store.folders import point_latest
from store.layout import night_folder

FIRST, DAYS = date(2026, 12, 7), 28  # the window that the given sites are made for
HISTORY_DAYS = 280
NIGHT = FIRST - timedelta(days=1)
WORK, WEEK = 5, 7
EVENING = 22 * 60  # later than that, some would have to consent


def patterned_site(source: Path, folder: Path) -> Path:
    """The folder: the source's files, a month of made-up calls, and a night whose roster follows a pattern."""
    shutil.copytree(source, folder)
    site, window = read_site(folder), PlanningWindow(FIRST, DAYS)
    calls = simulated_history(site.config, FIRST - timedelta(days=28), NIGHT, seed=7)
    export = folder.with_name(f"{folder.name}_history.csv")
    write_csv(export, calls)
    ingest(folder, [export])
    published = night_folder(folder, NIGHT)
    published.mkdir(parents=True)
    needed = read_needed(site, source / REQUIREMENT_FILE)
    write_csv(published / REQUIREMENT_FILE, _requirement(needed))
    write_csv(published / FORECAST_FILE, _forecast(site, needed))
    duties = _legal(site, window, [_duties(site, person, number) for number, person in enumerate(site.people)])
    activities = [each for duty in duties for each in activities_of(site, site.person_by_id[duty.agent_id], duty, {})]
    roster = Roster(window, tuple(duties), tuple(activities))
    write_csv(published / ROSTER_FILE, roster_frame(duties))
    write_csv(published / ACTIVITY_FILE, activity_frame(activities))
    write_json(published / REPORT_FILE, edited_report(site, roster, needed))
    about = {"site": site.id, "night": NIGHT, "window": {"start": FIRST, "days": DAYS}, "inputs": {}, "outputs": {}}
    write_json(published / MANIFEST_FILE, about)
    write_json(published / RECORD_FILE, {"intervals": 0, "queues": [], "missing": {}})
    point_latest(published.parent, published.name)
    return folder


def _duties(site: Site, person: Person, number: int) -> list[Duty]:
    """Five days of one shift and two off, each person a day later than the last; leave days stay free."""
    fit = [shift for shift in site.shifts if person.role in shift.roles and shift.start_min + shift.span_min <= EVENING]
    shift = fit[number % len(fit)]
    away = days_on_leave(site).get(person.id, frozenset())
    days = [FIRST + timedelta(days=each) for each in range(DAYS) if (each + number) % WEEK < WORK]
    open_days = [day for day in days if day not in away and day.weekday() in shift.weekdays and person.is_employed(day)]
    return [duty_on(person, shift, day, work_mode(person, shift)) for day in open_days]


def _legal(site: Site, window: PlanningWindow, wanted: Iterable[Sequence[Duty]]) -> list[Duty]:
    """The duties of each person in turn that break no hard rule beside those before them, so that it can be published.

    Contracts of few hours, limits and the days before the window take some of the pattern away.
    """
    facts, before = facts_by_person(site, window), tours(site, (), window)
    kept: list[Duty] = []
    for duties in wanted:
        own: tuple[Duty, ...] = ()
        for duty in duties:
            longer = Tour(before[duty.agent_id].previous, (*own, duty), window)
            if _is_legal(site, facts[duty.agent_id], longer, duty):
                own = longer.duties
        kept += own
    return kept


def _is_legal(site: Site, facts: PersonFacts, tour: Tour, duty: Duty) -> bool:
    shift = site.shift_by_id[duty.shift]
    of_duty = (case for rule in DUTY_RULES for case in rule.cases(facts, duty, shift))
    return all(case.ok for case in of_duty) and all(case.ok for rule in TOUR_RULES for case in rule.cases(facts, tour))


def _requirement(needed: pd.DataFrame) -> pd.DataFrame:
    """The given agents with figures that such a number is expected to reach."""
    reached = {"response_rate": 0.96, "service_level": 0.85, "asa_s": 8.0, "occupancy": 0.8}
    return needed[["interval_start", "queue", "agents"]].assign(**reached, binding="response_rate")


def _forecast(site: Site, needed: pd.DataFrame) -> pd.DataFrame:
    """The contacts that would keep four fifths of the given agents busy."""
    aht_s = needed["queue"].map({queue.id: queue.aht_s for queue in site.queues})
    offered = (needed["agents"] * 0.8 * site.interval_min * 60 / aht_s).round()
    quantiles = {"p10": (offered * 0.85).round(), "p50": offered, "p90": (offered * 1.15).round()}
    return needed[["interval_start", "queue"]].assign(offered=offered, **quantiles, aht_s=aht_s, model="pattern")


def made_site(source: Path, folder: Path, seconds: float) -> Path:
    """The folder: the source's files but for its requirement, history up to the window, and the night before it."""
    folder.mkdir(parents=True)
    for file in source.iterdir():
        if file.is_file() and file.name != "requirement.csv":
            shutil.copy(file, folder / file.name)
    config = read_site_config(folder / "site.toml")
    calls = simulated_history(config, FIRST - timedelta(days=HISTORY_DAYS), FIRST - timedelta(days=1), seed=7)
    export = folder.with_name(f"{folder.name}_history.csv")
    write_csv(export, calls)
    ingest(folder, [export])
    limits = SolveLimits(seconds, 0.01, 0)
    run_night(NightOrder(folder, NIGHT, DAYS, limits, chosen_engine("local", None, 1)))
    return folder


def main(arguments: Sequence[str]) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="A site with a night, to measure screens on.")
    parser.add_argument("--from", dest="source", type=Path, required=True, help="site folder to copy")
    parser.add_argument("--out", type=Path, required=True, help="the new folder")
    parser.add_argument("--seconds", type=float, default=60, help="what the roster's search may take")
    parser.add_argument("--pattern", action="store_true", help="forecast and solve nothing; a pattern will do")
    given = parser.parse_args(arguments)
    pattern = patterned_site(given.source, given.out) if given.pattern else None
    print(pattern or made_site(given.source, given.out, given.seconds))


if __name__ == "__main__":
    main(sys.argv[1:])
