"""`wfm forecast`, `backtest` and `schedule`, each run alone, from one file of the contract to the next."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from forecasting import clusters
from tests.cli.runner import wfm
from tests.cli.tiny import SITE, requirement_file, tiny_history, tiny_site

HORIZON = ("--start", "2026-06-08", "--days", "7")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ready_site(folder: Path) -> Path:
    site = tiny_site(folder / "site")
    assert wfm("ingest", tiny_history(folder / "calls.csv"), "--site", site).exit_code == 0
    return site


def test_a_forecast_needs_no_site(tmp_path: Path) -> None:
    calls = tiny_history(tmp_path / "calls.csv")
    done = wfm("forecast", "--history", calls, "--country", "KR", *HORIZON, "--out", tmp_path / "forecast.csv")
    assert done.exit_code == 0, done.stderr
    found = rows(tmp_path / "forecast.csv")
    assert list(found[0]) == ["interval_start", "queue", "offered", "p10", "p50", "p90", "aht_s", "model"]
    assert len(found) == 5 * 20
    assert found[0]["interval_start"] == "2026-06-08T09:00:00"
    assert all(float(row["p10"]) <= float(row["p50"]) <= float(row["p90"]) for row in found)


def test_a_forecast_of_a_site_is_that_of_its_history(tmp_path: Path) -> None:
    """But for the site's own handling time, which weighs as much as thirty contacts."""
    site = ready_site(tmp_path)
    words = (*HORIZON, "--out")
    wfm("forecast", "--site", site, *words, tmp_path / "site.csv")
    wfm("forecast", "--history", tmp_path / "calls.csv", "--country", "KR", *words, tmp_path / "file.csv")
    of_site, of_file = rows(tmp_path / "site.csv"), rows(tmp_path / "file.csv")
    for own, other in zip(of_site, of_file, strict=True):
        assert float(own.pop("aht_s")) == pytest.approx(float(other.pop("aht_s")), abs=0.5)
    assert of_site == of_file


def test_a_site_of_several_queues_has_its_channels_and_total_beside_its_forecast(tmp_path: Path) -> None:
    site = ready_site(tmp_path)
    other = (tmp_path / "calls.csv").read_text(encoding="utf-8").replace(",general,", ",sales,")
    (tmp_path / "sales.csv").write_text(other, encoding="utf-8")
    wfm("forecast", "--site", site, *HORIZON, "--out", tmp_path / "one.csv")
    queue = '[[queue]]\nid = "sales"\nchannel = "chat"\naht_s = 300\n[queue.goal]\nservice_level = 0.8\n\n[lead]'
    (site / "site.toml").write_text(SITE.replace("[lead]", queue), encoding="utf-8")
    assert wfm("ingest", tmp_path / "sales.csv", "--site", site).exit_code == 0
    done = wfm("forecast", "--site", site, *HORIZON, "--out", tmp_path / "both.csv")
    assert done.exit_code == 0, done.stderr

    assert not (tmp_path / "one_totals.csv").exists()
    totals = rows(tmp_path / "both_totals.csv")
    assert list(totals[0]) == ["interval_start", "level", "name", "offered", "p10", "p50", "p90"]
    assert {(row["level"], row["name"]) for row in totals} == {
        ("channel", "chat"),
        ("channel", "voice"),
        ("total", "total"),
    }
    sums: dict[str, Decimal] = {}
    for row in rows(tmp_path / "both.csv"):
        sums[row["interval_start"]] = sums.get(row["interval_start"], Decimal(0)) + Decimal(row["offered"])
    assert {row["interval_start"]: Decimal(row["offered"]) for row in totals if row["level"] == "total"} == sums


def test_a_known_event_multiplies_the_forecast(tmp_path: Path) -> None:
    calls = tiny_history(tmp_path / "calls.csv")
    events = tmp_path / "events.csv"
    events.write_text("event,from,until,queue,effect\ncampaign,2026-06-09,2026-06-09,*,2\n", encoding="utf-8")
    words = ("--history", calls, "--country", "KR", *HORIZON)
    wfm("forecast", *words, "--out", tmp_path / "plain.csv")
    done = wfm("forecast", *words, "--events", events, "--out", tmp_path / "event.csv")
    assert done.exit_code == 0, done.stderr
    pairs = zip(rows(tmp_path / "plain.csv"), rows(tmp_path / "event.csv"), strict=True)
    ratios = {a["interval_start"][:10]: float(b["offered"]) / float(a["offered"]) for a, b in pairs}
    assert ratios["2026-06-08"] == pytest.approx(1)
    assert ratios["2026-06-09"] == pytest.approx(2, rel=1e-3)


def test_an_event_of_an_unknown_queue_is_refused(tmp_path: Path) -> None:
    site = ready_site(tmp_path)
    text = "event,from,until,queue,effect\nstorm,2026-06-09,2026-06-09,sales,2\n"
    (site / "events.csv").write_text(text, encoding="utf-8")
    done = wfm("forecast", "--site", site, *HORIZON, "--out", tmp_path / "f.csv")
    assert done.exit_code == 4
    assert "events.csv, row 2, column queue: 'sales' is not accepted; expected one of general, or *" in done.stderr
    assert not (tmp_path / "f.csv").exists()


@pytest.mark.parametrize(
    "words", [(), ("--history", "calls.csv"), ("--site", "s", "--history", "h", "--country", "KR")]
)
def test_a_forecast_from_nowhere_or_from_two_places_is_wrong_usage(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert wfm("forecast", *words, *HORIZON, "--out", tmp_path / "f.csv").exit_code == 2


def test_a_forecast_lacks_a_queue_without_history_and_says_so(tmp_path: Path) -> None:
    site = ready_site(tmp_path)
    text = '[[queue]]\nid = "sales"\naht_s = 300\n[queue.goal]\nservice_level = 0.8\n\n[lead]'
    (site / "site.toml").write_text(SITE.replace("[lead]", text), encoding="utf-8")
    done = wfm("forecast", "--site", site, *HORIZON, "--out", tmp_path / "f.csv")
    assert done.exit_code == 3
    assert "Queue sales has no history" in done.stderr
    assert {row["queue"] for row in rows(tmp_path / "f.csv")} == {"general"}


def test_too_little_history_is_a_failure_in_words(tmp_path: Path) -> None:
    calls = tiny_history(tmp_path / "calls.csv")
    few = tmp_path / "few.csv"
    few.write_text("\n".join(calls.read_text(encoding="utf-8").splitlines()[:100]), encoding="utf-8")
    done = wfm("forecast", "--history", few, "--country", "KR", "--start", "2026-05-01", "--out", tmp_path / "f.csv")
    assert done.exit_code == 1
    assert "needs at least 14" in done.stderr
    assert not (tmp_path / "f.csv").exists()


def test_a_backtest_writes_past_forecasts_and_their_errors(tmp_path: Path) -> None:
    site = ready_site(tmp_path)
    done = wfm("backtest", "--site", site, "--origins", "2", "--days", "7", "--out", tmp_path / "back")
    assert done.exit_code == 0, done.stderr
    scores, past = rows(tmp_path / "back" / "scores.csv"), rows(tmp_path / "back" / "backtest.csv")
    assert {"planner_mean", "seasonal_naive", "chosen"} <= {row["model"] for row in scores}
    assert {"interval_start", "queue", "model", "actual", "offered"} <= set(past[0])
    assert "seasonal_naive" in done.stderr


def test_a_roster_is_scheduled_checked_and_exported_from_files(tmp_path: Path) -> None:
    site, needed = tiny_site(tmp_path / "site"), requirement_file(tmp_path / "requirement.csv")
    window = ("--start", "2026-06-08", "--days", "14")
    done = wfm("schedule", "--site", site, "--requirement", needed, *window, "--gap", "0.2", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["activities.csv", "report.json", "roster.csv"]
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert {"status", "objective", "bound", "gap", "seconds", "coverage", "rules"} <= set(report)
    check = wfm("check", tmp_path / "out", "--site", site, "--requirement", needed, *window)
    assert check.exit_code == 0, check.stderr
    assert wfm("export", "--site", site, "--roster", tmp_path / "out", "--out", tmp_path / "hr").exit_code == 0


def test_a_goal_that_must_hold_and_cannot_ends_with_code_5_and_the_conflict(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    must = SITE.replace("service_level = 0.8", "service_level = 0.8\nmust = true")
    (site / "site.toml").write_text(must, encoding="utf-8")
    needed = requirement_file(tmp_path / "requirement.csv", agents=40)
    words = ("--site", site, "--requirement", needed, "--start", "2026-06-08", "--days", "14", "--gap", "0.2")
    done = wfm("schedule", *words, "--out", tmp_path / "out")
    assert done.exit_code == 5
    assert "must" in done.stderr
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert report["status"] == "infeasible"
    assert "general" in report["conflict"]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["report.json"]


def test_a_forecast_says_how_many_of_its_many_queues_are_done(tmp_path: Path) -> None:
    lines = tiny_history(tmp_path / "calls.csv").read_text(encoding="utf-8").splitlines()
    queue = lines[1].split(",")[1]
    many = [line.replace(f",{queue},", f",{queue}{number:02d},") for number in range(10) for line in lines[1:]]
    (tmp_path / "many.csv").write_text("\n".join([lines[0], *many]) + "\n", encoding="utf-8")
    words = ("--history", tmp_path / "many.csv", "--country", "KR", *HORIZON, "--jobs", "1")
    done = wfm("forecast", *words, "--out", tmp_path / "forecast.csv")
    assert done.exit_code == 0, done.stderr
    assert "forecast: queues done, 1 of 10" in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--engine", "dask"), 2, "give --scheduler ADDRESS"),
        (("--scheduler", "tcp://127.0.0.1:9"), 2, "give --engine dask or --engine ray with it"),
        (("--engine", "dask", "--scheduler", "tcp://127.0.0.1:9"), 1, "No dask scheduler answered"),
    ],
)
def test_a_cluster_that_cannot_be_had_is_one_sentence_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: int, sentence: str
) -> None:
    pytest.importorskip("distributed", reason="no package distributed: the Dask engine was NOT checked")
    monkeypatch.setattr(clusters, "CONNECT_S", 0.5)
    calls = tiny_history(tmp_path / "calls.csv")
    out = tmp_path / "forecast.csv"
    done = wfm("forecast", "--history", calls, "--country", "KR", *HORIZON, *words, "--out", out)
    assert done.exit_code == code
    assert sentence in done.stderr and "Traceback" not in done.stderr
    assert not out.exists()
