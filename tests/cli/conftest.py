"""A published night of the small centre, made once for the tests that copy it."""

import shutil
from pathlib import Path

import pytest

from tests.cli.runner import wfm
from tests.cli.tiny import tiny_history, tiny_site

WORDS = ("nightly", "--date", "2026-06-07", "--days", "14", "--gap", "0.05", "--jobs", "1", "--site")
ROSTER_FILES = ("roster.csv", "activities.csv", "report.json")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a published night of 2026-06-07; nobody changes it, tests copy it."""
    folder = tmp_path_factory.mktemp("published")
    site = tiny_site(folder / "site")
    assert wfm("ingest", tiny_history(folder / "calls.csv"), "--site", site).exit_code == 0
    done = wfm(*WORDS, site)
    assert done.exit_code == 0, done.stderr
    return site


@pytest.fixture
def site(published: Path, tmp_path: Path) -> Path:
    """A copy of that site."""
    return Path(shutil.copytree(published, tmp_path / "site", symlinks=True))


@pytest.fixture
def no_solver(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The roster step gives the published roster, whatever is needed: the solver has tests of its own."""

    def copied(folder: Path, *_: object, **__: object) -> dict[str, object]:
        for name in ROSTER_FILES:
            shutil.copyfile(published / "nights" / "2026-06-07" / name, folder / name)
        return {}

    monkeypatch.setattr("pipeline.night_steps.write_roster", copied)
