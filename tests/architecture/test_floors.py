"""The floors of the house hold in every room, and the checks that say so can fail."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.floors import (
    BELOW_PIPELINE,
    FLOORS,
    OURS,
    Source,
    changing_values,
    climbing_imports,
    module_name,
    prints,
    rooms_found,
    source,
    sources,
    strayed_libraries,
)
from tests.architecture.sizes import EXCUSED, oversizes

type Check = Callable[[Source], list[str]]


def faults(check: Check, room: str) -> str:
    modules = sources(room)
    assert modules, f"no file to check in {room}"
    return "\n".join(fault for module in modules for fault in check(module))


@pytest.mark.parametrize("room", FLOORS)
def test_a_room_imports_only_what_stands_below_it(room: str) -> None:
    assert faults(climbing_imports, room) == ""


@pytest.mark.parametrize("room", FLOORS)
def test_a_library_is_imported_only_in_its_home(room: str) -> None:
    assert faults(strayed_libraries, room) == ""


@pytest.mark.parametrize("room", BELOW_PIPELINE)
def test_below_pipeline_there_is_no_clock_no_environment_and_no_chance(room: str) -> None:
    assert faults(changing_values, room) == ""


@pytest.mark.parametrize("room", [room for room in FLOORS if room != "wfm"])
def test_only_the_command_line_prints(room: str) -> None:
    assert faults(prints, room) == ""


@pytest.mark.parametrize("room", FLOORS)
def test_modules_and_functions_are_short(room: str) -> None:
    assert faults(oversizes, room) == ""


def test_what_is_excused_for_its_length_still_needs_it() -> None:
    modules = [module for room in FLOORS for module in sources(room)]
    too_long = [fault for module in modules for fault in oversizes(module, {})]
    assert [name for name in EXCUSED if not any(fault.startswith(name) for fault in too_long)] == []


BAD_SOURCES = [
    pytest.param(
        climbing_imports, "domain.site", "import pipeline.night", "domain.site:1 imports pipeline.night", id="up"
    ),
    pytest.param(
        climbing_imports,
        "staffing.erlang",
        "from scheduling.rules import rest",
        "imports scheduling.rules",
        id="sibling",
    ),
    pytest.param(
        climbing_imports, "store.files", "from ..pipeline import night", "write the whole name", id="relative"
    ),
    pytest.param(
        climbing_imports,
        "exports.workbook",
        "def later():\n    import store",
        "exports.workbook:2 imports store",
        id="inside a function",
    ),
    pytest.param(
        climbing_imports,
        "forecasting.backtest",
        "import importlib\nimportlib.import_module('staffing.erlang')",
        "imports staffing.erlang",
        id="by its name as text",
    ),
    pytest.param(
        climbing_imports, "pipeline.views", "import app_parts.charts", "imports app_parts.charts", id="screens"
    ),
    pytest.param(climbing_imports, "domain.site", "import tests.builders", "imports tests.builders", id="tests"),
    pytest.param(
        strayed_libraries,
        "staffing.skills",
        "from pulp import LpProblem",
        "belongs in scheduling, staffing.by_skill only",
        id="solver",
    ),
    pytest.param(strayed_libraries, "pipeline.views", "import streamlit as st", "belongs in app,", id="screen library"),
    pytest.param(
        strayed_libraries,
        "forecasting.choice",
        "import prophet",
        "belongs in forecasting.models only",
        id="model library",
    ),
    pytest.param(
        changing_values,
        "store.versions",
        "import datetime as dt\ndt.datetime.now()",
        "uses datetime.datetime.now",
        id="clock",
    ),
    pytest.param(
        changing_values,
        "domain.days",
        "from datetime import date\ntoday = date.today",
        "uses datetime.date.today",
        id="day",
    ),
    pytest.param(
        changing_values,
        "exports.feed",
        "from time import time as now\nnow()",
        "exports.feed:2 uses time.time",
        id="alias",
    ),
    pytest.param(changing_values, "store.paths", "import os\nos.environ['HOME']", "uses os.environ", id="environment"),
    pytest.param(
        changing_values,
        "staffing.simulate",
        "import numpy as np\nnp.random.default_rng()",
        "uses numpy.random.default_rng",
        id="no seed",
    ),
    pytest.param(
        changing_values,
        "scheduling.dive",
        "import random\nrandom.shuffle([1])",
        "uses random.shuffle",
        id="shared chance",
    ),
    pytest.param(prints, "pipeline.night", "print('done')", "pipeline.night:1 prints", id="print"),
    pytest.param(oversizes, "store.files", "\n" * 301, "store.files has 301 lines, over 300", id="long module"),
    pytest.param(
        oversizes,
        "store.files",
        "def act():\n" + "    x = 1\n" * 41,
        "store.files:act (line 1) has 41 lines",
        id="long body",
    ),
]


@pytest.mark.parametrize(("check", "name", "text", "said"), BAD_SOURCES)
def test_a_bad_source_is_named_with_its_line_and_fault(check: Check, name: str, text: str, said: str) -> None:
    found = check(source(name, text))
    assert len(found) == 1
    assert said in found[0]


@pytest.mark.parametrize(
    ("check", "name", "text"),
    [
        pytest.param(climbing_imports, "pipeline.night", "import forecasting.choice, store.files", id="down"),
        pytest.param(climbing_imports, "app", "from app_parts.charts import fan", id="door to its parts"),
        pytest.param(climbing_imports, "domain.days", "import holidays", id="a library of others"),
        pytest.param(strayed_libraries, "forecasting.models.regression", "import statsmodels.api", id="model at home"),
        pytest.param(
            changing_values, "staffing.simulate", "import numpy as np\nnp.random.default_rng(seed)", id="seeded"
        ),
        pytest.param(changing_values, "scheduling.solve", "import time\ntime.perf_counter()", id="stop watch"),
        pytest.param(changing_values, "domain.days", "def f(time):\n    return time.time", id="a name of our own"),
        pytest.param(changing_values, "staffing.types", "from numpy.random import Generator\nx: Generator", id="type"),
        pytest.param(oversizes, "domain.days", 'def f():\n    """' + "\n" * 60 + '"""\n    return 1', id="docstring"),
    ],
)
def test_a_good_source_is_left_in_peace(check: Check, name: str, text: str) -> None:
    assert check(source(name, text)) == []


def test_every_room_there_is_has_its_place_among_the_floors() -> None:
    assert rooms_found() - OURS == set()


def test_a_new_room_does_not_go_unseen(tmp_path: Path) -> None:
    (tmp_path / "cellar").mkdir()
    (tmp_path / "cellar" / "wine.py").write_text("", encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "roof.py").write_text("", encoding="utf-8")
    assert rooms_found(tmp_path) == {"cellar", "roof"}


def test_a_room_without_files_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "domain").mkdir()
    assert sources("domain", tmp_path) == []
    with pytest.raises(AssertionError, match="no file to check in cellar"):
        faults(prints, "cellar")


def test_a_module_is_named_as_others_import_it(tmp_path: Path) -> None:
    (tmp_path / "domain").mkdir()
    (tmp_path / "domain" / "days.py").write_text("", encoding="utf-8")
    assert [module.name for module in sources("domain", tmp_path)] == ["domain.days"]
    assert module_name(Path("domain") / "__init__.py") == "domain"
