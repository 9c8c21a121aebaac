"""Scenarios side by side as files: `wfm scenario`."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from domain.errors import ConfigError, UsageError
from domain.frame_files import read_forecast
from domain.roster import PlanningWindow, Roster
from domain.roster_files import ACTIVITY_FILE, ROSTER_FILE, activity_frame, read_roster, roster_frame
from domain.scenarios import Scenario
from domain.site import Site
from domain.site_folder import read_site
from pipeline.file_names import FORECAST_FILE, REQUIREMENT_FILE
from pipeline.past_holidays import read_past_holidays
from pipeline.roster_bound import RosterBound, roster_bound
from pipeline.roster_versions import version_state
from pipeline.scenario_files import checked_scenario, read_scenario, refuse_unknown, save_scenario, scenario_text
from pipeline.scenario_laid import Scene
from pipeline.scenario_pages import written_report
from pipeline.scenario_run import PLAN, ScenarioOutcome, scenario_outcome
from pipeline.scenario_scene import absent_of, refuse_looser_rules, roster_held
from pipeline.scenario_solve import HeldDays, solve_scenario
from pipeline.scenario_topics import site_topics
from pipeline.schedule_run import SolveLimits
from pipeline.study import Study
from pipeline.telling import Tell, nobody
from pipeline.today_roster import line_of_night
from pipeline.views_night import planned_days
from store.csv_files import write_csv
from store.files import write_json, write_text
from store.folders import latest_folder, staged_folder
from store.json_text import Json, plain
from store.layout import nights_folder

SOLVED = "solved"  # the same scenario with a roster of its own


@dataclass(frozen=True, slots=True)
class ScenarioOrder:
    """Which scenarios of the site are set beside the plan, over which of the planned days, and whether to solve.

    `changes` (KEY=VALUE, as in the scenario's file) make or change the one scenario that is named.
    """

    site_dir: Path
    names: tuple[str, ...]
    changes: tuple[str, ...] = ()
    save: bool = False
    start: date | None = None
    days: int | None = None
    solve: SolveLimits | None = None


def scenarios_to_folder(order: ScenarioOrder, out: Path, tell: Tell = nobody) -> tuple[ScenarioOutcome, ...]:
    """Writes the plan and the scenarios side by side; their figures, the plan first.

    `scenarios.csv`: a row each; `queues.csv`: by queue; `intervals.csv`: by interval; `hold.csv`: by queue, where
    people are gone; each scenario's definition, requirement and report as a page in either language; where people
    are gone the roster of those who come; with `solve` a roster folder each.
    """
    night = latest_folder(nights_folder(order.site_dir))
    if night is None:
        raise ConfigError(f"{order.site_dir} has no planned night; run `wfm nightly --site {order.site_dir}` first")
    site = read_site(order.site_dir)
    chosen = _chosen(order, site)
    scene = night_scene(order.site_dir, site, night, _window(night, order.start, order.days))
    with staged_folder(out, ["*"] if _is_ours(out) else []) as staged:
        outcomes, studies = [scenario_outcome(scene, Scenario())], {}
        for name, scenario in chosen.items():
            tell(f"scenario {name}: requirement and cover")
            scene = replace(scene, past_holidays=_past_holidays(order.site_dir, scenario, site))
            found = [scenario_outcome(scene, scenario, name)]
            if scenario.gone is not None:
                tell(f"scenario {name}: the most that any roster of those who come could answer")
            bound = roster_bound(scene, scenario, found[0])
            if order.solve is not None:
                out_of = staged / f"roster_{name}"
                found.append(_solved(order, scene, scenario, name, night, out_of, tell, bound))
            write_text(staged / f"{name}.toml", scenario_text(scenario))
            absent = absent_of(site, scenario.gone, scene.window)
            if absent is not None:
                _write_held(staged / f"roster_{name}_held", roster_held(scene.roster, absent))
            studies[name] = written_report(staged, scene, name, scenario, (outcomes[0], *found), tell, bound)
            outcomes += found
        _write(staged, site, outcomes, studies)
    if order.save:
        for name, scenario in chosen.items():
            save_scenario(order.site_dir, name, scenario)
    return tuple(outcomes)


def _past_holidays(site_dir: Path, scenario: Scenario, site: Site) -> Mapping[str, int] | None:
    return None if scenario.even_holidays is None else read_past_holidays(site_dir / scenario.even_holidays, site)


def night_scene(site_dir: Path, site: Site, night: Path, window: PlanningWindow, version: int | None = None) -> Scene:
    """Some planned days of a night, with the newest version of its roster's line, or a version that is named."""
    number = line_of_night(site_dir, date.fromisoformat(night.name)) if version is None else version
    forecast = read_forecast(night / FORECAST_FILE, site.config.site.timezone)
    day = forecast["interval_start"].dt.date
    inside = forecast[(day >= window.start) & (day <= window.last)].reset_index(drop=True)
    return Scene(site, window, inside, version_state(site_dir, number).roster, site_topics(site_dir, site, window))


def parsed_changes(scenario: Scenario, changes: Sequence[str], told_as: str) -> Scenario:
    """The scenario with KEY=VALUE changes: `volume.general=1.2`, `volume=1.2` for every queue, `gone.share=0.3`."""
    content = scenario.model_dump(exclude_defaults=True, exclude_none=True)
    for change in changes:
        key, equals, text = change.partition("=")
        path = [part.strip() for part in key.split(".")]
        if not equals or not all(path) or len(path) > 2:
            raise UsageError(f"--change {change}: expected KEY=VALUE, such as volume=1.2 or gone.share=0.3.")
        if len(path) == 1 and path[0] in ("volume", "aht", "response_rate", "service_level"):
            path.append("*")
        table = content if len(path) == 1 else content.setdefault(path[0], {})
        table[path[-1]] = _value(text.strip())
    return checked_scenario(content, told_as)


def _value(text: str) -> object:
    """The value as TOML reads it, or else the text itself; several names are separated by commas."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return tuple(part.strip() for part in text.split(",")) if "," in text else text


def _chosen(order: ScenarioOrder, site: Site) -> Mapping[str, Scenario]:
    if not order.names:
        raise UsageError("Name a scenario: --name NAME, more than once for several.")
    if order.changes and len(order.names) > 1:
        raise UsageError("--change makes or changes one scenario; name one only.")
    found = {}
    for name in order.names:
        is_new = order.changes and not (order.site_dir / "scenarios" / f"{name}.toml").is_file()
        before = Scenario() if is_new else read_scenario(order.site_dir, name)
        scenario = parsed_changes(before, order.changes, name)
        refuse_unknown(scenario, site, name)
        refuse_looser_rules(order.site_dir, site, scenario)
        found[name] = scenario
    return found


def _window(night: Path, start: date | None, days: int | None) -> PlanningWindow:
    planned = planned_days(night)[1]
    first = start or planned.start
    if not planned.holds(first):
        raise UsageError(f"--start {first} is not a planned day; the night plans {planned.start} to {planned.last}.")
    left = (planned.last - first).days + 1
    return PlanningWindow(first, min(days or left, left))


def _is_ours(out: Path) -> bool:
    """Whether the folder was written by this command before, so that it may be replaced."""
    return (out / "scenarios.csv").is_file() and (out / "report.json").is_file()


def _solved(
    order: ScenarioOrder,
    scene: Scene,
    scenario: Scenario,
    name: str,
    night: Path,
    out: Path,
    tell: Tell,
    bound: RosterBound | None,
) -> ScenarioOutcome:
    assert order.solve is not None
    tell(f"scenario {name}: a roster of its own")
    held, window = None, planned_days(night)[1]
    if bound is not None:
        window = scene.window
        held = HeldDays(window, tuple(duty for duty in scene.roster.duties if duty.day < window.start), bound.use)
    solve_scenario(order.site_dir, scenario, name, night, out, order.solve, tell, held)
    roster = read_roster(out, window)
    if held is not None:  # who is gone is gone from it too, and those who come may serve what helps most
        outcome = scenario_outcome(replace(scene, roster=roster), scenario)
    else:
        outcome = scenario_outcome(scene, scenario, name, roster)
    return replace(outcome, name=f"{name} {SOLVED}")


def _write_held(folder: Path, roster: Roster) -> None:
    """The roster of those who come, as any other: to be checked, and to start from."""
    folder.mkdir()
    write_csv(folder / ROSTER_FILE, roster_frame(roster.duties))
    write_csv(folder / ACTIVITY_FILE, activity_frame(roster.activities))


def _write(folder: Path, site: Site, outcomes: Sequence[ScenarioOutcome], studies: Mapping[str, Study]) -> None:
    write_csv(folder / "scenarios.csv", scenarios_frame(outcomes))
    write_csv(folder / "queues.csv", pd.concat([each.queues.assign(scenario=each.name) for each in outcomes]))
    frames = [each.frame.assign(scenario=each.name) for each in outcomes]
    write_csv(folder / "intervals.csv", pd.concat(frames))
    held = [each.hold.queues.assign(scenario=each.name) for each in outcomes if each.hold is not None]
    if held:
        write_csv(folder / "hold.csv", pd.concat(held))
    for each in outcomes:
        if not each.name.endswith(f" {SOLVED}"):
            write_csv(folder / f"{REQUIREMENT_FILE.removesuffix('.csv')}_{each.name}.csv", each.needed.frame)
    found = {name: dict(study.figures) for name, study in studies.items() if study.figures}
    write_json(folder / "report.json", {"site": site.id, "scenarios": scenario_rows(outcomes), "studies": found})


def scenarios_frame(outcomes: Sequence[ScenarioOutcome]) -> pd.DataFrame:
    """A row a scenario: what it takes, what the present roster reaches in it, what those who come hold at best."""
    return pd.DataFrame(scenario_rows(outcomes)).drop(columns=["notes", "protect"])


def scenario_rows(outcomes: Sequence[ScenarioOutcome]) -> list[dict[str, Json]]:
    """The same as plain values."""
    return [
        {
            "scenario": each.name,
            "people_at_once": each.peak,
            "agent_hours": each.agent_hours,
            "cost": each.cost,
            "response_rate": each.response_rate,
            "short_hours": each.short_h,
            "people_gone": each.gone,
            "hold_as_planned": None if each.hold is None else each.hold.as_planned,
            "hold_best": None if each.hold is None else each.hold.best,
            "hold_bound": None if each.hold is None else each.hold.bound,
            "hold_most": None if each.hold is None else each.hold.most,
            "protect": [] if each.hold is None else plain(each.hold.give_up),
            "notes": plain(each.notes),
        }
        for each in outcomes
    ]


__all__ = ["PLAN", "ScenarioOrder", "night_scene", "scenario_rows", "scenarios_frame", "scenarios_to_folder"]
