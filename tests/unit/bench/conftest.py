"""The made-up instance, read from its file."""

from pathlib import Path

import pytest

from bench.curtois_parts.instance import Instance, read_instance
from tests.unit.bench.made_up import DAYS, MADE_UP, NEED


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    path: Path = tmp_path_factory.mktemp("instance") / "made_up.txt"
    cover = [f"{day},{name},{need},100,1" for day in range(DAYS) for name, need in zip("EL", NEED[day], strict=True)]
    path.write_text(MADE_UP + "\n".join(cover) + "\n", encoding="utf-8")
    return read_instance(path)
