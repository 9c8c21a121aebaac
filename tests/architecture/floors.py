"""Who may import whom, and what no floor may do: the rules as data, and the checks that read a source by them.

A check takes a parsed source and gives sentences, one a fault; it never imports what it reads.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Each room and the rooms whose names it may import, itself included. `wfm` and `app` are single files at the top.
FLOORS: dict[str, frozenset[str]] = {
    "domain": frozenset({"domain"}),
    "forecasting": frozenset({"forecasting", "domain"}),
    "staffing": frozenset({"staffing", "domain"}),
    "scheduling": frozenset({"scheduling", "domain"}),
    "exports": frozenset({"exports", "domain"}),
    "store": frozenset({"store", "domain"}),
    "pipeline": frozenset({"pipeline", "forecasting", "staffing", "scheduling", "exports", "store", "domain"}),
    "app_parts": frozenset({"app_parts", "pipeline", "domain"}),
    "app_pages": frozenset({"app_pages", "app_parts", "pipeline", "domain"}),
    "wfm_parts": frozenset({"wfm_parts", "pipeline", "domain"}),
    "wfm": frozenset({"wfm", "wfm_parts", "pipeline", "domain"}),
    "app": frozenset({"app", "app_pages", "app_parts", "pipeline", "domain"}),
}
OURS = frozenset(FLOORS) | {"bench", "docs", "tests"}
BELOW_PIPELINE = ("domain", "forecasting", "staffing", "scheduling", "exports", "store")
SCREENS = ("app", "app_pages", "app_parts")

# Each library that has a home, and the places (a room, or a package inside one) that may import it.
HOMES: dict[str, tuple[str, ...]] = {
    "pulp": ("scheduling", "staffing.by_skill"),
    "highspy": ("scheduling",),
    "streamlit": SCREENS,
    "altair": (*SCREENS, "exports.picture"),
    "icalendar": ("exports",),
    "typer": ("wfm", "wfm_parts"),
    "sqlalchemy": ("store",),
    "alembic": ("store",),
    "statsmodels": ("forecasting.models",),
    "prophet": ("forecasting.models",),
    "cmdstanpy": ("forecasting.models",),
    "lightgbm": ("forecasting.models",),
    "sklearn": ("forecasting.models",),
    "statsforecast": ("forecasting.models",),
}

# Names whose value differs from run to run. What is measured (`time.perf_counter`, `time.monotonic`) is not among them.
CLOCKS = frozenset(
    {
        "datetime.date.today",
        "datetime.datetime.now",
        "datetime.datetime.today",
        "datetime.datetime.utcnow",
        "pandas.Timestamp.now",
        "pandas.Timestamp.today",
        "pandas.Timestamp.utcnow",
        "time.ctime",
        "time.gmtime",
        "time.localtime",
        "time.time",
        "time.time_ns",
    }
)
SURROUNDINGS = frozenset({"os.environ", "os.environb", "os.getenv", "os.getenvb"})
CHANCE = frozenset({"os.urandom", "uuid.uuid1", "uuid.uuid4"})
CHANCE_MODULES = ("random", "numpy.random", "secrets")
SEEDED = frozenset(
    {"random.Random", "numpy.random.default_rng", "numpy.random.RandomState", "numpy.random.SeedSequence"}
)


@dataclass(frozen=True, slots=True)
class Source:
    """One parsed module and the dotted name by which others import it."""

    name: str
    tree: ast.Module
    lines: int

    @property
    def room(self) -> str:
        return self.name.partition(".")[0]


def source(name: str, text: str) -> Source:
    return Source(name, ast.parse(text), len(text.splitlines()))


def sources(room: str, root: Path = ROOT) -> list[Source]:
    """Every module of a room: the files of its folder, or its single file at the top."""
    single = root / f"{room}.py"
    files = [single] if single.is_file() else sorted((root / room).rglob("*.py"))
    return [source(module_name(file.relative_to(root)), file.read_text(encoding="utf-8")) for file in files]


def rooms_found(root: Path = ROOT) -> set[str]:
    """Every folder with Python in it and every module at the top, but for hidden folders and what `make` generates."""
    files = root.glob("*.py")
    folders = [path for path in root.iterdir() if path.is_dir() and path.name != "build" and path.name[0] != "."]
    return {file.stem for file in files} | {each.name for each in folders if next(each.rglob("*.py"), None) is not None}


def module_name(file: Path) -> str:
    """`a.b` for a/b.py, and for a/b/__init__.py."""
    parts = file.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and module of every import, wherever it stands; a relative one keeps its dots, a dynamic one counts too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")
        elif isinstance(node, ast.Call) and node.args and _last_name(node.func) in {"import_module", "__import__"}:
            named = node.args[0]
            if isinstance(named, ast.Constant) and isinstance(named.value, str):
                yield node.lineno, named.value


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def climbing_imports(module: Source) -> list[str]:
    """Imports of a higher floor, of a sibling, and relative ones, by which a floor could be left unseen."""
    faults = []
    for line, imported in imports(module.tree):
        top = imported.partition(".")[0]
        if imported.startswith("."):
            faults.append(f"{module.name}:{line} imports {imported} relatively; write the whole name")
        elif top in OURS and top not in FLOORS[module.room]:
            below = ", ".join(sorted(FLOORS[module.room]))
            faults.append(f"{module.name}:{line} imports {imported}; {module.room} may import {below} of ours")
    return faults


def strayed_libraries(module: Source) -> list[str]:
    """Libraries imported outside the rooms that are theirs."""
    faults = []
    for line, imported in imports(module.tree):
        homes = HOMES.get(imported.partition(".")[0])
        if homes is not None and not any(_within(module.name, home) for home in homes):
            faults.append(f"{module.name}:{line} imports {imported}, which belongs in {', '.join(homes)} only")
    return faults


def _within(name: str, home: str) -> bool:
    return name == home or name.startswith(home + ".")


def changing_values(module: Source) -> list[str]:
    """Uses of the clock, the environment and chance without a seed: below `pipeline` these are passed in."""
    known_as = imported_names(module.tree)
    calls = [node for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    seeded = {id(call.func) for call in calls if call.args or call.keywords}
    faults = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name | ast.Attribute):
            used = full_name(node, known_as)
            if used is not None and _changes(used, id(node) in seeded):
                faults.append(f"{module.name}:{node.lineno} uses {used}; pass its value in from pipeline")
    return faults


def _changes(used: str, with_seed: bool) -> bool:
    if used in SEEDED:
        return not with_seed
    module, _, function = used.rpartition(".")
    by_chance = module in CHANCE_MODULES and function.islower()  # classes such as numpy.random.Generator hold no seed
    return used in CLOCKS | SURROUNDINGS | CHANCE or (by_chance and used not in CHANCE_MODULES)


def imported_names(tree: ast.Module) -> dict[str, str]:
    """What each imported name stands for: `dt` for `import datetime as dt`, `date` for `from datetime import date`."""
    known_as: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                known_as[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom) and node.module:
            known_as |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return known_as


def full_name(node: ast.expr, known_as: dict[str, str]) -> str | None:
    """`datetime.datetime.now` for `dt.now` where dt was imported as that; None for names that were not imported."""
    if isinstance(node, ast.Name):
        return known_as.get(node.id)
    if isinstance(node, ast.Attribute):
        owner = full_name(node.value, known_as)
        return None if owner is None else f"{owner}.{node.attr}"
    return None


def prints(module: Source) -> list[str]:
    """Calls of `print`, which is the command line's alone."""
    return [
        f"{module.name}:{node.lineno} prints; log it, or return it to the command line"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
