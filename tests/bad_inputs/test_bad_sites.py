"""Site folders with a mistake in them: file, row, column, value and what is expected, before anything is written."""

from pathlib import Path

import pytest

from tests.cli.runner import content_of, wfm
from tests.cli.tiny import ROSTER, SHIFTS, SITE, roster_folder, tiny_site

BAD_SITES = [
    pytest.param(
        "site.toml",
        SITE.replace("service_level = 0.8", "service_lvel = 0.8"),
        "site.toml, column queue.0.goal.service_lvel: '0.8' is not accepted; expected no such key",
        id="an unknown key in site.toml",
    ),
    pytest.param(
        "site.toml",
        SITE.replace('id = "general"', 'id = "![q](http://127.0.0.1/q.png)"'),
        "site.toml, column queue.0.id: '![q](http://127.0.0.1/q.png)' is not accepted",
        id="a picture in the place of a queue",
    ),
    pytest.param(
        "staff.csv",
        "A0001,agent,T01,V1,,2400,0,0,site,2020-01-01,\n",
        "staff.csv, row 2, column skills: '' is not accepted; expected at least one queue of site.toml for an agent",
        id="staff without skills",
    ),
    pytest.param(
        "shifts.csv",
        SHIFTS + "X25,09:00,1500,60,180,360,15,2,MTWTF--,agent,any\n",
        "shifts.csv, row 5, column span_minutes: '1500' is not accepted; expected at most 1440",
        id="a shift longer than a day",
    ),
    pytest.param(
        "staff.csv",
        "A0001,agent,T01,V1,general,2400,0,0,site,2026-01-01,2025-01-01\n",
        "staff.csv, row 2, column end_date: '2025-01-01' is not accepted; expected a day on or after the start_date",
        id="an end of employment before its start",
    ),
    pytest.param(
        "previous.csv",
        ROSTER.replace("T18:00:00", "T08:00:00", 1),
        "previous.csv, row 2, column end: '2026-06-08T08:00:00' is not accepted; expected a time after the start",
        id="a duty that ends before its start",
    ),
    pytest.param(
        "limits.csv",
        "agent_id,from_date,to_date,limit,value\nA0001,2026-06-10,2026-06-09,no_night,\n",
        "limits.csv, row 2, column to_date: '2026-06-09' is not accepted; expected a day on or after the from_date",
        id="a limit that ends before its start",
    ),
]


def spoiled_site(folder: Path, file: str, content: str) -> Path:
    site = tiny_site(folder)
    if file == "staff.csv":
        content = (site / file).read_text(encoding="utf-8").splitlines()[0] + "\n" + content
    (site / file).write_text(content, encoding="utf-8")
    return site


@pytest.mark.parametrize(("file", "content", "sentence"), BAD_SITES)
def test_a_mistake_in_a_site_is_told_by_check(tmp_path: Path, file: str, content: str, sentence: str) -> None:
    site = spoiled_site(tmp_path / "site", file, content)
    done = wfm("check", roster_folder(tmp_path / "roster"), "--site", site)
    assert done.exit_code == 4
    assert sentence in done.stderr


@pytest.mark.parametrize(("file", "content", "sentence"), BAD_SITES)
def test_a_night_over_a_mistaken_site_writes_nothing(tmp_path: Path, file: str, content: str, sentence: str) -> None:
    site = spoiled_site(tmp_path / "site", file, content)
    before = content_of(site)
    done = wfm("nightly", "--site", site, "--date", "2026-06-07")
    assert done.exit_code == 4
    assert sentence in done.stderr
    assert content_of(site) == before


def test_an_activity_that_ends_before_its_start_is_named(tmp_path: Path) -> None:
    folder = roster_folder(tmp_path / "roster")
    text = (folder / "activities.csv").read_text(encoding="utf-8")
    (folder / "activities.csv").write_text(text.replace("T10:30:00,work", "T08:30:00,work", 1), encoding="utf-8")
    done = wfm("check", folder, "--site", tiny_site(tmp_path / "site"))
    assert done.exit_code == 4
    assert "activities.csv, row 2, column end: '2026-06-08T08:30:00' is not accepted" in done.stderr
