"""A site folder is read whole, or refused with file, row, column, value and what is expected."""

from pathlib import Path

import pytest

from domain.errors import ConfigError, DataError
from domain.rule_pack import read_rule_pack
from domain.site_config import read_site_config
from domain.site_folder import read_shifts, read_staff
from domain.tables import decode_text
from tests.builders import shift

SITE = """[site]
id = "tiny"
timezone = "Asia/Seoul"
country = "KR"

[[queue]]
id = "general"
aht_s = 190
"""
SHIFT_HEADER = "shift,start,span_minutes,meal_minutes,meal_from,meal_until,rest_minutes,rest_count,days,roles,mode\n"
STAFF_HEADER = (
    "agent_id,role,team,vendor,skills,contract_minutes_week,max_overtime_minutes_week,night_consent,mode,"
    "start_date,end_date\n"
)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_misspelt_key_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = written(tmp_path, "site.toml", SITE + "patience = 150\n")
    with pytest.raises(DataError, match=r"queue\.0\.patience"):
        read_site_config(path)


def test_an_unknown_time_zone_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "site.toml", SITE.replace("Asia/Seoul", "Asia/Nowhere"))
    with pytest.raises(DataError, match="Asia/Nowhere"):
        read_site_config(path)


def test_a_shift_longer_than_a_day_is_refused_with_its_row(tmp_path: Path) -> None:
    path = written(tmp_path, "shifts.csv", SHIFT_HEADER + "X,07:00,1500,60,180,360,15,2,MTWTFSS,agent,any\n")
    with pytest.raises(DataError, match=r"row 2, column span_minutes: '1500'.*at most 1440"):
        read_shifts(path)


def test_an_agent_without_skills_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "staff.csv", STAFF_HEADER + "A0001,agent,T1,V1,,2400,0,0,any,2020-01-01,\n")
    with pytest.raises(DataError, match="column skills"):
        read_staff(path, frozenset({"general"}))


def test_every_problem_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    rows = "A0001,agent,T1,V1,video,2400,0,2,any,2020-01-01,\nA0001,boss,T1,V1,general,x,0,0,any,2020-13-01,\n"
    with pytest.raises(DataError) as caught:
        read_staff(written(tmp_path, "staff.csv", STAFF_HEADER + rows), frozenset({"general"}))
    assert {problem.column for problem in caught.value.problems} >= {
        "skills", "night_consent", "role", "contract_minutes_week", "start_date", "agent_id",
    }  # fmt: skip


def test_text_saved_by_a_korean_spreadsheet_is_understood() -> None:
    assert decode_text("상담사".encode("cp949"), "staff.csv") == "상담사"


def test_a_binary_file_is_refused() -> None:
    with pytest.raises(DataError, match="binary"):
        decode_text(b"PK\x03\x04\x00\x00", "staff.csv")


@pytest.mark.parametrize(
    ("start_min", "span_min", "expected"),
    [
        pytest.param(9 * 60, 540, 0, id="a day shift has no night"),
        pytest.param(15 * 60, 540, 120, id="until midnight: two hours"),
        pytest.param(22 * 60, 540, 480, id="22:00 to 07:00: the whole night"),
        pytest.param(5 * 60, 120, 60, id="an early start has the last hour of the night"),
    ],
)
def test_night_minutes_are_those_of_article_56(start_min: int, span_min: int, expected: int) -> None:
    worked = shift(start=f"{start_min // 60:02}:00", span_min=span_min)
    assert read_rule_pack("kr", {}).parameters.night.minutes_in(worked) == expected


def test_a_site_may_override_a_parameter_of_the_pack_but_not_invent_one() -> None:
    assert read_rule_pack("kr", {"min_rest_between_duties_h": 12}).parameters.min_rest_between_duties_h == 12
    with pytest.raises(DataError, match=r"rules\.override\.min_rest_hours"):
        read_rule_pack("kr", {"min_rest_hours": 12})


def test_an_unknown_pack_names_those_that_exist() -> None:
    with pytest.raises(ConfigError, match="kr"):
        read_rule_pack("nowhere", {})


def test_four_hours_of_work_ask_for_half_an_hour_of_meal_and_eight_for_an_hour() -> None:
    parameters = read_rule_pack("kr", {}).parameters
    assert [parameters.meal_needed_min(paid) for paid in (239, 240, 479, 480)] == [0, 30, 30, 60]


def test_an_end_before_the_start_of_employment_is_refused(tmp_path: Path) -> None:
    row = "A0001,agent,T1,V1,general,2400,0,0,any,2020-01-02,2020-01-01\n"
    with pytest.raises(DataError, match="end_date"):
        read_staff(written(tmp_path, "staff.csv", STAFF_HEADER + row), frozenset({"general"}))


MAIL = '[[queue]]\nid = "mail"\nchannel = "email"\naht_s = 300\n'


def test_working_hours_and_recovery_are_read_from_the_site(tmp_path: Path) -> None:
    mail = MAIL + 'works_from = "09:00"\nworks_until = "18:00"\n[queue.goal]\nmax_backlog_h = 4\n'
    path = written(tmp_path, "site.toml", SITE + mail + "[recovery]\nevents_per_agent_month = 10.6\n")
    config = read_site_config(path)
    assert (config.queue[1].works_from, config.queue[1].works_until) == ("09:00", "18:00")
    assert config.recovery is not None
    assert (config.recovery.minutes, config.recovery.quantile, config.recovery.by_hour) == (30, 0.95, None)


def test_a_site_without_these_keys_has_neither(tmp_path: Path) -> None:
    config = read_site_config(written(tmp_path, "site.toml", SITE))
    assert config.recovery is None
    assert (config.queue[0].works_from, config.queue[0].agent_share) == (None, None)


BACKLOG = "[queue.goal]\nmax_backlog_h = 4\n"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        pytest.param(MAIL + 'works_from = "09:00"\n' + BACKLOG, "works_from and works_until together", id="one alone"),
        pytest.param(
            MAIL + 'works_from = "09:00"\nworks_until = "09:00"\n' + BACKLOG, "not the same", id="no hours at all"
        ),
        pytest.param(
            MAIL + 'works_from = "09:00"\nworks_until = "18:00"\n',
            "only where contacts wait for hours",
            id="no backlog",
        ),
        pytest.param(MAIL + 'works_from = "9 am"\nworks_until = "18:00"\n' + BACKLOG, "works_from", id="no clock"),
        pytest.param("agent_share = 0.4\n", "agent_share only for a chat", id="a share of a call"),
        pytest.param("[recovery]\nevents_per_agent_month = 0\n", "recovery.events_per_agent_month", id="no events"),
        pytest.param(
            "[recovery]\nevents_per_agent_month = 10.6\nby_hour = [1, 2]\n", "recovery.by_hour", id="two weights"
        ),
        pytest.param(
            f"[recovery]\nevents_per_agent_month = 10.6\nby_hour = {[0] * 24}\n",
            "at least one weight above 0",
            id="no weight",
        ),
        pytest.param(
            "[recovery]\nevents_per_agent_month = 900\n", "fewer than half of the agents at work", id="out all day"
        ),
        pytest.param(
            "[shrinkage]\nrecovery = 0.04\n[recovery]\nevents_per_agent_month = 10.6\n", "recovery once", id="twice"
        ),
    ],
)
def test_hours_shares_and_recovery_that_cannot_be_are_refused(tmp_path: Path, more: str, said: str) -> None:
    with pytest.raises(DataError, match=said):
        read_site_config(written(tmp_path, "site.toml", SITE + more))


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ("patience_s = 120\nredial_share = 0.5\n", "redial_share and redial_after_min together"),
        ("redial_share = 0.5\nredial_after_min = 10\n", "redial_share only with patience_s"),
        ("patience_s = 120\nredial_share = 1\nredial_after_min = 10\n", "less than 1"),
    ],
)
def test_who_calls_again_needs_a_share_a_delay_and_a_patience(tmp_path: Path, keys: str, sentence: str) -> None:
    with pytest.raises(DataError, match=sentence):
        read_site_config(written(tmp_path, "site.toml", SITE + keys))


def test_who_calls_again_is_read(tmp_path: Path) -> None:
    keys = "patience_s = 120\nredial_share = 0.5\nredial_after_min = 10\n"
    queue = read_site_config(written(tmp_path, "site.toml", SITE + keys)).queue[0]
    assert (queue.redial_share, queue.redial_after_min) == (0.5, 10)


def test_an_id_with_and_without_the_mark_of_a_formula_is_one_id(tmp_path: Path) -> None:
    person = "agent,T01,V1,general,2400,0,0,site,2020-01-01,\n"
    path = written(tmp_path, "staff.csv", f"{STAFF_HEADER}=1+1,{person}'=1+1,{person}")
    with pytest.raises(DataError, match=r"staff.csv, row 3, column agent_id: '=1\+1' .* stands in row 2 already"):
        read_staff(path, frozenset({"general"}))
