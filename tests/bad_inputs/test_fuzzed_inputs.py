"""Five hundred spoilt inputs of every kind: no traceback, nothing half written, and a message that says where."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from domain.errors import ScheduleError
from tests.bad_inputs.fuzzed import KINDS, Kind, Spoilt, clear, command, contents, good_folder, spoilt
from tests.cli.runner import content_of, wfm

EXAMPLES = int(os.environ.get("FUZZED_INPUTS", "500"))  # more, and others each time, where somebody asks for them
PLANNED = "the input was read whole; no roster is needed here"
# Solving and forecasting take seconds and read no file: they end here, and what they would get has passed its readers.
SLOW = (
    "pipeline.schedule_run.make_roster",
    "pipeline.repair_run.repair_roster",
    "pipeline.forecasting_run.forecast_queues",
    "pipeline.requirement_run.requirement",
)
# A row; or, where two files do not agree, the person and the time.
PLACE = re.compile(r"row \d+|' ?\S* \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d'|for \S+ on \d{4}-\d\d-\d\d")
EXIT_CODES = {0, 1, 2, 3, 4, 5}
seen: Counter[tuple[str, int]] = Counter()


def planned(*_: object, **__: object) -> None:
    raise ScheduleError(PLANNED)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        for name in SLOW:
            patch.setattr(name, planned)
        yield good_folder(tmp_path_factory.mktemp("fuzzed"))


@contextmanager
def written(path: Path, content: bytes) -> Iterator[None]:
    """The file with this content for as long as the block runs."""
    before = path.read_bytes() if path.exists() else None
    path.write_bytes(content)
    try:
        yield
    finally:
        path.unlink() if before is None else path.write_bytes(before)


@settings(
    max_examples=EXAMPLES,
    derandomize="FUZZED_INPUTS" not in os.environ,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_a_spoilt_input_ends_in_a_sentence_with_its_place_and_leaves_everything_as_it_was(
    folder: Path, data: st.DataObject
) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    kind = replace(kind, content=contents(folder)[kind.file])
    spoilt_file = spoilt(data.draw, kind)
    clear(folder)
    with written(folder / kind.file, spoilt_file.content):
        before = content_of(folder)
        done = wfm(*command(folder, kind))
        after = content_of(folder)
    seen[kind.file, done.exit_code] += 1
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    assert "Traceback" not in done.output
    assert done.exit_code in EXIT_CODES, done.output
    if done.exit_code in (1, 2, 4):
        assert {name for name in after if after[name] != before.get(name)} <= set(), "a refused input changed a file"
        assert set(after) == set(before), "a refused input left a file behind"
    if done.exit_code == 4:
        says_where(kind, spoilt_file, done.stderr)


def says_where(kind: Kind, spoilt_file: Spoilt, said: str) -> None:
    """One sentence, with a file's name; for a changed cell the row and the column too."""
    assert len(said.strip().splitlines()) == 1, said
    assert re.search(r"[\w-]+\.(csv|toml|xlsx|json|gz|ics)|mapping|Rule pack \w+", said), said
    if spoilt_file.row is not None and Path(kind.file).name in said:
        assert PLACE.search(said), said
        assert "column" in said or "cells" in said, said


def test_the_inputs_were_of_every_kind_and_most_were_refused() -> None:
    kinds = {file for file, _ in seen}
    assert kinds == {kind.file for kind in KINDS}
    assert sum(seen.values()) >= EXAMPLES
    refused = sum(count for (_, code), count in seen.items() if code == 4)
    assert refused > sum(seen.values()) / 3
