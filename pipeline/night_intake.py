"""The step of a night that tells of doubtful data: cells kept apart and days held back, each in a file of the night."""

from pathlib import Path

from pipeline.checkpoints import Details, Step
from pipeline.file_names import HELD_BACK_FILE, QUARANTINE_FILE
from pipeline.night_held import held_frame
from pipeline.night_inbox import quarantine_frame
from pipeline.night_steps import NightPlan
from store.csv_files import csv_bytes
from store.files import write_bytes
from store.hashes import sha256_bytes


def intake_step(plan: NightPlan) -> Step | None:
    """The files of what the night does not use; None where it uses everything."""
    quarantined, held = plan.inputs.taken.quarantined, plan.inputs.held
    files: dict[str, bytes] = {}
    if quarantined:
        files[QUARANTINE_FILE] = csv_bytes(quarantine_frame(quarantined))
    if held:
        files[HELD_BACK_FILE] = csv_bytes(held_frame(held), decimals=1)
    if not files:
        return None

    def work(folder: Path) -> Details:
        for name, content in files.items():
            write_bytes(folder / name, content)
        return {"quarantined": len(quarantined), "held_back": [f"{each.queue} {each.day}" for each in held]}

    return Step("intake", tuple(files), {name: sha256_bytes(content) for name, content in files.items()}, work)
