"""`payroll.toml`: a payroll system's own columns, and one sentence about each mistake in it."""

from pathlib import Path

import pandas as pd
import pytest

from domain.errors import DataError
from domain.payroll_config import PayrollConfig, read_payroll_config
from exports.hr_words import HEADERS, VALUES, in_language
from exports.payroll_table import payroll_table
from pipeline.diff_run import COLUMNS as CHANGE_COLUMNS

GOOD = """
weekly_holiday = "sunday"

[payroll]
table = "pay_hours"
rows = "paid"
delimiter = ";"
encoding = "cp949"

[[payroll.column]]
name = "회사"
constant = "120"

[[payroll.column]]
name = "사번"
from = "agent_id"

[[payroll.column]]
name = "일자"
from = "date"
format = "%Y%m%d"

[[payroll.column]]
name = "연장"
from = "overtime_minutes"
unit = "hours"

[[payroll.column]]
name = "야간"
from = "night_minutes"
unit = "clock"

[[payroll.column]]
name = "휴일8h"
from = "holiday_minutes_to_8h"
"""
HOURS = pd.DataFrame(
    {
        "agent_id": ["A0001", "A0001", "A0002"],
        "date": ["2026-12-07", "2026-12-08", "2026-12-13"],
        "paid_minutes": [600, 0, 0],
        "overtime_minutes": [95, 0, 0],
        "night_minutes": [421, 0, 0],
        "holiday_minutes_to_8h": [0, 0, 0],
        "weekly_holiday_minutes": [0, 0, 480],
    }
)


def config(folder: Path, text: str) -> PayrollConfig:
    (folder / "payroll.toml").write_text(text, encoding="utf-8")
    return read_payroll_config(folder)


def test_a_site_without_the_file_has_a_day_off_as_weekly_holiday_and_no_table(tmp_path: Path) -> None:
    found = read_payroll_config(tmp_path)
    assert (found.weekly_holiday_weekday, found.payroll) == (None, None)


def test_columns_come_in_the_order_names_and_units_of_the_payroll_system(tmp_path: Path) -> None:
    found = config(tmp_path, GOOD)
    assert found.weekly_holiday_weekday == 6
    assert found.payroll is not None
    table = payroll_table(found.payroll, {"pay_hours": HOURS})
    assert table.to_dict("records") == [
        {"회사": "120", "사번": "A0001", "일자": "20261207", "연장": "1.58", "야간": "07:01", "휴일8h": "0"},
        {"회사": "120", "사번": "A0002", "일자": "20261213", "연장": "0.00", "야간": "00:00", "휴일8h": "0"},
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('from = "agent_id"', 'from = "agentid"', r"payroll: expected from = one of agent_id, .*, not 'agentid'"),
        ('from = "agent_id"', "", r"payroll\.column\.1: expected either from or constant"),
        ('from = "agent_id"', 'form = "agent_id"', r"payroll\.column\.1\.form: 'agent_id' .* no such key"),
        ('unit = "hours"', 'unit = "days"', r"payroll\.column\.3\.unit: 'days' is not accepted; expected .*'clock'"),
        ('name = "사번"', 'name = "회사"', r"payroll: expected each column name once, not '회사' twice"),
        ('name = "사번"', "", r"payroll\.column\.1\.name: expected this key to be given"),
        ('"%Y%m%d"', '"%Y%m"', r"format: '%Y%m' is not accepted; expected a date format that has year, month and day"),
        ('from = "agent_id"', 'from = "agent_id"\nunit = "hours"', r"column\.1: expected unit hours only for a column"),
        ('from = "agent_id"', 'from = "agent_id"\nformat = "%Y%m%d"', r"column\.1: expected format only for"),
        ('encoding = "cp949"', 'encoding = "utf-16"', r"payroll\.encoding: 'utf-16' is not accepted; expected .*cp949"),
        ('delimiter = ";"', 'delimiter = "="', r"payroll\.delimiter: '=' is not accepted"),
        ('table = "pay_hours"', 'table = "pay"', r"payroll\.table: 'pay' is not accepted; expected .*'pay_months'"),
        ('weekly_holiday = "sunday"', 'weekly_holiday = "sun"', r"weekly_holiday: 'sun' is not accepted; expected"),
        ("[payroll]", "[payroll", r"payroll\.toml: expected valid TOML"),
    ],
)
def test_a_mistake_is_one_sentence_with_file_key_value_and_what_is_expected(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    assert old in GOOD
    with pytest.raises(DataError, match=sentence) as raised:
        config(tmp_path, GOOD.replace(old, new, 1))
    assert str(raised.value).startswith("payroll.toml")
    assert "\n" not in str(raised.value)


def test_every_column_and_every_word_has_a_korean_and_an_english_reading() -> None:
    changes = (*CHANGE_COLUMNS, "end_before", "end_after", "mode_before", "mode_after", "paid_minutes_before")
    frame = pd.DataFrame({name: [""] for name in changes}).assign(role="agent", change="added", mode_after="remote")
    for headers in ("ko", "en"):
        spoken = in_language(frame, headers)
        assert not set(spoken.columns) & set(changes)
        assert len(set(spoken.columns)) == len(changes)
    assert in_language(frame, "ko").iloc[0][[HEADERS[name][0] for name in ("change", "mode_after")]].tolist() == [
        "추가",
        "재택",
    ]
    assert in_language(frame, "names") is frame
    assert all(korean != english for words in VALUES.values() for korean, english in words.values())
