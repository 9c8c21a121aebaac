"""What all tests share: an environment without settings of this machine, and marks that follow from the folder."""

import os
from pathlib import Path

import hypothesis
import pytest

MARKED_FOLDERS = ("browser", "postgres")
KEPT_SETTINGS = {"WFM_SHARED"}

# Two busy cores make single examples slow without being wrong; CI repeats the same examples so that red means changed.
hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No `WFM_...` setting of the caller reaches a test: every option of the command line also reads one."""
    for name in set(os.environ) - KEPT_SETTINGS:
        if name.startswith("WFM_"):
            monkeypatch.delenv(name)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests in tests/browser and tests/postgres carry the mark of their folder."""
    tests = Path(__file__).parent
    for item in items:
        folder = item.path.relative_to(tests).parts[0]
        if folder in MARKED_FOLDERS:
            item.add_marker(folder)
