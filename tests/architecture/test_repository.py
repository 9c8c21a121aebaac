"""What is true of the whole repository: locks that install alone, text for any machine, modules that say why."""

import ast
import re
import subprocess
import tomllib
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.floors import ROOT

LOCK_LINE = re.compile(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+")
LOCKS = ("requirements.lock", "requirements-dev.lock")
# Spelt in parts, so that this file does not hold what it looks for.
REGISTRY_HOSTS = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("deb", "debian", "org"))]
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:work|root|home|Users)/\w+")


def lines_of(name: str) -> list[str]:
    return (ROOT / name).read_text(encoding="utf-8").splitlines()


def locked(*names: str) -> dict[str, str]:
    """Version by canonical name of everything in the lock files named."""
    pairs = (line.split("==") for name in names for line in lines_of(name))
    return {canonicalize_name(name): version for name, version in pairs}


def required(name: str) -> list[Requirement]:
    bare = (line.partition("#")[0].strip() for line in lines_of(name))
    return [Requirement(line) for line in bare if line]


def unmet(wanted: list[Requirement], lock: dict[str, str]) -> list[str]:
    """Requirements, as they apply to this machine, whose package the lock lacks or holds in another version."""
    here = [each for each in wanted if each.marker is None or each.marker.evaluate({"extra": ""})]
    return [str(each) for each in here if not each.specifier.contains(lock.get(canonicalize_name(each.name), "0"))]


@cache
def project_files() -> list[Path]:
    """Files that are, or would be, under version control."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"git lists no files here ({error}): what every file must keep was NOT checked")
    return [ROOT / name for name in listed if (ROOT / name).is_file()]


def text_of(file: Path) -> str:
    """The file's text; nothing for a picture or another binary file."""
    content = file.read_bytes()
    return "" if b"\0" in content else content.decode("utf-8", errors="replace")


def places(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{file.relative_to(ROOT)}:{number}"
        for file in project_files()
        for number, line in enumerate(text_of(file).splitlines(), start=1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_only_names_and_versions_in_order(name: str) -> None:
    lines = lines_of(name)
    assert [line for line in lines if LOCK_LINE.fullmatch(line) is None] == []
    assert lines == sorted(lines, key=str.lower)


def test_the_locks_do_not_overlap() -> None:
    assert locked("requirements.lock").keys() & locked("requirements-dev.lock").keys() == set()


def test_the_product_lock_meets_what_the_product_and_its_build_ask_for() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    wanted = required("requirements.txt") + [Requirement(line) for line in build]
    assert unmet(wanted, locked("requirements.lock")) == []


def test_both_locks_meet_what_tests_and_checks_ask_for() -> None:
    assert unmet(required("requirements-dev.txt"), locked(*LOCKS)) == []


@pytest.mark.parametrize("locks", [LOCKS[:1], LOCKS], ids=["product alone", "product and tests"])
def test_locks_hold_all_that_their_own_packages_ask_for(locks: tuple[str, ...]) -> None:
    lock = locked(*locks)
    missing = {name: unmet([Requirement(line) for line in metadata.requires(name) or []], lock) for name in lock}
    assert {name: asked for name, asked in missing.items() if asked} == {}


def test_a_requirement_that_the_lock_misses_is_named() -> None:
    wanted = [Requirement("pulp>=4,<5"), Requirement("rich>=14"), Requirement("colorama; sys_platform == 'win32'")]
    assert unmet(wanted, {"pulp": "3.0.0", "rich": "15.0.0"}) == ["pulp<5,>=4"]


def test_no_file_names_a_registry_host_or_a_path_of_one_machine() -> None:
    hosts = re.compile("|".join(map(re.escape, REGISTRY_HOSTS)))
    assert places(hosts) == []
    assert places(MACHINE_PATH) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("see " + "/".join(["", "home", "kim", "wfm"]), True, id="a person's folder"),
        pytest.param("'" + "/".join(["", "work", "main"]) + "'", True, id="a work folder"),
        pytest.param("https://example.net" + "/".join(["", "home", "page"]), False, id="a page of the web"),
        pytest.param("docs" + "/".join(["", "work", "plan.md"]), False, id="a folder inside the project"),
    ],
)
def test_a_machine_path_is_told_from_other_paths(text: str, found: bool) -> None:
    assert (MACHINE_PATH.search(text) is not None) == found


def test_every_module_says_what_it_is_for() -> None:
    modules = [file for file in project_files() if file.suffix == ".py" and text_of(file).strip()]
    assert modules, "no module to check"
    silent = [file for file in modules if ast.get_docstring(ast.parse(text_of(file))) is None]
    assert [str(file.relative_to(ROOT)) for file in silent] == []


def test_the_data_folder_holds_no_code() -> None:
    inside = [file for file in project_files() if file.is_relative_to(ROOT / "data")]
    assert inside, "no file to check in data"
    assert [file.name for file in inside if file.suffix == ".py"] == []
