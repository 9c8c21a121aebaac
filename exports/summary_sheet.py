"""The summary sheet: how the roster stands, coverage by queue, and every rule with how often it was broken."""

from xlsxwriter.worksheet import Worksheet

from exports.roster_book import QueueCoverage, RosterBook, RuleCount
from exports.sheet_setup import begin_sheet
from exports.wording import STATUSES, STRENGTHS
from exports.workbook_styles import Styles

COVERAGE_HEADS = (
    "큐 Queue",
    "소요 Required\n(상담사·시간대)",
    "충족 Covered",
    "부족 Short",
    "초과 Over",
    "충족률 Covered share",
)
SOURCE_COLUMN, LAST_COLUMN = 4, 6  # a source is as long as three columns
RULE_HEADS = ("규칙 Rule", "점검 Checked", "위반 Broken", "강도 Strength", "근거 Source")


def write_summary_sheet(sheet: Worksheet, book: RosterBook, styles: Styles) -> None:
    """Writes status, gap, coverage and rules of the whole planning window."""
    row = begin_sheet(sheet, f"{book.site_name} 근무표 요약 · Roster summary", styles, book.simulated)
    sheet.set_column(0, 0, 38)
    sheet.set_column(1, LAST_COLUMN - 1, 15)
    sheet.set_column(LAST_COLUMN, LAST_COLUMN, 56)
    sheet.freeze_panes(row, 0)
    row = _write_facts(sheet, row + 1, book, styles)
    row = _write_coverage(sheet, row + 1, book.summary.coverage, styles)
    _write_rules(sheet, row + 1, book.summary.rules, styles)


def _write_facts(sheet: Worksheet, row: int, book: RosterBook, styles: Styles) -> int:
    window, summary = book.roster.window, book.summary
    hard_broken = sum(rule.broken for rule in summary.rules if rule.strength != "soft")
    leads = f"{summary.leads_short:,} / {summary.leads_required:,}"
    facts = (
        ("기간 Planning window", f"{window.start.isoformat()} ~ {window.last.isoformat()}"),
        ("상태 Status", STATUSES.get(summary.status, summary.status)),
        ("최적성 격차 Gap", "알 수 없음 unknown" if summary.gap is None else f"{summary.gap:.2%}"),
        ("근무 수 Duties", f"{len(book.roster.duties):,}"),
        ("필수 규칙 위반 Hard rules broken", f"{hard_broken:,}"),
        ("팀장 부족 (명×시간대) Leads short", leads),
    )
    for title, value in facts:
        sheet.write_string(row, 0, title, styles.lead_name)
        sheet.write_string(row, 1, value, styles.text)
        row += 1
    return row


def _write_coverage(sheet: Worksheet, row: int, coverage: tuple[QueueCoverage, ...], styles: Styles) -> int:
    _write_heads(sheet, row, COVERAGE_HEADS, styles)
    for queue in coverage:
        row += 1
        sheet.write_string(row, 0, queue.queue, styles.name)
        for place, value in enumerate((queue.required, queue.covered, queue.short, queue.over), start=1):
            sheet.write_number(row, place, value, styles.number)
        sheet.write_number(row, 5, queue.covered_share, styles.share)
    return row + 1


def _write_rules(sheet: Worksheet, row: int, rules: tuple[RuleCount, ...], styles: Styles) -> None:
    _write_heads(sheet, row, RULE_HEADS, styles)
    sheet.merge_range(row, SOURCE_COLUMN, row, LAST_COLUMN, RULE_HEADS[SOURCE_COLUMN], styles.head)
    for rule in rules:
        row += 1
        sheet.write_string(row, 0, f"{rule.title_ko} {rule.title_en}", styles.name)
        sheet.write_number(row, 1, rule.checked, styles.number)
        sheet.write_number(row, 2, rule.broken, styles.warning if rule.broken else styles.number)
        sheet.write_string(row, 3, STRENGTHS.get(rule.strength, rule.strength), styles.name)
        sheet.merge_range(row, SOURCE_COLUMN, row, LAST_COLUMN, rule.source, styles.long_name)


def _write_heads(sheet: Worksheet, row: int, heads: tuple[str, ...], styles: Styles) -> None:
    sheet.set_row(row, 28)
    for place, head in enumerate(heads):
        sheet.write_string(row, place, head, styles.head)
