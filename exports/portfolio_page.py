"""How all sites of a portfolio stand, as one HTML page that stands alone: no script, nothing fetched.

What needs a planner comes first: what failed, is late, was done in part, is short; then warnings, and the sites where
all is well in one closed line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from exports.compliance import Language

LANGUAGES: tuple[Language, ...] = ("ko", "en")
ANEW_S = 60  # the browser reads the file again, so that an open page follows a run
SHOWN_WARNINGS = 5
SHOWN_NOTES = 3

STYLE = """
body { font: 11pt/1.5 "Noto Sans KR", "Noto Sans CJK KR", "Malgun Gothic", sans-serif; color: #1d2733; background: #fff;
  max-width: 1100px; margin: 8mm auto; padding: 0 4mm; }
h1 { font-size: 18pt; margin: 0 0 1mm; } h2 { font-size: 13pt; margin: 8mm 0 1mm; } .small { font-size: 9pt; color: #51606f; }
.sums { display: flex; flex-wrap: wrap; gap: 9mm; margin: 5mm 0; } .sums b { display: block; font-size: 18pt; }
.look { color: #b4540a; } table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: 1.4mm 2mm; border-bottom: 0.3mm solid #d5dbe2; overflow-wrap: anywhere; }
th { font-size: 9pt; color: #51606f; } .n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
th:nth-child(1) { width: 22%; } th:nth-child(2) { width: 15%; } th:nth-child(3) { width: 17%; } summary { cursor: pointer; }
"""  # noqa: E501

WORDS: dict[str, tuple[str, str]] = {
    "title": ("{0}: 사이트 현황", "{0}: how the sites stand"),
    "as_of": (
        "{0} UTC 기준. 작업 중에는 1분마다 새로 씁니다.",
        "As of {0} UTC; written anew once a minute while nights run.",
    ),
    "failed": ("실패", "Failed"),
    "late": ("지연", "Late"),
    "partly": ("일부만 완료", "Done in part"),
    "short": ("인원 부족", "Short"),
    "warned": ("확인할 점 있음", "With warnings"),
    "good": ("정상", "Good"),
    "failed_why": (
        "지난 야간 작업이 끝나지 못했습니다. 그 전에 공지한 근무표는 그대로입니다.",
        "The newest night came to nothing. What was published before still stands.",
    ),
    "late_why": (
        "정한 시간 안에 끝난 야간 작업이 없습니다.",
        "No night has ended well within the time that the site allows.",
    ),
    "partly_why": (
        "빠진 것은 적혀 있고 나머지는 쓸 수 있습니다.",
        "What is missing is said; the rest is valid.",
    ),
    "warned_why": (
        "사람이 살펴보고 조치할 점입니다. 알아 두면 되는 것은 작은 글씨로 적습니다.",
        "Somebody should look and act. What is only good to know is in small print.",
    ),
    "short_why": (
        "근무표가 소요 인원이나 팀장을 채우지 못합니다. 휴식은 줄이지 않습니다.",
        "The roster lacks agents or team leads. Rest is never cut for it.",
    ),
    "site": ("사이트", "Site"),
    "night": ("마지막 정상 작업", "Last good night"),
    "age": ("{0}시간 전", "{0} h ago"),
    "never": ("없음", "none yet"),
    "hours": ("부족 (상담사 시간)", "Short (agent-hours)"),
    "leads": ("팀장 부족 {0}구간", "leads short in {0} intervals"),
    "why": ("내용", "What is said"),
    "running": ("작업 중: {0}", "at work: {0}"),
    "more": ("외 {0}건", "and {0} more"),
    "all_well": ("정상 {0}곳 보기", "Show the {0} sites where all is well"),
}


@dataclass(frozen=True, slots=True)
class PageSite:
    """A row: `state` is one of the page's headings, `night` an ISO date, hours are agent-hours, shares lie in 0..1."""

    name: str
    title: str
    state: str
    night: str
    age_h: float | None
    short_h: float
    short_share: float
    leads_short: int
    now: str
    said: tuple[str, ...]
    warnings: tuple[str, ...]
    notes: tuple[str, ...] = ()


STATES = ("failed", "late", "partly", "short", "warned", "good")


def portfolio_page(name: str, at: datetime, sites: Sequence[PageSite], language: Language) -> str:
    """The page; the same sites at the same moment give the same bytes."""
    page = _Page(LANGUAGES.index(language))
    title = escape(page.word("title", name))
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{language}"><head><meta charset="utf-8"><meta http-equiv="refresh" content="{ANEW_S}">',
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{STYLE}</style></head><body>',
        f'<h1>{title}</h1><p class="small">{escape(page.word("as_of", f"{at:%Y-%m-%d %H:%M}"))}</p>',
        '<div class="sums">',
        *(page.sum_of(state, sites) for state in STATES),
        "</div>",
        *(line for state in STATES for line in page.section(state, sites)),
        "</body></html>",
    ]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class _Page:
    """The page in one language: Korean 0, English 1."""

    place: int

    def word(self, key: str, *values: object) -> str:
        """A text of the page, with its values; not yet escaped."""
        text = WORDS[key][self.place]
        for number, value in enumerate(values):
            text = text.replace("{" + str(number) + "}", str(value))
        return text

    def sum_of(self, state: str, sites: Sequence[PageSite]) -> str:
        """How many sites are in a state."""
        count = sum(site.state == state for site in sites)
        look = ' class="look"' if count and state in STATES[:4] else ""
        return f"<div{look}><b>{count:,}</b>{escape(self.word(state))}</div>"

    def section(self, state: str, sites: Sequence[PageSite]) -> Iterator[str]:
        """The sites of a state; nothing where there is none."""
        found = [site for site in sites if site.state == state]
        if not found:
            return
        if state == "good":
            yield f"<details><summary>{escape(self.word('all_well', len(found)))}</summary>"
        else:
            yield f"<h2>{escape(self.word(state))} ({len(found):,})</h2>"
        if f"{state}_why" in WORDS:
            yield f'<p class="small">{escape(self.word(f"{state}_why"))}</p>'
        heads = "".join(
            f"<th{' class=n' if key == 'hours' else ''}>{escape(self.word(key))}</th>"
            for key in ("site", "night", "hours", "why")
        )
        yield f"<table><thead><tr>{heads}</tr></thead><tbody>"
        yield from (self.row(site) for site in found)
        yield "</tbody></table>"
        if state == "good":
            yield "</details>"

    def row(self, site: PageSite) -> str:
        """A site's row."""
        age = "" if site.age_h is None else f"<br>{escape(self.word('age', f'{site.age_h:.1f}'))}"
        night = f"{escape(site.night or self.word('never'))}<span class=small>{age}</span>"
        short = f"{site.short_h:,.1f} ({site.short_share:.1%})" if site.short_h else "0"
        if site.leads_short:
            short += f"<br>{escape(self.word('leads', f'{site.leads_short:,}'))}"
        title = f"<br><span class=small>{escape(site.title)}</span>" if site.title else ""
        return (
            f"<tr><td><b>{escape(site.name)}</b>{title}</td><td>{night}</td><td class=n>{short}</td>"
            f"<td>{'<br>'.join(escape(line) for line in self._lines(site))}{self._notes(site)}</td></tr>"
        )

    def _notes(self, site: PageSite) -> str:
        """What is good to know and asks nothing of anybody, in small print."""
        shown = [*site.notes[:SHOWN_NOTES]]
        if len(site.notes) > SHOWN_NOTES:
            shown.append(self.word("more", len(site.notes) - SHOWN_NOTES))
        return "".join(f'<div class="small">{escape(note)}</div>' for note in shown)

    def _lines(self, site: PageSite) -> Iterator[str]:
        if site.now:
            yield self.word("running", site.now)
        yield from site.said
        yield from site.warnings[:SHOWN_WARNINGS]
        if len(site.warnings) > SHOWN_WARNINGS:
            yield self.word("more", len(site.warnings) - SHOWN_WARNINGS)
