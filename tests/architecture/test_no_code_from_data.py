"""No file from outside is ever run: nothing unpickles, evaluates, imports by a name from data, or asks a shell."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.floors import FLOORS, Source, full_name, imported_names, source, sources

# Whatever reads or runs a program from data, by its full name or the start of it. `pickletools` lists and runs nothing.
RUNS = (
    "pickle",
    "cPickle",
    "_pickle",
    "dill",
    "cloudpickle",
    "marshal",
    "shelve",
    "runpy",
    "imp",
    "code",
    "codeop",
    "yaml",
    "ruamel",
    "jinja2",
    "mako",
    "string.Template",
    "joblib.load",
    "joblib.dump",
    "pandas.read_pickle",
    "pandas.read_hdf",
    "pandas.eval",
    "numpy.load",
    "importlib.util.spec_from_file_location",
    "importlib.machinery",
    "os.system",
    "os.popen",
    "os.startfile",
    "os.spawnl",
    "os.spawnv",
    "subprocess.getoutput",
    "subprocess.getstatusoutput",
    "asyncio.create_subprocess_shell",
    "sys.path",
)
BUILT_IN = frozenset({"eval", "exec", "compile", "__import__"})
# Of frames and templates: these evaluate text, and `unsafe_allow_html` lets text be markup.
METHODS = frozenset({"eval", "query", "format_map", "to_pickle", "render_template_string"})
FLAGS = {"shell": True, "allow_pickle": True, "unsafe_allow_html": True, "unsafe_allow_javascript": True}
# A module that needs one of these, and why it is safe there.
EXCUSED: dict[str, str] = {
    "scheduling.rules.book": "format_map: a pack's sentences may hold {name} and {name:h} alone (domain/rule_pack.py)",
    "forecasting.clusters": "imports Dask or Ray by a name of its own table",
}


def running(module: Source) -> Iterator[str]:
    """Places of a module where something from outside could be run."""
    known_as = imported_names(module.tree)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names]
            whole = names if isinstance(node, ast.Import) else [f"{node.module}.{name}" for name in names]
            yield from (f"{module.name}:{node.lineno} imports {name}" for name in whole if _runs(name))
        if isinstance(node, ast.Attribute) and (used := full_name(node, known_as)) is not None and _runs(used):
            yield f"{module.name}:{node.lineno} uses {used}"
        if isinstance(node, ast.Call):
            yield from (f"{module.name}:{node.lineno} {fault}" for fault in _faults_of(node, known_as))


def _runs(name: str) -> bool:
    return any(name == each or name.startswith(each + ".") for each in RUNS)


def _faults_of(call: ast.Call, known_as: dict[str, str]) -> Iterator[str]:
    if isinstance(call.func, ast.Name) and call.func.id in BUILT_IN:
        yield f"calls {call.func.id}"
    if isinstance(call.func, ast.Attribute) and call.func.attr in METHODS:
        yield f"calls .{call.func.attr}"
    if full_name(call.func, known_as) == "importlib.import_module" and not _constant(call.args[0]):
        yield "imports by a name that is no constant"
    for flag in call.keywords:
        if flag.arg in FLAGS and not (isinstance(flag.value, ast.Constant) and flag.value.value is not FLAGS[flag.arg]):
            yield f"sets {flag.arg}"


def _constant(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant)


@pytest.mark.parametrize("room", FLOORS)
def test_nothing_in_the_product_runs_what_comes_from_a_file(room: str) -> None:
    assert [fault for module in sources(room) if module.name not in EXCUSED for fault in running(module)] == []


def test_what_is_excused_still_needs_it() -> None:
    modules = {module.name: module for room in FLOORS for module in sources(room)}
    assert [name for name in EXCUSED if not list(running(modules[name]))] == []


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "from joblib import load",
        "import joblib\njoblib.load(path)",
        "import yaml",
        "import numpy as np\nnp.load(path)",
        "import pandas as pd\npd.read_pickle(path)",
        "eval(cell)",
        "exec(text)",
        "frame.query(text)",
        "import subprocess\nsubprocess.run(words, shell=True)",
        "import subprocess\nsubprocess.run(words, shell=asked)",
        "import os\nos.system(words)",
        "import importlib\nimportlib.import_module(name)",
        "from importlib.util import spec_from_file_location",
        "import sys\nsys.path.insert(0, folder)",
        "st.markdown(name, unsafe_allow_html=True)",
        "text.format_map(values)",
        "from string import Template",
    ],
)
def test_what_would_run_data_is_found(line: str) -> None:
    assert list(running(source("pipeline.night", line))) != []


@pytest.mark.parametrize(
    "line",
    [
        "import pickletools",
        "import subprocess\nsubprocess.run(['wfm', name], shell=False)",
        "import re\nre.compile(text)",
        "from joblib import Parallel",
    ],
)
def test_what_runs_nothing_is_left_in_peace(line: str) -> None:
    assert list(running(source("pipeline.night", line))) == []
