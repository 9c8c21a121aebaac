"""Steps that are done once: what a killed night had finished is taken up again, and nothing else.

A step is known by the hash of its inputs, settings and program. Its files lie in the work folder of the site and appear
whole or not at all; only then is it recorded as finished. So a kill leaves either a finished step or none.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter

from pipeline.code_version import code_version
from pipeline.night_budget import within
from pipeline.site_store import Database, stamp_now
from store.folders import staged_folder
from store.hashes import sha256_of, sha256_parts
from store.layout import steps_folder
from store.nights import finished_step, record_step
from store.records import Night

logger = logging.getLogger(__name__)

type Details = dict[str, object]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a night: `work` writes the named files into a folder and gives what else there is to say.

    `inputs` are hashes of everything that the result depends on, by name.
    """

    name: str
    files: tuple[str, ...]
    inputs: Mapping[str, str]
    work: Callable[[Path], Details]


@dataclass(frozen=True, slots=True)
class StepResult:
    """A finished step: where its files are, their hashes, and whether it had been finished by an earlier run."""

    name: str
    folder: Path
    hashes: Mapping[str, str]
    seconds: float
    resumed: bool
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """The finished steps of one night of a site; `budget_s` says how long a step may take, where that is limited."""

    site_dir: Path
    database: Database
    night: Night
    budget_s: Mapping[str, float] = field(default_factory=dict)

    def done(self, step: Step) -> StepResult:
        """The step's result: taken up where it was finished before, else worked out now and recorded."""
        input_hash = step_hash(step)
        found = self._found(step, input_hash)
        if found is not None:
            logger.info("step %s: taken up, finished before", step.name)
            return found
        folder = step_folder(self.site_dir, self.night.night, step, input_hash)
        started = perf_counter()
        with staged_folder(folder, ("*",)) as staged:
            with within(step.name, self.budget_s.get(step.name)):
                details = step.work(staged)
            hashes = file_hashes(staged, step.files)
        seconds = perf_counter() - started
        record_step(
            self.database, self.night, step.name, input_hash, sha256_parts(hashes), seconds, stamp_now(), details
        )
        logger.info("step %s: done in %.1f s", step.name, seconds)
        return StepResult(step.name, folder, hashes, seconds, False, details)

    def _found(self, step: Step, input_hash: str) -> StepResult | None:
        """The step as an earlier run finished it, if its files are still as they were."""
        record = finished_step(self.database, self.night, step.name, input_hash)
        folder = step_folder(self.site_dir, self.night.night, step, input_hash)
        if record is None or not all((folder / name).is_file() for name in step.files):
            return None
        hashes = file_hashes(folder, step.files)
        if sha256_parts(hashes) != record.output_hash:
            return None
        return StepResult(step.name, folder, hashes, record.seconds, True, record.detail)


def step_hash(step: Step) -> str:
    """What a step is known by: its inputs and the program."""
    return sha256_parts({"step": step.name, "program": code_version().sha256, **step.inputs})


def step_folder(site_dir: Path, night: date, step: Step, input_hash: str) -> Path:
    """Where the files of a finished step lie."""
    return steps_folder(site_dir) / night.isoformat() / f"{step.name}-{input_hash[:16]}"


def file_hashes(folder: Path, names: tuple[str, ...]) -> dict[str, str]:
    """The hash of each file, by name."""
    return {name: sha256_of(folder / name) for name in names}
