"""Publishing a night: the dated folder of its files with a manifest of hashes, whole or not at all, and `latest`."""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from pipeline.checkpoints import StepResult
from pipeline.code_version import code_version
from pipeline.file_names import (
    HELD_BACK_FILE,
    MANIFEST_FILE,
    MODEL_FORECAST_FILE,
    QUARANTINE_FILE,
    TOTALS_FILE,
)
from pipeline.night_report import Told
from store.files import write_json
from store.folders import latest_folder, point_latest, staged_folder
from store.hashes import sha256_bytes, sha256_of
from store.json_text import Json, json_text

# Fields that measure and so differ from run to run; the hash of these files is taken without them.
RUN = "run"  # in the manifest: when the night was made, how long each step took, what it warned of
MEASURED: Mapping[str, frozenset[str]] = {
    "report.json": frozenset({"seconds", "course"}),
    MANIFEST_FILE: frozenset({RUN}),
}
# Files that one run of a night writes and another one does not: they may go when the night is published anew. Nights
# made before the manifest told of their run have `timing.json`.
SOMETIMES = (MODEL_FORECAST_FILE, TOTALS_FILE, QUARANTINE_FILE, HELD_BACK_FILE, "timing.json")


def stable_sha256(path: Path) -> str:
    """The hash of a file, without what was measured in it: the same inputs give the same hash."""
    measured = MEASURED.get(path.name)
    if measured is None:
        return sha256_of(path)
    return _stable(json.loads(path.read_text(encoding="utf-8")), measured)


def _stable(content: Mapping[str, Json], measured: frozenset[str]) -> str:
    kept = {key: value for key, value in content.items() if key not in measured}
    return sha256_bytes(json_text(kept, sort_keys=True).encode())


def manifest(about: Mapping[str, Json], inputs: Mapping[str, str], results: Sequence[StepResult]) -> dict[str, Json]:
    """What went into the night and what came out, by hash. Nothing in it is measured: `publish` adds that as `run`."""
    program = code_version()
    outputs: dict[str, Json] = {}
    for result in results:
        for name in result.hashes:
            entry: dict[str, Json] = {"sha256": stable_sha256(result.folder / name), "step": result.name}
            if name in MEASURED:
                entry["hashed_without"] = [*sorted(MEASURED[name])]
            outputs[name] = entry
    return {
        **about,
        "program": {
            "version": program.product,
            "source_sha256": program.source_sha256,
            "libraries": dict(program.libraries),
        },
        "inputs": dict(sorted(inputs.items())),
        "outputs": outputs,
    }


def is_published(folder: Path, content: Mapping[str, Json]) -> bool:
    """Whether the folder holds exactly this: the same manifest, and every file as the manifest says."""
    path = folder / MANIFEST_FILE
    return path.is_file() and stable_sha256(path) == _stable(content, frozenset()) and is_whole(folder)


def is_whole(folder: Path) -> bool:
    """Whether the folder is a published night in which every file is as its manifest says."""
    path = folder / MANIFEST_FILE
    if not path.is_file():
        return False
    outputs = json.loads(path.read_text(encoding="utf-8"))["outputs"]
    return all(
        (folder / name).is_file() and stable_sha256(folder / name) == entry["sha256"] for name, entry in outputs.items()
    )


def point_to_newest(folder: Path) -> None:
    """Points `latest` to the night's folder, unless it shows a later night: one of the past may be run again."""
    shown = latest_folder(folder.parent)
    if shown is None or shown.name < folder.name:
        point_latest(folder.parent, folder.name)


def publish(
    folder: Path, results: Sequence[StepResult], content: Mapping[str, Json], told: Told, started: str
) -> tuple[str, ...]:
    """Puts the night's files in place in one step and points `latest` to the newest night; their names."""
    names = [name for result in results for name in result.hashes] + [MANIFEST_FILE]
    with staged_folder(folder, (*names, *SOMETIMES)) as staged:
        for result in results:
            for name in result.hashes:
                shutil.copyfile(result.folder / name, staged / name)
        write_json(staged / MANIFEST_FILE, {**content, RUN: {"started": started, **asdict(told)}})
    point_to_newest(folder)
    return tuple(names)
