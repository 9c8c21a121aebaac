"""`wfm override` and `wfm accuracy` through the door."""

import csv
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import typer.main

from tests.cli.runner import wfm
from tests.cli.tiny import tiny_history, tiny_site
from wfm import app

MONDAY = ("--queue", "general", "--from", "2026-06-08", "--until", "2026-06-08")
HORIZON = ("--start", "2026-06-08", "--days", "7")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    made = tiny_site(tmp_path / "site")
    assert wfm("ingest", tiny_history(tmp_path / "calls.csv"), "--site", made).exit_code == 0
    return made


def listed(site: Path) -> list[dict]:
    done = wfm("override", "list", "--site", site, "--json")
    assert done.exit_code == 0, done.stderr
    found: list[dict] = json.loads(done.stdout)
    return found


def contacts(path: Path, day: str) -> float:
    with path.open(encoding="utf-8", newline="") as file:
        return sum(float(row["offered"]) for row in csv.DictReader(file) if row["interval_start"].startswith(day))


def test_every_command_of_overrides_explains_itself_and_reads_its_environment() -> None:
    group = typer.main.get_command(app).commands["override"]  # type: ignore[attr-defined]
    assert set(group.commands) == {"add", "list", "withdraw"}
    for name, command in group.commands.items():
        assert wfm("override", name, "--help").exit_code == 0
        for option in command.params:
            flags = [flag for flag in option.opts if flag.startswith("--") and flag != "--help"]
            if flags:
                assert option.envvar == "WFM_" + flags[0].removeprefix("--").replace("-", "_").upper()


def test_an_override_is_given_listed_and_withdrawn(site: Path) -> None:
    done = wfm("override", "add", "--site", site, *MONDAY, "--factor", "1.2", "--why", "mailing", "--who", "P01")
    assert done.exit_code == 0, done.stderr
    assert "Override 1 is in force: general, 2026-06-08 00:00 to 2026-06-09 00:00, x1.2, mailing." in done.stderr
    (given,) = listed(site)
    assert (given["kind"], given["value"], given["who"], given["in_force"]) == ("factor", 1.2, "P01", True)
    again = wfm(
        "override", "add", "--site", site, "--queue", "general", "--from", "2026-06-08T09:00",
        "--until", "2026-06-08T12:00", "--total", "60", "--why", "closed",
    )  # fmt: skip
    assert "It overlaps override 1" in again.stderr
    gone = wfm("override", "withdraw", "1", "--site", site, "--why", "called off")
    assert gone.exit_code == 0, gone.stderr
    assert [each["in_force"] for each in listed(site)] == [False, True]
    shown = wfm("override", "list", "--site", site).stderr
    assert "withdrawn by" in shown
    assert "called off" in shown


@pytest.mark.parametrize(
    ("changed", "code", "said"),
    [
        ({"--queue": "sales"}, 4, "queue 'sales' is not one of the site's: general."),
        ({"--until": "2026-06-07"}, 4, "the override ends (2026-06-08 00:00) before it starts"),
        ({"--from": "2026-06-08T09:10"}, 4, "2026-06-08 09:10:00 is no start of an interval of 30 minutes"),
        ({"--from": "Monday"}, 4, "the start 'Monday' cannot be read"),
        ({"--why": "  "}, 4, "a reason is required"),
        ({"--factor": "-1"}, 4, "the factor -1 would make contacts negative"),
        ({"--factor": "nan"}, 4, "is no number of contacts"),
        ({"--add": "5"}, 2, "Give one of --factor, --add and --total."),
        ({"--factor": None}, 2, "Give one of --factor, --add and --total."),
    ],
)
def test_an_override_that_makes_no_sense_is_refused_in_one_sentence_and_changes_nothing(
    site: Path, changed: dict[str, str | None], code: int, said: str
) -> None:
    words = {"--queue": "general", "--from": "2026-06-08", "--until": "2026-06-08", "--factor": "2", "--why": "mailing"}
    asked = [word for pair in (words | changed).items() if pair[1] is not None for word in pair]
    done = wfm("override", "add", "--site", site, *[str(word) for word in asked])
    assert done.exit_code == code
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert listed(site) == []


def test_a_withdrawal_needs_an_override_in_force_and_a_reason(site: Path) -> None:
    assert "has no override 7" in wfm("override", "withdraw", "7", "--site", site, "--why", "x").stderr
    assert wfm("override", "add", "--site", site, *MONDAY, "--factor", "2", "--why", "mailing").exit_code == 0
    assert wfm("override", "withdraw", "1", "--site", site, "--why", " ").exit_code == 4
    assert listed(site)[0]["in_force"]


def test_a_forecast_of_a_site_has_its_overrides_and_the_models_own_beside_it(site: Path, tmp_path: Path) -> None:
    plain, planned = tmp_path / "plain.csv", tmp_path / "planned.csv"
    assert wfm("forecast", "--site", site, *HORIZON, "--out", plain).exit_code == 0
    assert not (tmp_path / "plain_model.csv").exists()
    wfm("override", "add", "--site", site, *MONDAY, "--total", "500", "--why", "mailing", "--who", "P01")
    done = wfm("forecast", "--site", site, *HORIZON, "--out", planned)
    assert done.exit_code == 0, done.stderr
    assert (tmp_path / "planned_model.csv").read_bytes() == plain.read_bytes()
    assert contacts(planned, "2026-06-08") == pytest.approx(500, abs=0.01)
    assert contacts(planned, "2026-06-09") == contacts(plain, "2026-06-09")
    assert "500 contacts instead of the model's" in done.stderr
    assert "P01: mailing" in done.stderr


def test_accuracy_before_anything_came_says_so(site: Path) -> None:
    done = wfm("accuracy", "--site", site)
    assert done.exit_code == 0
    assert "Nothing of a published forecast has come yet" in done.stderr


def test_a_night_with_an_override_tells_it_and_is_compared_with_what_came(site: Path, tmp_path: Path) -> None:
    wfm("override", "add", "--site", site, *MONDAY, "--factor", "1.5", "--why", "mailing", "--who", "P01")
    words = ("--date", "2026-06-07", "--days", "7", "--gap", "0.2", "--json")
    done = wfm("nightly", "--site", site, *words)
    assert done.exit_code == 0, done.stderr
    assert any("P01: mailing" in note for note in json.loads(done.stdout)["notes"])
    folder = site / "nights" / "2026-06-07"
    assert (folder / "forecast_model.csv").is_file()
    assert (folder / "accuracy.csv").read_text(encoding="utf-8").startswith("night,queue,grouping,group,")
    assert "overrides" in json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["inputs"]
    too_few = wfm("override", "add", "--site", site, *MONDAY, "--add", "-9999", "--why", "closed")
    assert too_few.exit_code == 4
    assert "would leave fewer than none" in too_few.stderr
    starts = [datetime(2026, 6, 8, 9) + timedelta(minutes=30 * slot) for slot in range(20)]
    lines = [f"{start:%Y-%m-%dT%H:%M},general,12" for start in starts]
    (tmp_path / "more.csv").write_text("\n".join(["interval_start,queue,offered", *lines]) + "\n", encoding="utf-8")
    assert wfm("ingest", tmp_path / "more.csv", "--site", site).exit_code == 0
    shown = wfm("accuracy", "--site", site, "--out", tmp_path / "accuracy.csv")
    assert shown.exit_code == 0, shown.stderr
    for title in ("By days ahead", "By kind of day", "Where planners changed the forecast"):
        assert title in shown.stderr
    found = json.loads(wfm("accuracy", "--site", site, "--json").stdout)
    (overridden,) = found["overrides"]
    assert overridden["contacts"] == 240
    assert overridden["forecast"]["bias"] > overridden["model"]["bias"]
    assert [each["group"] for each in found["by_days_ahead"]] == ["2-7"]
    assert found["overall"][0]["planners_mean"]["wape"] > 0
    assert len((tmp_path / "accuracy.csv").read_text(encoding="utf-8").splitlines()) == 5
