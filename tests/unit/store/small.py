"""Small things that the store's tests hand in, and processes to kill."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.frames import CallHistory, checked
from store.records import Stamp

ROOT = Path(__file__).resolve().parents[3]
NIGHT = date(2026, 3, 2)
SEOUL = "Asia/Seoul"


def stamp(minute: int = 0) -> Stamp:
    return Stamp("night", datetime(2026, 3, 2, 1, 0, tzinfo=UTC) + timedelta(minutes=minute))


def calls(
    offered: Sequence[float],
    queue: str = "general",
    answered: Sequence[float | None] | None = None,
    start: str = "2026-03-02T09:00",
    timezone: str = SEOUL,
) -> DataFrame[CallHistory]:
    """A history of one queue, half-hour after half-hour."""
    count = len(offered)
    unknown = pd.Series([float("nan")] * count, dtype=float)
    frame = pd.DataFrame(
        {
            "interval_start": pd.date_range(pd.Timestamp(start, tz=timezone), periods=count, freq="30min"),
            "queue": pd.Series([queue] * count, dtype="str"),
            "offered": pd.Series(offered, dtype=float),
            "answered": unknown if answered is None else np.array(answered, dtype=float),
            "abandoned": unknown,
            "aht_s": unknown,
        }
    )
    return checked(CallHistory, frame)


def started(program: str, *arguments: object) -> subprocess.Popen[str]:
    """A Python process that has printed `ready`; the caller ends it."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    process = subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, start_new_session=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def killed(process: subprocess.Popen[str]) -> None:
    """End the process as `kill -9` does: without a last word."""
    process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()
