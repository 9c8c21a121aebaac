"""The compliance report of a roster, behind `wfm compliance`: the audit's counts, bound to the roster by its hash."""

import json
import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from domain.errors import DataError, Problem, WfmError
from domain.roster import Roster
from domain.roster_files import ACTIVITY_FILE, ROSTER_FILE, read_roster
from domain.rule_pack import read_rule_pack
from domain.rule_parameters import RuleParameters, Told
from domain.site import Site
from domain.site_folder import read_site
from domain.tables import read_text
from exports.compliance import Article, Compliance, Language, Relaxation
from exports.compliance_page import compliance_page
from pipeline.roster_summary import read_report, window_of
from pipeline.site_store import open_site_database, site_database, stamp_now
from pipeline.views_rest import STEPS, ArticleLine, articles
from scheduling.audit import AuditReport, audit
from store.files import write_json, write_text
from store.folders import staged_folder
from store.hashes import sha256_of, sha256_parts
from store.versions import list_versions, read_version_bytes

LANGUAGES: tuple[Language, ...] = ("ko", "en")
FACTS_FILE = "compliance.json"
PAGE_FILES: Mapping[Language, str] = {"ko": "compliance.ko.html", "en": "compliance.en.html"}
FILES = (FACTS_FILE, *PAGE_FILES.values(), "compliance.*.pdf")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PRINT_WITHIN_S = 120
VERSIONS_READ = 400


@dataclass(frozen=True, slots=True)
class ComplianceFiles:
    """The files that were written, what they count, and why there is no PDF where one was asked for."""

    files: tuple[str, ...]
    checked: int
    near: int
    broken: int
    sha256: str
    missing: str


def roster_hashes(roster_dir: Path) -> dict[str, str]:
    """The sha256 of both files of a roster."""
    return {name: sha256_of(roster_dir / name) for name in (ROSTER_FILE, ACTIVITY_FILE)}


def compliance_to_folder(
    site_dir: Path, roster_dir: Path, out: Path, pdf: bool = False, made: str | None = None
) -> ComplianceFiles:
    """Writes the report as HTML in both languages, as PDF where asked for, and its facts as JSON; whole or not at all.

    Raises DataError where site or roster cannot be used. Where no browser can print, the PDF alone is missing.
    """
    site, hashes = read_site(site_dir), roster_hashes(roster_dir)
    roster = read_roster(roster_dir, window_of(read_report(roster_dir)))
    at = made or _now_at(site)
    found = audit(site, roster)
    reports = {language: compliance(site, roster, found, hashes, at, language, site_dir) for language in LANGUAGES}
    printed: tuple[str, ...] = ()
    with staged_folder(out, FILES) as staged:
        for language, name in PAGE_FILES.items():
            write_text(staged / name, compliance_page(reports[language], language))
        write_json(staged / FACTS_FILE, asdict(reports["en"]))
        missing = ""
        if pdf:
            printed, missing = _printed(staged)
    one = reports["en"]
    files = (*PAGE_FILES.values(), *printed, FACTS_FILE)
    return ComplianceFiles(files, one.checked, one.near, one.broken, one.sha256, missing)


def _now_at(site: Site) -> str:
    """This moment on the site's clock, to the minute."""
    return stamp_now().at.astimezone(ZoneInfo(site.config.site.timezone)).isoformat(timespec="minutes")


def compliance(
    site: Site,
    roster: Roster,
    found: AuditReport,
    hashes: Mapping[str, str],
    made: str,
    language: Language,
    folder: Path,
) -> Compliance:
    """The report in one language."""
    return Compliance(
        site_id=site.id,
        site_name=site.config.site.name or site.id,
        pack=site.rules.name,
        start=roster.window.start.isoformat(),
        end=roster.window.last.isoformat(),
        people=len({duty.agent_id for duty in roster.duties}),
        duties=len(roster.duties),
        made=made,
        sha256=sha256_parts(hashes),
        hashes=dict(hashes),
        articles=tuple(_article(site, line, found) for line in articles(site, roster, language)),
        relaxed=tuple(_relaxed(site, folder, language)),
        lead_intervals=len(found.leads),
        lead_intervals_short=sum(interval.short > 0 for interval in found.leads),
    )


def _article(site: Site, line: ArticleLine, found: AuditReport) -> Article:
    step = ""
    if line.rule_id in STEPS:
        parameter, by = STEPS[line.rule_id]
        limit = getattr(site.rules.parameters, parameter)
        step = f"{parameter} {limit:g} → {max(1, limit + by):g}"
    examples = tuple(found.rules[line.rule_id].examples)
    return Article(
        line.rule_id, line.title, line.sentence, line.source, line.status, line.penalty, line.checked, line.near, step,
        line.broken, examples,
    )  # fmt: skip


def _relaxed(site: Site, site_dir: Path, language: Language) -> Iterator[Relaxation]:
    """Every number that the site sets otherwise than its pack, in the order of the parameters."""
    pack = read_rule_pack(site.config.rules.pack, {}, site_dir).parameters
    history = _kept_overrides(site.id, site_dir) if site.config.rules.override else []
    for name, field in RuleParameters.model_fields.items():
        before, now = getattr(pack, name), getattr(site.rules.parameters, name)
        if before == now:
            continue
        told = next(part for part in field.metadata if isinstance(part, Told))
        who, since = _since(history, name)
        meaning = told.ko if language == "ko" else told.en
        yield Relaxation(name, meaning, str(before), str(now), _direction(name, before, now), who, since)


def _direction(name: str, before: object, now: object) -> Literal["looser", "stricter", "other"]:
    if not isinstance(before, int | float) or not isinstance(now, int | float) or name[:4] not in ("max_", "min_"):
        return "other"
    return "looser" if (now > before) == name.startswith("max_") else "stricter"


def _kept_overrides(site_id: str, site_dir: Path) -> list[tuple[str, str, Mapping[str, object]]]:
    """Who ran which night, and what the site's own numbers were in it, newest first."""
    where = site_database(site_dir)
    if isinstance(where, Path) and not where.is_file():
        return []
    kept = []
    with open_site_database(site_dir) as database:
        for version in list_versions(database, site_id, "site", VERSIONS_READ):
            texts = json.loads(read_version_bytes(database, version))
            rules = tomllib.loads(texts.get("site.toml", "")).get("rules", {})
            kept.append((version.who, str(version.night or version.created.date()), rules.get("override", {})))
    return kept


def _since(history: list[tuple[str, str, Mapping[str, object]]], name: str) -> tuple[str, str]:
    """Who ran the first of the nights, back from the newest, in which the number was what it is in the newest."""
    who = since = ""
    for ran_by, night, numbers in history:
        if name not in numbers or numbers[name] != history[0][2].get(name):
            break
        who, since = ran_by, night
    return who, since


def _printed(folder: Path) -> tuple[tuple[str, ...], str]:
    """The pages as PDF, by a browser of this machine; or why not."""
    browser = next((found for found in map(shutil.which, BROWSERS) if found), None)
    if browser is None:
        return (), f"No PDF: none of {', '.join(BROWSERS)} is installed; print the HTML page from any browser."
    names = tuple(name.replace(".html", ".pdf") for name in PAGE_FILES.values())
    with tempfile.TemporaryDirectory(prefix="wfm-print-") as profile:
        # The page is our own, has no script and fetches nothing: it needs no sandbox, which root cannot have.
        form = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={profile}"]
        for page, name in zip(PAGE_FILES.values(), names, strict=True):
            command = [browser, *form, f"--print-to-pdf={folder / name}", (folder / page).as_uri()]
            try:
                subprocess.run(command, check=True, capture_output=True, timeout=PRINT_WITHIN_S)
            except (OSError, subprocess.SubprocessError):
                return tuple(done for done in names if (folder / done).is_file()), f"No PDF: {browser} could not print."
    return names, ""


def verify_compliance(report_file: Path, roster_dir: Path) -> str:
    """A sentence where the report speaks of exactly this roster; raises WfmError naming the file that differs."""
    try:
        told = json.loads(read_text(report_file))
        hashes = {str(name): str(sha256) for name, sha256 in told["hashes"].items()}
        whole = str(told["sha256"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        expected = f"{FACTS_FILE} as `wfm compliance` writes it"
        raise DataError([Problem(report_file.name, None, None, None, expected)]) from error
    found = roster_hashes(roster_dir)
    changed = [name for name, sha256 in found.items() if hashes.get(name) != sha256]
    if changed or whole != sha256_parts(found):
        raise WfmError(f"{report_file.name} speaks of another roster: {' and '.join(changed) or 'its hash'} differs.")
    return f"{report_file.name} speaks of this roster: sha256 {whole}."
