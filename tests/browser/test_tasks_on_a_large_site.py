"""A planner's tasks in a real Chromium on 401 agents, 76 leads and 28 days: every step answered at that size.

The roster follows a pattern, so that it is there in half a minute; rules, staff and need are the site's own. Each task
reads from the site what it finds there (versions, gaps, people at work), so that none depends on what others left.
"""

import csv
import io
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from bench.browser_site import FIRST, NIGHT, patterned_site
from bench.screens import CHROMIUM, Picture, open_page, served, window
from domain.access import Role
from domain.scenarios import Gone, Scenario
from domain.site_folder import read_site
from pipeline.accounts import Account, with_account
from pipeline.acting import OPERATOR, acting_as
from pipeline.cover_gap import cover_gap
from pipeline.import_wizard import imports
from pipeline.jobs import Job, site_jobs
from pipeline.overrides import all_overrides
from pipeline.roster_versions import (
    RosterVersion,
    publish_version,
    site_versions,
    version_diff,
    version_of_night,
    version_state,
)
from pipeline.scenario_files import read_scenario
from pipeline.site_store import open_site_database
from pipeline.views_night import latest_mark, published_night
from pipeline.views_roster import short_stretches
from pipeline.views_roster_day import PeopleFilter, people_shown
from store.history import history_span
from tests.app.site_with_accounts import PASSWORD
from tests.browser.steps import (
    alert,
    choose,
    fill_number,
    open_part,
    option,
    publish,
    show_part,
    type_in_cell,
    wait_still,
)
from tests.shared import SHARED
from tests.unit.pipeline.test_import_wizard import odd_export

SITE = SHARED / "sites" / "site401"
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium (apt-get install chromium): tasks NOT done"),
    pytest.mark.skipif(
        not SITE.is_dir(),
        reason=f"no {SITE.name} ({SHARED.name}/sites or WFM_SHARED): tasks at that size were NOT done",
    ),
    pytest.mark.usefixtures("no_job_left"),
]
KOREAN = Picture("roster", "ko")
DAYS_OF_GRID = 7  # that a window of 1366 pixels shows
SOLVED_MS, REPAIR_S = 600_000, 5
SICK_CALLS = 10


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the site that the tasks change."""
    folder = patterned_site(SITE, tmp_path_factory.mktemp("large") / "site401")
    version_of_night(folder, NIGHT)  # as the first look at the roster page keeps it
    return folder


def line(site: Path) -> RosterVersion:
    """The newest version of the line that the roster page opens with."""
    found = site_versions(site)
    own = version_of_night(site, NIGHT)
    roots = {version.number: version.root for version in found.versions}
    return found.newest_of(own.root if found.in_force is None else roots[found.in_force])


def newest(site: Path) -> RosterVersion:
    return site_versions(site).versions[0]


def day_text(day: date) -> str:
    """A day as Korean pages write it."""
    return f"{day:%m-%d} {'월화수목금토일'[day.weekday()]}"


def agents_at_work(site: Path, version: int, day: date) -> list[str]:
    """Agents who have a duty on the day, by id."""
    people = read_site(site).person_by_id
    duties = version_state(site, version).roster.duties
    return sorted(duty.agent_id for duty in duties if duty.day == day and people[duty.agent_id].role == "agent")


def last_day(site: Path) -> date:
    with open_site_database(site) as database:
        span = history_span(database, "site401")
    assert span is not None
    return span[1].date()


def test_an_export_with_odd_column_names_is_taken_in_and_undone(
    site: Path, address: str, browser: Browser, tmp_path: Path
) -> None:
    before, day = last_day(site), FIRST
    export = tmp_path / "실적.csv"
    export.write_bytes(odd_export(day).replace(";시험;", ";chat;").encode("cp949"))
    with window(browser, KOREAN) as page:
        open_part(page, address, "site", "실적 가져오기")
        page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(export)
        expect(page.get_by_text("가져오면 이렇게 됩니다")).to_be_visible()
        expect(page.get_by_test_id("stMetric").filter(has_text="새로 들어옴")).to_contain_text("12")
        page.get_by_role("button", name="가져오기").click()
        expect(alert(page, "실적.csv: 새로 12개, 바뀜 0개, 그대로 0개")).to_be_visible()
        assert last_day(site) == day
        wait_still(page)
        page.get_by_role("button", name="되돌리기").first.click()
        page.get_by_role("button", name=f"가져오기 {imports(site)[0].number}번을 되돌립니다").click()
        expect(alert(page, "12행을 가져오기 전으로 되돌렸습니다.")).to_be_visible()
    assert last_day(site) == before
    assert imports(site)[0].is_undone


def test_a_day_is_overridden_with_a_note_and_both_figures_are_seen(site: Path, address: str, browser: Browser) -> None:
    day = day_text(FIRST + timedelta(days=1))
    with window(browser, KOREAN) as page:
        open_page(page, address, "forecast", "ko")
        page.get_by_role("radio", name="general", exact=True).click()
        wait_still(page)
        choose(page, "날짜", day)
        page.get_by_text(f"{day} 예측 바꾸기").click()
        page.get_by_label("값", exact=True).fill("1.5")
        page.get_by_label("까닭(꼭 적습니다)").first.fill("우편물 발송")
        page.get_by_label("누가").fill("kim")
        page.get_by_role("button", name="바꾸기", exact=True).click()
        told = page.get_by_text("우편물 발송 (다음 밤 계획부터 쓰임)")
        expect(told).to_be_visible()
        model, planner = figures_of(told.inner_text())
        assert planner == pytest.approx(1.5 * model, abs=1)
        assert model > 1_000
    kept = all_overrides(site)[-1].override
    assert (kept.who, kept.order.why) == ("kim", "우편물 발송")


def figures_of(text: str) -> tuple[float, float]:
    """The model's and the planner's contacts of a line like `모형 1,800건, 바꾼 뒤 2,700건`."""
    model, planner = text.partition("모형 ")[2].split("건, 바꾼 뒤 ")
    return float(model.replace(",", "")), float(planner.partition("건")[0].replace(",", ""))


def test_what_98_percent_of_a_queue_would_cost_is_seen_and_taken_away(
    address: str, browser: Browser, tmp_path: Path
) -> None:
    with window(browser, KOREAN) as page:
        open_page(page, address, "requirement", "ko")
        page.get_by_role("radio", name="sign", exact=True).click()
        wait_still(page)
        show_part(page, "응대율별 비용")
        with page.expect_download() as download:
            page.get_by_test_id("stDownloadButton").get_by_role("button").click()
        expect(page.get_by_test_id("stMetric").filter(has_text="다음 0.5%p").first).to_contain_text("인시")
        download.value.save_as(tmp_path / "price.csv")
    with (tmp_path / "price.csv").open(encoding="utf-8-sig", newline="") as file:
        hours = {float(row["response_rate"]): float(row["agent_hours"]) for row in csv.DictReader(file)}
    assert hours[0.98] >= hours[0.95] > 0


def test_a_solve_goes_on_when_the_tab_is_closed_is_found_again_and_cancelled(
    site: Path, address: str, browser: Browser
) -> None:
    versions = site_versions(site).versions
    with window(browser, KOREAN) as page:
        open_part(page, address, "roster", "풀기와 재조정")
        page.get_by_role("button", name="풀기 시작").click()
        expect(page.get_by_role("heading", name="근무표 풀기")).to_be_visible()
    begun = site_jobs(site)[0]
    assert begun.at_work
    with window(browser, KOREAN) as page:
        open_part(page, address, "roster", "풀기와 재조정")
        expect(page.get_by_role("heading", name=f"작업 {begun.id}: 근무표 풀기")).to_be_visible()
        page.get_by_role("button", name="그만두기").click()
        expect(alert(page, "그만두었습니다. 남긴 것은 없습니다.")).to_be_visible()
    assert (site_jobs(site)[0].id, site_jobs(site)[0].state) == (begun.id, "cancelled")
    assert site_versions(site).versions == versions


def test_a_night_before_a_day_is_refused_with_its_article(site: Path, address: str, browser: Browser) -> None:
    before = newest(site).number
    row, column = before_a_duty(site, line(site).number)
    with window(browser, KOREAN) as page:
        open_part(page, address, "roster", "고치기")
        type_in_cell(page, row, column, "N22", days=DAYS_OF_GRID)
        refused = alert(page, "규칙에 어긋나 저장하지 않았습니다.")
        expect(refused).to_contain_text("근거 조문")
        expect(refused).to_contain_text("근무 간 휴식")
    assert newest(site).number == before


def before_a_duty(site: Path, number: int) -> tuple[int, int]:
    """The row and day, of those that the grid shows at first, of an agent who works that day and the next."""
    state, folder = version_state(site, number), read_site(site)
    people = people_shown(folder, PeopleFilter(min(person.team for person in folder.people)))
    days = [FIRST + timedelta(days=each) for each in range(DAYS_OF_GRID)]
    return next(
        (row, column)
        for row, (agent_id, role) in enumerate(people["role"].items())
        for column, day in enumerate(days[:-1])
        if role == "agent" and all(state.shift_of((str(agent_id), each)) for each in (day, days[column + 1]))
    )


def test_who_can_cover_a_gap_is_found_and_assigned(site: Path, address: str, browser: Browser) -> None:
    before = newest(site).number
    moment, queue, coming = gap_of(site, line(site).number)
    with window(browser, KOREAN) as page:
        open_part(page, address, "roster", "고치기")
        page.get_by_text("누가 올 수 있나?").click()
        expect(page.get_by_text("날짜와 시각과 업무를 고르면")).to_be_visible()
        wait_still(page)
        if page.locator(".st-key-gap_queue input").input_value() != queue:
            option(page, page.locator(".st-key-gap_queue"), queue)
        choose(page, "날짜", day_text(moment.date()))
        choose(page, "시각", f"{moment:%H:%M}")
        expect(page.get_by_text(f"올 수 있는 사람 {coming}명")).to_be_visible()
        chosen = page.get_by_test_id("stSelectbox").filter(has_text="배정할 사람").locator("input").input_value()
        page.get_by_role("button", name="배정", exact=True).click()
        expect(alert(page, f"버전 {before + 1}(으)로 저장했습니다.")).to_be_visible()
    agent_id, shift, _ = chosen.split(" · ")
    duties = version_state(site, before + 1).roster.duties
    assert any((duty.agent_id, duty.shift) == (agent_id, shift) and duty.start <= moment < duty.end for duty in duties)


def gap_of(site: Path, number: int) -> tuple[datetime, str, int]:
    """A moment and queue that the night reports short and that somebody could cover, and how many could."""
    state, folder = version_state(site, number), read_site(site)
    for gap in short_stretches(published_night(latest_mark(site))):
        coming = cover_gap(folder, state, gap.start, gap.queue).coming
        if coming:
            return gap.start, gap.queue, len(coming)
    raise AssertionError("nobody could cover any of the night's gaps")


def test_ten_sick_calls_are_repaired(site: Path, address: str, browser: Browser) -> None:
    # Days before the sick calls stay as they are, so those near the end of the roster are the quickest to mend.
    day, before = FIRST + timedelta(days=24), line(site).number
    sick = agents_at_work(site, before, day)[:SICK_CALLS]
    with window(browser, KOREAN) as page:
        open_part(page, address, "roster", "풀기와 재조정")
        choose(page, "며칠부터", day_text(day))
        choose(page, "며칠까지 결근", day_text(day))
        fill_number(page, "시간 제한", REPAIR_S, last=True)
        people = page.get_by_test_id("stMultiSelect").locator("input")
        for agent_id in sick:
            people.fill(agent_id)
            page.get_by_role("option", name=agent_id, exact=True).click()
        page.keyboard.press("Escape")
        page.get_by_role("button", name="재조정 시작").click()
        expect(alert(page, "초안 버전")).to_be_visible(timeout=SOLVED_MS)
    job = site_jobs(site)[0]
    version = made_by(job)
    assert job.result["fallen_away"] == SICK_CALLS
    repaired = version_state(site, version)
    assert [repaired.shift_of((agent_id, day)) for agent_id in sick] == [None] * SICK_CALLS
    assert min(each.day for each in version_diff(site, before, version).changes) >= day


def made_by(job: Job) -> int:
    """The version that a job made."""
    assert (job.kind, job.state) == ("repair", "done")
    version = job.result["version"]
    assert isinstance(version, int)
    return version


def test_a_version_is_published_compared_and_rolled_back(site: Path, address: str, browser: Browser) -> None:
    before = len(site_versions(site).publications)
    own = version_of_night(site, NIGHT)
    day = FIRST + timedelta(days=3)
    folder = read_site(site)
    first_team = min(person.team for person in folder.people)
    at_work = agents_at_work(site, line(site).number, day)
    agent_id = next(each for each in at_work if folder.person_by_id[each].team == first_team)
    with window(browser, KOREAN) as page:
        open_part(page, address, "roster", "고치기")
        by_hand_off(page, agent_id, day)
        expect(alert(page, "(으)로 저장했습니다.")).to_be_visible()
        edited = newest(site)
        assert version_state(site, edited.number).shift_of((agent_id, day)) is None
        open_page(page, address, "versions", "ko")
        publish(page, edited.number)
        show_difference(page, own.number)
        differ = version_diff(site, own.number, edited.number)
        expect(page.get_by_text(f"바뀐 날 {len(differ.changes)}, 사람 {differ.people}명")).to_be_visible()
        publish(page, own.number)
    published = [each.number for each in site_versions(site).publications]
    assert published[: len(published) - before] == [own.number, edited.number]
    assert (site / "rosters" / "latest").resolve().name == str(own.number)


def by_hand_off(page: Page, agent_id: str, day: date) -> None:
    """Gives a person of the first team the day off, without the grid."""
    page.get_by_text("교대와 고정").click()
    wait_still(page)
    for key, text in (("hand_person", agent_id), ("hand_day", day_text(day)), ("hand_action", "휴로 바꾸기")):
        option(page, page.locator(f".st-key-{key}"), text)
    page.get_by_role("button", name="고치기", exact=True).click()


def show_difference(page: Page, number: int) -> None:
    """The version on the left of the comparison."""
    box = page.get_by_test_id("stSelectbox").filter(has_text="앞 버전").first
    box.locator("input").click()
    page.get_by_role("option").filter(has_text=f"{number} ").first.click()
    wait_still(page)


def test_a_strike_stands_beside_the_plan_and_its_roster_is_a_job_that_can_be_given_up(
    site: Path, address: str, browser: Browser
) -> None:
    with window(browser, Picture("what_if", "en")) as page:
        open_page(page, address, "what_if", "en")
        page.get_by_text("Make a scenario").click()
        page.get_by_label("Name", exact=True).fill("strike")
        fill_number(page, "Gone (% of others)", 30)
        page.get_by_role("button", name="Keep with the site").click()
        # What scenarios take is compiled when it is first asked for, which lasts minutes on a busy machine.
        expect(page.get_by_role("heading", name="strike: what can be held")).to_be_visible(timeout=SOLVED_MS)
        expect(page.get_by_test_id("stMetric").filter(has_text="strike")).to_contain_text("%")
        expect(page.get_by_text("Every rest is kept.")).to_be_visible()
        wait_still(page)  # a form that is sent while the page is drawn anew may be lost
        page.get_by_text("Find a roster for a scenario (a job)").click()
        wait_still(page)
        page.get_by_role("button", name="Start solving").click()
        page.get_by_role("button", name="Give up").click()
        expect(alert(page, "It was given up")).to_be_visible()
    gone = read_scenario(site, "strike").gone
    assert gone is not None
    assert read_scenario(site, "strike") == Scenario(gone=Gone(share=0.3, start=gone.start, days=3))
    job = site_jobs(site)[0]
    assert (job.kind, job.state) == ("repair", "cancelled")


def test_the_workbook_for_hr_is_downloaded(site: Path, address: str, browser: Browser, tmp_path: Path) -> None:
    with window(browser, KOREAN) as page:
        open_page(page, address, "versions", "ko")
        with page.expect_download() as download:
            page.get_by_role("button", name="roster.xlsx").click()
        name = download.value.suggested_filename
        download.value.save_as(tmp_path / name)
    assert name == f"site401_v{line(site).number}_roster.xlsx"
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / name).read_bytes()), read_only=True)
    people = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert {person.id for person in read_site(site).people} <= people


def test_an_agent_takes_their_own_calendar_feed_and_nothing_else(site: Path, browser: Browser, tmp_path: Path) -> None:
    """On a copy: a site with accounts asks everybody to sign in."""
    own = Path(shutil.copytree(site, tmp_path / "site401", symlinks=True))
    number = version_of_night(own, NIGHT).number
    agent_id = agents_at_work(own, number, FIRST)[0]
    with acting_as(OPERATOR):
        publish_version(own, number, "kim")
        with_account(own, Account("boss", Role.ADMIN, "", True), PASSWORD)
        with_account(own, Account("lee", Role.AGENT, agent_id, True), PASSWORD)
    with served(own) as address, window(browser, KOREAN) as page:
        page.goto(address)
        page.get_by_label("이름").fill("lee")
        page.get_by_role("textbox", name="비밀번호").fill(PASSWORD)
        page.get_by_test_id("stFormSubmitButton").get_by_role("button").click()
        expect(page.get_by_text("lee · 상담사")).to_be_visible()
        assert page.get_by_role("link", name="예측").count() == 0
        with page.expect_download() as download:
            page.get_by_role("button", name="내 달력 내려받기").click()
        assert download.value.suggested_filename == f"{agent_id}.ics"
        download.value.save_as(tmp_path / "own.ics")
    calendar = (tmp_path / "own.ics").read_text(encoding="utf-8")
    with acting_as(OPERATOR):
        duties = [duty for duty in version_state(own, number).roster.duties if duty.agent_id == agent_id]
    assert calendar.count("BEGIN:VEVENT") >= len(duties) > 0
    others = {person.id for person in read_site(own).people} - {agent_id}
    assert not [each for each in others if each in calendar]
