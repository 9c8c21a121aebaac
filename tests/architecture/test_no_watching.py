"""Nobody is watched: no frame, table, file or word of the product holds a person's idle, toilet or speed figure.

Checked in the schemas themselves: whatever names a person may hold plans, hours and consents, and nothing measured.
"""

import dataclasses
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator

import pandera.pandas as pa
import pytest

import domain
import exports
import pipeline
import store
from app_parts.words import CATALOGUES
from domain.frames import CallHistory
from domain.site_folder import DUTY_COLUMNS, SHIFT_COLUMNS, STAFF_COLUMNS
from exports.hr_words import HEADERS
from pipeline.site_edit import TABLES
from store.table_base import METADATA

# Never, whoever it is about.
WATCHING = re.compile(
    r"idle|toilet|bathroom|restroom|away_time|unavailable_s|not_ready|adherence|keystroke|screenshot|webcam|ranking|"
    r"league|leaderboard|calls_per_hour|contacts_per_hour|per_agent_aht|productivity|"
    r"이석|화장실|자리\s*비움|자리\s*이탈|생산성|순위|등수|감시",
    re.IGNORECASE,
)
# Of a queue these are figures to plan with; beside a person they would time that person's work.
SPEED = re.compile(r"aht|talk|hold_s|wrap|handled|answered|offered|occupancy|abandoned|asa|wait|response_rate")
PERSON = re.compile(r"agent_id|person|with_id|who$")
ROOMS = (domain, exports, pipeline, store)


def modules() -> Iterator[object]:
    for room in ROOMS:
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if ".migrations" not in found.name:
                yield importlib.import_module(found.name)


def frame_schemas() -> dict[str, list[str]]:
    """Columns of every frame schema."""
    found = {}
    for module in modules():
        for name, schema in inspect.getmembers(module, inspect.isclass):
            if issubclass(schema, pa.DataFrameModel) and schema is not pa.DataFrameModel:
                found[f"frame {name}"] = list(schema.to_schema().columns)
    return found


def record_fields() -> dict[str, list[str]]:
    """Fields of every dataclass: what pages, files and the database are filled from."""
    found = {}
    for module in modules():
        for name, record in inspect.getmembers(module, inspect.isclass):
            if dataclasses.is_dataclass(record) and record.__module__ == module.__name__:
                found[f"{record.__module__}.{name}"] = [field.name for field in dataclasses.fields(record)]
    return found


def files() -> dict[str, list[str]]:
    """Columns of the files of the contract and of HR's."""
    return {
        "staff.csv": list(STAFF_COLUMNS),
        "shifts.csv": list(SHIFT_COLUMNS),
        "roster.csv": list(DUTY_COLUMNS),
        "HR's files": list(HEADERS),
        **{name: list(columns) for name, columns in TABLES.items()},
    }


def tables() -> dict[str, list[str]]:
    """Columns of every table of the database."""
    return {f"table {table.name}": [column.name for column in table.columns] for table in METADATA.sorted_tables}


SCHEMAS = frame_schemas() | record_fields() | files() | tables()


def watching(columns: list[str]) -> list[str]:
    """Columns that would watch, or that would time a person where the schema names one."""
    found = [column for column in columns if WATCHING.search(column)]
    if any(PERSON.search(column) for column in columns):
        found += [column for column in columns if SPEED.search(column)]
    return found


def test_there_is_much_to_look_at() -> None:
    kinds = [len(found) for found in (frame_schemas(), record_fields(), files(), tables())]
    assert all(least <= count for least, count in zip((8, 150, 8, 15), kinds, strict=True)), kinds


@pytest.mark.parametrize("schema", sorted(SCHEMAS))
def test_a_schema_watches_nobody(schema: str) -> None:
    assert watching(SCHEMAS[schema]) == []


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        (["agent_id", "date", "idle_minutes"], ["idle_minutes"]),
        (["agent_id", "aht_s"], ["aht_s"]),
        (["queue", "aht_s", "answered"], []),
        (["team", "toilet_breaks"], ["toilet_breaks"]),
        (["agent_id", "화장실"], ["화장실"]),
        (["agent_id", "start", "end", "activity", "queue"], []),
    ],
)
def test_what_would_watch_is_found(columns: list[str], found: list[str]) -> None:
    assert watching(columns) == found


def test_an_export_that_names_agents_does_not_bring_them_in() -> None:
    assert "agent_id" not in CallHistory.to_schema().columns


@pytest.mark.parametrize("language", CATALOGUES)
def test_no_word_of_the_screens_speaks_of_watching(language: str) -> None:
    said = {key: text for key, text in CATALOGUES[language].items() if WATCHING.search(text)}
    assert {key for key in said if not key.startswith(("calculator.", "rest.fair_note"))} == set()
