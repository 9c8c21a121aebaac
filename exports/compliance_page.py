"""A compliance report as one HTML page that stands alone: no script, nothing fetched, made to be printed."""

from collections.abc import Iterator, Sequence
from html import escape

from exports.compliance import Article, Compliance, Language

STYLE = """
@page { size: A4; margin: 15mm 13mm; }
body { font: 10pt/1.45 "Noto Sans KR", "Noto Sans CJK KR", "Malgun Gothic", sans-serif; color: #1d2733; max-width: 185mm;
  margin: 8mm auto; padding: 0 4mm; }
h1 { font-size: 17pt; margin: 0 0 1mm; } h2 { font-size: 12pt; margin: 8mm 0 2mm; } p { margin: 1mm 0; }
table { border-collapse: collapse; width: 100%; } thead { display: table-header-group; } tr { break-inside: avoid; }
th, td { text-align: left; vertical-align: top; padding: 1.4mm 2mm; border-bottom: 0.3mm solid #d5dbe2; }
th { font-size: 8.5pt; color: #51606f; } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
th.n, td.n, td.v { white-space: nowrap; } .small { font-size: 8.5pt; color: #51606f; } .hash { font: 8.5pt monospace; overflow-wrap: anywhere; }
.sums { display: flex; gap: 9mm; margin: 4mm 0; } .sums b { display: block; font-size: 16pt; }
.broken { color: #a3151d; font-weight: 600; } .near { color: #8a5a00; font-weight: 600; } .kept { color: #1c6b3a; }
.unseen { color: #6b7785; }
"""  # noqa: E501

WORDS: dict[str, tuple[str, str]] = {
    "title": ("근무표 준수 보고서", "Compliance report of a roster"),
    "window": ("계획 기간", "Planning window"),
    "pack": ("규칙 묶음", "Rule pack"),
    "size": ("대상", "Scope"),
    "people": ("{0}명, 근무 {1}건", "{0} people, {1} duties"),
    "made": ("작성", "Made"),
    "speaks_of": ("이 보고서가 다루는 근무표", "The roster that this report speaks of"),
    "hash_note": (
        "두 파일의 바이트에서 구한 SHA-256입니다. 한 글자라도 바뀐 근무표와는 맞지 않습니다. "
        "확인: wfm compliance --verify compliance.json --roster 폴더",
        "SHA-256 of the bytes of both files: no roster with a changed letter fits it. "
        "To check: wfm compliance --verify compliance.json --roster DIR",
    ),
    "checked": ("검사", "Checked"),
    "near": ("한도 근접", "Near the limit"),
    "broken": ("위반", "Broken"),
    "articles": ("조문별 결과", "Article by article"),
    "rule": ("규칙과 근거 조문", "Rule and source"),
    "penalty": ("성격과 벌칙", "Kind, and what breaking it costs"),
    "verdict": ("결과", "Result"),
    "places": ("위반한 곳", "Broken at"),
    "step": ("한도 근접 기준", "near means"),
    "v_broken": ("위반", "broken"),
    "v_near": ("지킴, 한도 근접", "kept, near the limit"),
    "v_kept": ("지킴", "kept"),
    "v_unseen": ("해당 없음", "no case"),
    "law": ("법", "law"),
    "policy": ("내부 규정", "house policy"),
    "contract": ("계약", "contract"),
    "form": ("파일 형식", "form of the files"),
    "relaxed": ("사이트가 바꾼 기준", "What the site has changed"),
    "nothing": ("바꾼 기준이 없습니다. 규칙 묶음 그대로입니다.", "Nothing: the rule pack holds as it stands."),
    "number": ("기준", "Number"),
    "of_pack": ("규칙 묶음", "In the pack"),
    "of_site": ("사이트", "At this site"),
    "direction": ("방향", "Direction"),
    "looser": ("완화", "looser"),
    "stricter": ("강화", "stricter"),
    "other": ("변경", "changed"),
    "who": ("누가, 언제부터", "By whom, since when"),
    "unknown": ("기록 없음(site.toml)", "not recorded (site.toml)"),
    "leads": ("팀장", "Team leads"),
    "leads_said": (
        "팀장이 필요한 시간대 {1}개 가운데 {0}개에서 팀장이 모자랍니다(사람이 모자랄 때만 허용).",
        "In {0} of {1} intervals that need team leads some are missing (allowed only where people are missing).",
    ),
    "rest": (
        "식사·휴게·휴무는 응대율과 맞바꾸지 않습니다. 이 보고서는 개인의 순위를 매기지 않습니다.",
        "Meals, rests and days off are never traded for response rate. This report ranks nobody.",
    ),
}


def compliance_page(report: Compliance, language: Language) -> str:
    """The page; the same report gives the same bytes."""
    page = _Page(language)
    return "\n".join(page.lines(report)) + "\n"


class _Page:
    """The words of one language, and the parts of the page in them."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def word(self, key: str, *values: object) -> str:
        """A word or a sentence in the page's language, safe to stand in HTML."""
        return escape(WORDS[key][("ko", "en").index(self._language)].format(*values))

    def lines(self, report: Compliance) -> Iterator[str]:
        """The whole page."""
        title = f"{self.word('title')} · {escape(report.site_name)}"
        yield f'<!DOCTYPE html>\n<html lang="{self._language}"><head><meta charset="utf-8"><title>{title}</title>'
        yield f"<style>{STYLE}</style></head><body>"
        yield f"<h1>{title}</h1>"
        facts = (
            ("window", f"{report.start} – {report.end}"),
            ("size", WORDS["people"][self._language == "en"].format(f"{report.people:,}", f"{report.duties:,}")),
            ("pack", report.pack),
            ("made", report.made),
        )
        yield '<p class="small">' + " · ".join(f"{self.word(k)} {escape(v)}" for k, v in facts) + "</p>"
        yield from self._sums(report)
        yield f"<h2>{self.word('speaks_of')}</h2>"
        yield f'<p class="hash" id="sha256">{report.sha256}</p>'
        for name, sha256 in report.hashes.items():
            yield f'<p class="hash small">{escape(name)} {sha256}</p>'
        yield f'<p class="small">{self.word("hash_note")}</p>'
        yield f"<h2>{self.word('articles')}</h2>"
        yield from self._articles(report.articles)
        yield f"<h2>{self.word('leads')}</h2>"
        yield f"<p>{self.word('leads_said', report.lead_intervals_short, report.lead_intervals)}</p>"
        yield f"<h2>{self.word('relaxed')}</h2>"
        yield from self._relaxed(report)
        yield f'<p class="small" style="margin-top:8mm">{self.word("rest")}</p></body></html>'

    def _sums(self, report: Compliance) -> Iterator[str]:
        yield '<div class="sums">'
        for key, count in (("checked", report.checked), ("near", report.near), ("broken", report.broken)):
            marked = f' class="{key}"' if count and key != "checked" else ""
            yield f"<div><b{marked}>{count:,}</b>{self.word(key)}</div>"
        yield "</div>"

    def _articles(self, articles: Sequence[Article]) -> Iterator[str]:
        heads = [f"<th>{self.word('rule')}</th><th>{self.word('penalty')}</th>"]
        heads += [f'<th class="n">{self.word(key)}</th>' for key in ("checked", "near", "broken")]
        yield f"<table><thead><tr>{''.join(heads)}<th>{self.word('verdict')}</th></tr></thead><tbody>"
        for article in articles:
            near = "–" if article.near is None else f"{article.near:,}"
            step = f'<br><span class="small">{self.word("step")}: {escape(article.step)}</span>' if article.step else ""
            places = ", ".join(escape(place) for place in article.examples)
            where = f'<br><span class="broken">{self.word("places")}: {places}</span>' if places else ""
            penalty = f"<br>{escape(article.penalty)}" if article.penalty else ""
            yield (
                f'<tr id="{escape(article.rule_id)}"><td><b>{escape(article.title)}</b><br>{escape(article.sentence)}'
                f'<br><span class="small">{escape(article.source)}</span>{step}{where}</td>'
                f'<td class="small">{self.word(article.status)}{penalty}</td><td class="n">{article.checked:,}</td>'
                f'<td class="n">{near}</td><td class="n">{article.broken:,}</td>'
                f'<td class="v {article.verdict}">{self.word(f"v_{article.verdict}")}</td></tr>'
            )
        yield "</tbody></table>"

    def _relaxed(self, report: Compliance) -> Iterator[str]:
        if not report.relaxed:
            yield f"<p>{self.word('nothing')}</p>"
            return
        heads = ("number", "of_pack", "of_site", "direction", "who")
        yield f"<table><thead><tr>{''.join(f'<th>{self.word(key)}</th>' for key in heads)}</tr></thead><tbody>"
        for each in report.relaxed:
            who = escape(f"{each.who}, {each.since}") if each.who else self.word("unknown")
            marked = ' class="near"' if each.direction == "looser" else ""
            yield (
                f'<tr><td>{escape(each.meaning)}<br><span class="small">{escape(each.parameter)}</span></td>'
                f"<td>{escape(each.of_pack)}</td><td>{escape(each.of_site)}</td>"
                f"<td{marked}>{self.word(each.direction)}</td><td>{who}</td></tr>"
            )
        yield "</tbody></table>"
