"""`wfm requirement --curve` and `wfm price`: what agents buy, from one forecast file."""

import json
from pathlib import Path

from domain.frame_files import read_curve
from tests.cli.runner import wfm
from tests.cli.tiny import tiny_site

FORECAST = (
    "interval_start,queue,offered,p10,p50,p90,aht_s\n"
    "2026-06-08T09:00,general,60,45,60,75,180\n2026-06-08T09:30,general,20,14,20,26,180\n"
)


def forecast_file(folder: Path) -> Path:
    path = folder / "forecast.csv"
    path.write_text(FORECAST, encoding="utf-8")
    return path


def test_the_curve_stands_beside_the_requirement_and_holds_every_number_of_agents(tmp_path: Path) -> None:
    words = ("--site", tiny_site(tmp_path / "site"), "--forecast", forecast_file(tmp_path))
    done = wfm("requirement", *words, "--out", tmp_path / "r.csv", "--curve", tmp_path / "c.csv")
    assert done.exit_code == 0, done.stderr
    first = (tmp_path / "c.csv").read_text(encoding="utf-8").splitlines()[:2]
    assert first[0] == "interval_start,queue,agents,answered,within_threshold"
    assert first[1].startswith("2026-06-08T09:00:00,general,1,")
    curve = read_curve(tmp_path / "c.csv", "Asia/Seoul")
    assert curve["interval_start"].nunique() == 2
    alone = wfm("requirement", *words, "--out", tmp_path / "alone.csv")
    assert alone.exit_code == 0
    assert (tmp_path / "alone.csv").read_bytes() == (tmp_path / "r.csv").read_bytes()


def test_a_price_is_told_and_written_queue_by_queue(tmp_path: Path) -> None:
    words = ("--site", tiny_site(tmp_path / "site"), "--forecast", forecast_file(tmp_path), "--out", tmp_path / "p.csv")
    done = wfm("price", *words, "--replications", "20")
    assert done.exit_code == 0, done.stderr
    assert "99.95%" in done.stderr
    lines = (tmp_path / "p.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "queue,response_rate,agent_hours,cost,simulated_response_rate"
    assert {line.split(",")[0] for line in lines[1:]} == {"general", "total"}


def test_a_price_as_json_goes_to_standard_output_and_a_seed_repeats_it(tmp_path: Path) -> None:
    words = ("--site", tiny_site(tmp_path / "site"), "--forecast", forecast_file(tmp_path), "--out", tmp_path / "p.csv")
    first, again = (wfm("price", *words, "--replications", "5", "--seed", "7", "--json") for _ in range(2))
    found = json.loads(first.stdout)
    assert first.stdout == again.stdout
    assert found["replications"] == 5
    assert len(found["prices"]) == 42
    assert found["prices"][0]["cost"] is None
