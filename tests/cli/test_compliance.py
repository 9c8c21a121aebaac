"""`wfm compliance`: the audit's own counts, a hash that fits this roster alone, and pages safe and complete."""

import hashlib
import html.parser
import json
import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domain.roster_files import read_roster
from domain.site_folder import read_site
from pipeline.site_store import open_site_database
from scheduling.audit import audit, audited_rules
from store.records import Stamp
from store.versions import save_version
from tests.cli.runner import content_of, wfm
from tests.cli.tiny import ROSTER, SITE, roster_folder, tiny_site

BROKEN = ROSTER.replace("2026-06-08", "2026-06-10")  # a day of leave


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tiny_site(tmp_path / "site")


def reported(site: Path, roster: Path, *words: str) -> dict[str, object]:
    out = site.parent / "report"
    done = wfm("compliance", "--site", site, "--roster", roster, "--out", out, *words)
    assert done.exit_code == 0, done.stderr
    return json.loads((out / "compliance.json").read_text("utf-8"))


class Texts(html.parser.HTMLParser):
    """The cells of a page by the id of their row, and the tags that are in it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.rows: dict[str, list[str]] = {}
        self._row = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self._row = dict(attrs).get("id") or ""
            self.rows[self._row] = []
        if tag == "td" and self._row:
            self.rows[self._row].append("")

    def handle_data(self, data: str) -> None:
        if self.rows.get(self._row):
            self.rows[self._row][-1] += data


def page(site: Path, language: str) -> Texts:
    found = Texts()
    found.feed((site.parent / "report" / f"compliance.{language}.html").read_text("utf-8"))
    return found


@pytest.mark.parametrize("duties", [ROSTER, BROKEN], ids=["a legal roster", "a broken one"])
def test_every_article_has_the_counts_of_the_audit_in_facts_and_on_both_pages(
    site: Path, tmp_path: Path, duties: str
) -> None:
    roster = roster_folder(tmp_path / "roster", duties)
    facts = reported(site, roster)
    read = read_site(site)
    found = audit(read, read_roster(roster)).rules
    wanted = {text.id for text in audited_rules(read) if text.status != "form"}
    articles = {article["rule_id"]: article for article in facts["articles"]}
    assert articles.keys() == wanted
    counts = {rule: (article["checked"], article["broken"]) for rule, article in articles.items()}
    assert counts == {rule: (found[rule].checked, found[rule].broken) for rule in wanted}
    assert (sum(broken for _, broken in counts.values()) > 0) == (duties is BROKEN)
    for language in ("ko", "en"):
        shown = page(site, language).rows
        assert {rule: (cells[2], cells[4]) for rule, cells in shown.items() if rule} == {
            rule: (f"{checked:,}", f"{broken:,}") for rule, (checked, broken) in counts.items()
        }


def test_the_pages_say_article_sentence_penalty_and_nearness_in_both_languages(site: Path, tmp_path: Path) -> None:
    facts = reported(site, roster_folder(tmp_path / "roster"))
    korean, english = page(site, "ko").rows["weekly_hours"], page(site, "en").rows["weekly_hours"]
    assert "주간 근로시간" in korean[0] and "근로기준법" in korean[0] + korean[1]
    assert "52 hours" in english[0] and "prison" in english[1]
    assert "max_paid_minutes_week 3120 → 3060" in english[0]
    (article,) = [each for each in facts["articles"] if each["rule_id"] == "weekly_rest"]
    assert article["near"] is not None


def test_a_roster_with_a_changed_letter_is_no_longer_the_one_of_the_report(site: Path, tmp_path: Path) -> None:
    roster = roster_folder(tmp_path / "roster")
    facts = reported(site, roster)
    file = tmp_path / "report" / "compliance.json"
    assert facts["hashes"] == {
        name: hashlib.sha256((roster / name).read_bytes()).hexdigest() for name in ("roster.csv", "activities.csv")
    }
    for language in ("ko", "en"):
        assert str(facts["sha256"]) in (tmp_path / "report" / f"compliance.{language}.html").read_text("utf-8")
    same = wfm("compliance", "--verify", file, "--roster", roster)
    assert (same.exit_code, f"speaks of this roster: sha256 {facts['sha256']}" in same.stderr) == (0, True)
    for name in ("roster.csv", "activities.csv"):
        changed = Path(shutil.copytree(roster, tmp_path / f"changed {name}"))
        (changed / name).write_text((changed / name).read_text("utf-8").replace("T18:00", "T18:01", 1), "utf-8")
        other = wfm("compliance", "--verify", file, "--roster", changed)
        assert (other.exit_code, f"another roster: {name} differs" in other.stderr) == (1, True)
    forged = json.loads(file.read_text("utf-8")) | {"sha256": "0" * 64}
    file.write_text(json.dumps(forged), "utf-8")
    assert wfm("compliance", "--verify", file, "--roster", roster).exit_code == 1


def test_what_the_site_relaxed_stands_with_both_numbers_and_who_first_ran_a_night_with_it(
    site: Path, tmp_path: Path
) -> None:
    rules = "\n[rules.override]\nmin_rest_between_duties_h = 9\nmax_consecutive_days = 5\n"
    (site / "site.toml").write_text(SITE + rules, "utf-8")
    kept = [("kim", "2026-06-01", SITE), ("lee", "2026-06-02", SITE + rules), ("park", "2026-06-03", SITE + rules)]
    with open_site_database(site) as engine:
        for who, night, text in kept:
            content = json.dumps({"site.toml": text}).encode()
            stamp = Stamp(who, datetime(2026, 6, 1, tzinfo=UTC))
            save_version(engine, "tiny", "site", content, stamp, date.fromisoformat(night))
    facts = reported(site, roster_folder(tmp_path / "roster"))
    relaxed = {each["parameter"]: each for each in facts["relaxed"]}
    shown = {name: (x["of_pack"], x["of_site"], x["direction"], x["who"], x["since"]) for name, x in relaxed.items()}
    assert shown == {
        "min_rest_between_duties_h": ("11.0", "9.0", "looser", "lee", "2026-06-02"),
        "max_consecutive_days": ("6", "5", "stricter", "lee", "2026-06-02"),
    }
    assert "lee, 2026-06-02" in (tmp_path / "report" / "compliance.ko.html").read_text("utf-8")


def test_nothing_typed_into_a_site_becomes_markup(site: Path, tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script>"
    (site / "site.toml").write_text(SITE.replace("작은 센터", hostile), "utf-8")
    staff = (site / "staff.csv").read_text("utf-8").replace("A0001", "<img src=x>")
    (site / "staff.csv").write_text(staff, "utf-8")
    (site / "leave.csv").write_text("agent_id,date,kind\n<img src=x>,2026-06-08,annual\n", "utf-8")
    roster = roster_folder(
        tmp_path / "roster", ROSTER.replace("A0001", "<img src=x>"), "agent_id,start,end,activity,queue\n"
    )
    reported(site, roster)
    for language in ("ko", "en"):
        assert page(site, language).tags & {"script", "img", "link", "iframe"} == set()
        text = (tmp_path / "report" / f"compliance.{language}.html").read_text("utf-8")
        assert "&lt;img src=x&gt;" in text
        assert not re.search(r"https?://|url\(", text)


def test_a_report_needs_a_site_and_a_place_and_writes_nothing_over_other_files(site: Path, tmp_path: Path) -> None:
    roster = roster_folder(tmp_path / "roster")
    assert wfm("compliance", "--roster", roster).exit_code == 2
    before = content_of(site)
    done = wfm("compliance", "--site", site, "--roster", roster, "--out", site)
    assert (done.exit_code, content_of(site)) == (1, before)
    (tmp_path / "facts.json").write_text("[]", "utf-8")
    assert wfm("compliance", "--verify", tmp_path / "facts.json", "--roster", roster).exit_code == 4


def test_without_a_browser_the_pdf_alone_is_missing_and_it_says_so(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.compliance_run.BROWSERS", ("no-such-browser",))
    words = ("compliance", "--site", site, "--roster", roster_folder(tmp_path / "roster"), "--out", tmp_path / "report")
    done = wfm(*words, "--pdf")
    assert (done.exit_code, "print the HTML page from any browser" in done.stderr) == (3, True)
    assert (tmp_path / "report" / "compliance.ko.html").is_file()


@pytest.mark.browser
@pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium here: the PDF was NOT printed")
def test_a_browser_prints_both_pages_as_pdf(site: Path, tmp_path: Path) -> None:
    reported(site, roster_folder(tmp_path / "roster"), "--pdf")
    for language in ("ko", "en"):
        assert (tmp_path / "report" / f"compliance.{language}.pdf").read_bytes().startswith(b"%PDF-")


def test_the_report_is_dated_by_the_clock_of_the_site(site: Path) -> None:
    made = datetime.fromisoformat(str(reported(site, roster_folder(site.parent / "roster"))["made"]))
    assert made.utcoffset() == made.astimezone(ZoneInfo("Asia/Seoul")).utcoffset()
