"""Scenarios as they are kept with the site: SITE/scenarios/NAME.toml, read with every check, written whole."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from pydantic import ValidationError

from domain.access import Act
from domain.errors import ConfigError, DataError, Problem, UsageError
from domain.scenarios import NAME_PATTERN, Scenario
from domain.site import Site
from domain.site_config import config_problems
from domain.tables import read_text
from pipeline.access import needs
from store.files import write_text
from store.hashes import sha256_bytes

FOLDER, SUFFIX = "scenarios", ".toml"


def scenario_names(site_dir: Path) -> tuple[str, ...]:
    """The names of the scenarios that are kept with the site, in order."""
    folder = site_dir / FOLDER
    found = folder.glob(f"*{SUFFIX}") if folder.is_dir() else ()
    return tuple(sorted(path.stem for path in found if re.fullmatch(NAME_PATTERN, path.stem)))


def read_scenario(site_dir: Path, name: str) -> Scenario:
    """The scenario with this name; raises UsageError where there is none, DataError where it is wrong."""
    path = _path(site_dir, name)
    if not path.is_file():
        known = ", ".join(scenario_names(site_dir)) or "none yet"
        raise UsageError(f"The site has no scenario {name}; it has: {known}.")
    return checked_text(read_text(path), path.name)


def checked_text(text: str, told_as: str) -> Scenario:
    """A scenario from the text of its file."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError([Problem(told_as, None, None, None, f"valid TOML, but {error}")]) from error
    return checked_scenario(content, told_as)


def checked_scenario(content: Mapping[str, object], told_as: str) -> Scenario:
    """A scenario from plain values; raises DataError with key, value and what is expected."""
    try:
        return Scenario.model_validate(content)
    except ValidationError as error:
        raise DataError(config_problems(error, told_as)) from error


def refuse_unknown(scenario: Scenario, site: Site, told_as: str) -> None:
    """Refuses a scenario that names queues or vendors that the site does not have."""
    queues = {queue.id for queue in site.queues}
    vendors = {person.vendor for person in site.people if person.vendor}
    gone = set(scenario.gone.vendors) if scenario.gone else set()
    problems = [
        Problem(told_as, None, what, name, f"one of {', '.join(sorted(known))}")
        for what, named, known in (("queue", scenario.queues_named(), queues), ("gone.vendors", gone, vendors))
        for name in sorted(named - known)
    ]
    if problems:
        raise DataError(problems)


def save_scenario(site_dir: Path, name: str, scenario: Scenario) -> Path:
    """Keeps the scenario with the site; one of the same name is replaced."""
    path = _path(site_dir, name)
    path.parent.mkdir(exist_ok=True)
    write_text(path, scenario_text(scenario))
    return path


@needs(Act.RUN_JOBS)
def remove_scenario(site_dir: Path, name: str) -> None:
    """Takes the scenario's file away."""
    _path(site_dir, name).unlink(missing_ok=True)


def scenario_hash(scenario: Scenario) -> str:
    """What tells one definition from another, whatever its title."""
    return sha256_bytes(scenario_text(scenario.model_copy(update={"title": ""})).encode())


def scenario_text(scenario: Scenario) -> str:
    """The scenario as TOML; what is as planned is left out."""
    return "\n".join(_lines(scenario.model_dump(exclude_defaults=True, exclude_none=True))) + "\n"


def _lines(values: Mapping[str, object], name: str = "") -> Iterator[str]:
    """Plain values first, then tables, as TOML wants them."""
    if name:
        yield f"\n[{name}]"
    for key, value in values.items():
        if not isinstance(value, Mapping):
            yield f"{_quoted(key)} = {_value(value)}"
    for key, value in values.items():
        if isinstance(value, Mapping) and value:
            yield from _lines(value, key)


def _quoted(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)


def _value(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case datetime():
            return value.isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case list() | tuple():
            return f"[{', '.join(_value(each) for each in value)}]"
        case Mapping():
            return f"{{ {', '.join(f'{_quoted(key)} = {_value(each)}' for key, each in value.items())} }}"
        case str():
            return json.dumps(value, ensure_ascii=False)
    raise ConfigError(f"a scenario cannot hold {value!r}")


def _path(site_dir: Path, name: str) -> Path:
    if not re.fullmatch(NAME_PATTERN, name):
        raise UsageError(f"{name!r} is no name of a scenario; expected letters, digits, - and _, 60 at most.")
    return site_dir / FOLDER / f"{name}{SUFFIX}"
