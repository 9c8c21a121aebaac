"""`make audit` never calls packages clean that nobody looked up; `make sbom` fails where no list was written."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.floors import ROOT

CLEAN = {"name": "numpy", "version": "2.0", "vulns": []}
HOLED = {"name": "pandas", "version": "3.0", "vulns": [{"id": "PYSEC-2026-1"}]}
UNKNOWN = {"name": "scipy", "version": "1.0", "skip_reason": "the service did not answer"}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The Makefile with its locks, and stand-ins of the tools that are installed already."""
    for name in ("Makefile", "requirements.lock", "requirements-dev.lock", "requirements-tools.txt"):
        shutil.copy(ROOT / name, tmp_path / name)
    tools = tmp_path / "build" / "tools" / "bin"
    tools.mkdir(parents=True)
    (tools / "python").symlink_to(sys.executable)
    (tmp_path / ".venv").mkdir()
    for made in (tmp_path / ".venv" / ".python", tools.parent / ".tools"):
        made.touch()
    return tmp_path


def stand_in(place: Path, name: str, lines: str) -> None:
    """A tool that keeps what it was asked and does what the lines of shell say."""
    tool = place / "build" / "tools" / "bin" / name
    tool.write_text(f'#!/bin/sh\necho "$*" > asked\n{lines}\n', encoding="utf-8")
    tool.chmod(0o755)


def made(place: Path, target: str) -> subprocess.CompletedProcess[str]:
    # These tests may be run by a make themselves: this one is none of its own.
    own = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(["make", target], cwd=place, capture_output=True, text=True, check=False, env=own)


def audited(place: Path, told: list[dict[str, object]]) -> subprocess.CompletedProcess[str]:
    (place / "told.json").write_text(json.dumps({"dependencies": told}), encoding="utf-8")
    stand_in(place, "pip-audit", "cp told.json build/audit.json")
    return made(place, "audit")


def test_all_packages_looked_up_and_none_with_a_hole_is_clean(place: Path) -> None:
    done = audited(place, [CLEAN])
    assert (done.returncode, done.stdout) == (0, "1 packages looked up, 0 known vulnerabilities.\n"), done.stderr
    asked = (place / "asked").read_text(encoding="utf-8")
    assert "--requirement build/audited.txt" in asked
    both = [(place / name).read_text(encoding="utf-8") for name in ("requirements.lock", "requirements-dev.lock")]
    assert (place / "build" / "audited.txt").read_text(encoding="utf-8") == "".join(both)


def test_a_known_hole_is_named_and_fails(place: Path) -> None:
    done = audited(place, [CLEAN, HOLED])
    assert done.returncode != 0
    assert "pandas 3.0: PYSEC-2026-1" in done.stdout


def test_a_package_without_an_answer_is_not_called_clean(place: Path) -> None:
    done = audited(place, [CLEAN, UNKNOWN])
    assert done.returncode != 0
    assert "NOT AUDITED: 1 packages" in done.stderr


def test_no_answer_at_all_is_not_called_clean_and_an_older_answer_does_not_count(place: Path) -> None:
    (place / "build" / "audit.json").write_text(json.dumps({"dependencies": [CLEAN]}), encoding="utf-8")
    stand_in(place, "pip-audit", "echo 'no route to host' >&2; exit 1")
    done = made(place, "audit")
    assert done.returncode != 0
    assert "no route to host" in done.stderr
    assert "NOT AUDITED" in done.stderr
    assert "looked up" not in done.stdout


def test_the_bill_of_materials_is_of_the_product_s_lock_and_fails_with_its_tool(place: Path) -> None:
    stand_in(place, "cyclonedx-py", "echo '{}' > build/sbom.json")
    done = made(place, "sbom")
    assert done.returncode == 0, done.stderr
    assert "requirements requirements.lock" in (place / "asked").read_text(encoding="utf-8")
    packages = (place / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert f"lists {len(packages)} packages" in done.stderr
    stand_in(place, "cyclonedx-py", "exit 1")
    assert made(place, "sbom").returncode != 0
