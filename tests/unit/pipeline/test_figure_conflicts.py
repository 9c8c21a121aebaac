"""Printed figures that cannot all be true are named, never averaged: three of these were printed of Seoul's 120."""

from pathlib import Path

import pytest

from domain.errors import DataError
from domain.published_figures import Figure, read_figures
from pipeline.figure_conflicts import conflicts, figure_conflicts
from pipeline.site_template import TEMPLATES_DIR
from tests.app.small_night import small_site
from tests.cli.runner import wfm

STAFF = Figure(what="staff", value=448, sum_of=(401, 76, 20), source="press, 2014")
A_DAY, A_YEAR = (Figure(what="contacts", value=35_000, per="day"), Figure(what="contacts", value=9_680_000, per="year"))
ABUSE = (Figure(what="abusive calls", value=5.6, per="day"), Figure(what="abusive calls", value=31, per="day"))


def test_a_sum_that_is_not_the_sum_of_its_parts_is_named() -> None:
    (said,) = conflicts([STAFF])
    assert said == "staff: printed as 448 (press, 2014), but its parts 401 + 76 + 20 make 497, 49 more."
    assert conflicts([STAFF.model_copy(update={"value": 497})]) == ()


def test_a_daily_figure_that_does_not_fit_the_yearly_one_is_named() -> None:
    (said,) = conflicts([A_DAY, A_YEAR])
    assert said.startswith(
        "contacts: 35,000 a day against 9,680,000 a year (35,000.0 against 26,502.4 a day, 1.32 times"
    )
    assert conflicts([Figure(what="contacts", value=26_500, per="day"), A_YEAR]) == ()


def test_counts_of_the_same_thing_five_times_apart_are_named() -> None:
    (said,) = conflicts(ABUSE)
    assert "5.6 a day against 31 a day" in said and "5.54 times as many" in said


def test_figures_of_different_things_or_within_rounding_are_left_in_peace() -> None:
    assert conflicts([A_DAY, ABUSE[0], Figure(what="contacts", value=34_000, per="day")]) == ()
    assert conflicts([Figure(what="agents", value=401), Figure(what="agents", value=401)]) == ()


def test_the_sample_names_its_three_conflicts() -> None:
    said = conflicts(read_figures(TEMPLATES_DIR / "dasan"))
    assert [line.partition(":")[0] for line in said] == ["staff", "contacts", "abusive calls"]


def test_an_import_names_what_the_site_s_own_files_do_not_bear_out(tmp_path: Path) -> None:
    site = small_site(tmp_path / "mini")
    assert figure_conflicts(site) == ()
    (site / "figures.toml").write_text(
        '[[figure]]\nwhat = "agents"\nvalue = 4\nown = "agents"\n'
        '[[figure]]\nwhat = "contacts"\nvalue = 1980\nper = "day"\nown = "contacts"\n'
        '[[figure]]\nwhat = "calls"\nvalue = 500\nper = "day"\nown = "contacts"\n'
    )
    done = wfm("ingest", "--site", site, site.with_name("mini_history.csv"))
    assert done.exit_code == 0, done.stderr
    assert "agents: printed as 4, staff.csv has agents: 3." in done.stderr
    assert "calls: printed as 500 a day, the history has 1,980 contacts a day." in done.stderr
    assert "contacts: printed" not in done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[figure]]\nwhat = 'a'\nvalue = -1\n", "figure.0.value: '-1' is not accepted"),
        ("[[figure]]\nwhat = 'a'\nvalue = 1\nper = 'hour'\n", "figure.0.per: 'hour' is not accepted"),
        ("[[figure]\n", "valid TOML"),
    ],
)
def test_a_wrong_figure_is_refused_with_its_key_and_value(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "figures.toml").write_text(text)
    with pytest.raises(DataError) as refused:
        read_figures(tmp_path)
    assert said in str(refused.value)
