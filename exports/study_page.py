"""A report of a scenario as one HTML page that stands alone: tables and pictures; no script, nothing fetched."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from exports.compliance import Language

type Text = tuple[str, str]  # Korean, English

STYLE = """
body { font: 11pt/1.55 "Noto Sans KR", "Noto Sans CJK KR", "Malgun Gothic", sans-serif; color: #1d2733;
  max-width: 200mm; margin: 8mm auto; padding: 0 4mm; }
h1 { font-size: 18pt; margin: 0 0 2mm; } h2 { font-size: 13pt; margin: 9mm 0 2mm; } p { margin: 1.5mm 0; }
table { border-collapse: collapse; margin: 3mm 0; } th, td { text-align: right; padding: 1.2mm 3mm;
  border-bottom: 0.3mm solid #d5dbe2; font-variant-numeric: tabular-nums; } th { font-size: 9pt; color: #51606f; }
th:first-child, td:first-child { text-align: left; } svg { max-width: 100%; height: auto; }
.small { font-size: 9pt; color: #51606f; } blockquote { border-left: 1mm solid #d5dbe2; margin: 2mm 0; padding: 0 4mm; }
"""

SIMULATED: Text = ("모의 자료: 실제 기록이 아닙니다.", "Simulated sample, not a real record.")
REST: Text = (
    "식사·휴게·회복 휴식·휴무는 어떤 시나리오에서도 그대로입니다. 모자라는 것은 모자란다고 적습니다.",
    "Meals, rests, recovery and days off stay as they are in every scenario. What is short is shown as short.",
)


@dataclass(frozen=True, slots=True)
class Table:
    """Headings in both languages, and cells that read the same in both."""

    heads: tuple[Text, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report: its heading, sentences, a table, a picture (SVG in either language), words to give out."""

    heading: Text
    said: tuple[Text, ...] = ()
    table: Table | None = None
    picture: Text | None = None
    quoted: tuple[Text, ...] = field(default=())


def study_page(title: Text, about: Text, parts: Sequence[Part], language: Language, is_simulated: bool) -> str:
    """The page; the same parts give the same bytes."""
    place = 0 if language == "ko" else 1
    head = [
        "<!DOCTYPE html>",
        f'<html lang="{language}"><head><meta charset="utf-8"><title>{escape(title[place])}</title>',
        f"<style>{STYLE}</style></head><body>",
        f"<h1>{escape(title[place])}</h1>",
        f"<p>{escape(about[place])}</p>",
        *([f'<p class="small">{escape(SIMULATED[place])}</p>'] if is_simulated else []),
    ]
    body = [line for part in parts for line in _part(part, place)]
    return "\n".join([*head, *body, f'<p class="small">{escape(REST[place])}</p>', "</body></html>"]) + "\n"


def _part(part: Part, place: int) -> Iterator[str]:
    yield f"<h2>{escape(part.heading[place])}</h2>"
    for said in part.said:
        yield f"<p>{escape(said[place])}</p>"
    for quoted in part.quoted:
        yield f"<blockquote>{escape(quoted[place])}</blockquote>"
    if part.picture is not None:
        yield part.picture[place]
    if part.table is not None:
        yield "<table><thead><tr>" + "".join(f"<th>{escape(head[place])}</th>" for head in part.table.heads)
        yield "</tr></thead><tbody>"
        for row in part.table.rows:
            yield "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        yield "</tbody></table>"
