"""Peers' forecasts kept on disk (build/bench), so that a second run is quick; the product's are never kept.

The key names series, origin, peer and the package's version, and holds a digest of the series' file and of the module
that uses the peer: whatever changes any of these makes a new forecast.
"""

import hashlib
import inspect
import os
import re
from datetime import date
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from bench.material import Series
from bench.peer import Peer, PeerForecast

FOLDER = Path(__file__).resolve().parents[1] / "build" / "bench"
PARTS = ("mean", "p10", "p50", "p90")


def kept_or_none(
    series: Series, origin: date, peer: Peer, interval_min: int, version: str
) -> tuple[tuple[PeerForecast, ...], float] | None:
    """The peer's forecasts and the seconds they once took, None where they are not on disk, or not whole."""
    path = _path(series, origin, peer, interval_min, version)
    try:
        with np.load(path) as stored:
            found = tuple(
                PeerForecast(*(stored[f"{part}_{place}"] for part in PARTS)) for place in range(len(peer.names))
            )
            return found, float(stored["seconds"])
    except (OSError, KeyError, ValueError, BadZipFile):
        return None


def kept(
    series: Series,
    origin: date,
    peer: Peer,
    interval_min: int,
    version: str,
    found: tuple[PeerForecast, ...],
    seconds: float,
) -> None:
    """Puts the forecasts on disk; the file appears whole or not at all."""
    path = _path(series, origin, peer, interval_min, version)
    path.parent.mkdir(parents=True, exist_ok=True)
    tables = {f"{part}_{place}": getattr(each, part) for place, each in enumerate(found) for part in PARTS}
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    with unfinished.open("wb") as file:
        np.savez_compressed(file, seconds=np.array(seconds), **tables)
    unfinished.replace(path)


def _path(series: Series, origin: date, peer: Peer, interval_min: int, version: str) -> Path:
    words = "-".join((series.name, origin.isoformat(), peer.names[0], f"{interval_min} min", version))
    digest = hashlib.sha256(f"{_file_digest(series.path)} {_source_digest(peer)}".encode()).hexdigest()[:12]
    return FOLDER / f"{re.sub('[^a-z0-9.]+', '-', words.lower())}-{digest}.npz"


@cache
def _file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _source_digest(peer: Peer) -> str:
    module = inspect.getmodule(peer.forecasts)
    source = "" if module is None else inspect.getsource(module)
    return hashlib.sha256(source.encode()).hexdigest()
