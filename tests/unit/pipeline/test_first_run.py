"""The first run: the real calls of the bank where they can be had, else the simulated sample."""

import subprocess
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.first_run import first_run
from pipeline.nightly import NightOrder
from pipeline.telling import Tell


class Nights:
    """Stands in for the night, which takes a minute: it notes what was ordered."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.orders: list[NightOrder] = []
        monkeypatch.setattr("pipeline.first_run.run_night", self.run)

    def run(self, order: NightOrder, tell: Tell) -> str:
        self.orders.append(order)
        return "the night's report"


def export_of_one_week(cache: Path, out: Path) -> Path:
    """A week of five-minute counts in the form of the fetched series."""
    out.parent.mkdir(parents=True, exist_ok=True)
    start = datetime(2003, 10, 20, 7)
    times = [start + timedelta(days=day, minutes=5 * step) for day in range(5) for step in range(169)]
    out.write_text("timestamp,calls\n" + "".join(f"{at:%Y-%m-%d %H:%M},7\n" for at in times), encoding="utf-8")
    return out


def test_the_bank_is_made_fed_and_planned_after_the_last_day_of_its_series(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nights = Nights(monkeypatch)
    monkeypatch.setattr("pipeline.first_run.bank_export", export_of_one_week)
    found = first_run(tmp_path)
    (order,) = nights.orders
    assert (order.site_dir, order.night) == (tmp_path / "bank", date(2003, 10, 26))
    assert order.limits.time_limit_s <= 60
    assert found.history.counts.new == 5 * 29  # the 21:00 interval holds its five minutes
    assert found.why_simulated is None


def test_a_second_run_keeps_the_site_and_takes_nothing_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Nights(monkeypatch)
    monkeypatch.setattr("pipeline.first_run.bank_export", export_of_one_week)
    first_run(tmp_path)
    staff = tmp_path / "bank" / "staff.csv"
    staff.write_text(staff.read_text(encoding="utf-8").replace("T01", "T99"), encoding="utf-8")
    again = first_run(tmp_path)
    assert again.history.known
    assert "T99" in staff.read_text(encoding="utf-8")


def test_without_a_network_the_simulated_sample_is_planned_and_it_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], 1, "", "ERROR: no route to host")

    nights = Nights(monkeypatch)
    monkeypatch.setattr("pipeline.bank_series.subprocess.run", unreachable)
    found = first_run(tmp_path)
    (order,) = nights.orders
    assert (order.site_dir, order.night) == (tmp_path / "dasan", date(2026, 9, 6))
    assert found.why_simulated is not None
    assert "no route to host" in found.why_simulated
    assert len(found.history.queues) == 7
