"""What an export's columns, times and queues probably mean: a proposal that a planner corrects, never a decision."""

import csv
import io
import re
from collections.abc import Mapping, Sequence

import pandas as pd

from domain.site_config import SiteConfig
from pipeline.acd_columns import ISO_TIME
from pipeline.acd_file import Cells
from pipeline.column_mapping import ColumnMapping, Columns, FileForm, Queues, Times

WORDS = ("interval_start", "date", "time", "queue", "offered", "answered", "abandoned", "aht_s")
# Names that ACDs give them, in small letters without signs and spaces; those that stand first count more.
KNOWN: Mapping[str, tuple[str, ...]] = {
    word: tuple(names.split())
    for word, names in {
        "interval_start": "intervalstart 일시 집계일시 시작일시 datetime timestamp starttime begin",
        "date": "date 날짜 일자 기준일 기준일자 집계일 영업일 콜일자 day",
        "time": "time 시각 시간대 시간 시작시간 시작시각 구간 interval hour",
        "queue": "queue 대기열 큐 스킬 스킬그룹 skill split vdn 상담그룹 업무그룹 업무 그룹",
        "offered": "offered 인입 인입호 인입콜 인입건수 총인입 인입수 callsoffered 접수 contacts",
        "answered": "answered 응대 응대호 응대건수 응답 응답호 handled acdcalls 연결 상담",
        "abandoned": "abandoned 포기 포기호 포기건수 abandcalls abandons 이탈",
        "aht_s": "aht ahts 평균처리시간 avghandletime 처리시간 평균통화시간 평균상담시간",
    }.items()
}
SIGNS = re.compile(r"[\W_]+")
DELIMITERS = (",", "\t", ";", "|")
LOOK_LINES = 40
LEAST_COLUMNS = 3
FORMATS = (
    "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y.%m.%d %H:%M", "%Y.%m.%d %H:%M:%S",
    "%Y%m%d %H:%M", "%Y%m%d %H%M", "%Y%m%d%H%M", "%Y%m%d%H%M%S", "%y/%m/%d %H:%M", "%m/%d/%Y %H:%M", "%d.%m.%Y %H:%M",
    "%m/%d/%Y %I:%M %p", "%Y%m%d %H", "%Y-%m-%d %H",
)  # fmt: skip


def guessed_form(text: str) -> FileForm:
    """The delimiter, and how many lines stand above the header, of a CSV file's text."""
    lines = text.splitlines()[:LOOK_LINES]
    best, most = FileForm(), 0
    for delimiter in DELIMITERS:
        widths = [len(line) for line in csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter)]
        if not widths:
            continue
        width = max(widths, key=lambda each: (widths.count(each) if each >= LEAST_COLUMNS else 0, each))
        if width >= LEAST_COLUMNS and width * widths.count(width) > most:
            most = width * widths.count(width)
            best = FileForm(delimiter=delimiter, lines_above_header=widths.index(width))
    return best


def guessed_columns(columns: Sequence[str]) -> dict[str, str]:
    """Our word for a column by its name in the export; words for which nothing fits are missing."""
    plain = {column: SIGNS.sub("", column.casefold()) for column in columns if column.strip()}
    found: dict[str, str] = {}
    for fits in (lambda name, known: name == known, lambda name, known: known in name):
        for word in WORDS:
            free = [column for column in plain if column not in found.values()]
            named = [column for known in KNOWN[word] for column in free if fits(plain[column], known)]
            if word not in found and named:
                found[word] = named[0]
    if "interval_start" in found and "date" in found and "time" in found:
        del found["interval_start"]  # two columns that say it plainly are less of a guess
    elif "interval_start" in found or not {"date", "time"} <= found.keys():
        started = found.get("interval_start") or found.get("date") or found.get("time")
        found = {word: column for word, column in found.items() if word not in ("date", "time")}
        if started is not None:
            found["interval_start"] = started
    return found


def guessed_format(text: pd.Series) -> str | None:
    """The form that all of these times have; None where it is ISO 8601, or none that is known."""
    some = text[text.str.strip() != ""].head(500)
    if some.str.contains(ISO_TIME, regex=True).all():
        return None
    known = (form for form in FORMATS if pd.to_datetime(some, errors="coerce", format=form).notna().all())
    return next(known, None)


def guessed_mapping(cells: Cells, form: FileForm, config: SiteConfig, saved: ColumnMapping | None) -> ColumnMapping:
    """The mapping that fits best: the saved one where the file has its columns, else what names and values suggest."""
    if saved is not None and set(saved.required) <= set(cells.columns):
        return saved.model_copy(update={"file": form})
    found = guessed_columns(cells.columns)
    if "interval_start" not in found and "date" not in found:
        found["interval_start"] = cells.columns[0]
    found.setdefault("offered", cells.columns[-1])
    queues = [queue.id for queue in config.queue]
    names = {} if "queue" not in found else guessed_queues(cells.frame[found["queue"]], queues, saved)
    queue = Queues(names=names) if "queue" in found else Queues(constant=queues[0])
    columns = Columns(**found)
    times = guessed_times(cells, columns, config.site.interval_minutes)
    return ColumnMapping(columns=columns, time=times, queue=queue, file=form)


def guessed_times(cells: Cells, columns: Columns, interval_min: int) -> Times:
    """The form of the times, and the export's own step where it is finer than the site's."""
    text = time_text(cells, columns)
    form = guessed_format(text)
    parsed = pd.to_datetime(text, errors="coerce", format=form or "ISO8601", utc=True)
    minutes = (parsed.dt.hour * 60 + parsed.dt.minute).dropna().unique()
    step = next((each for each in (60, 30, 20, 15, 10, 5, 1) if len(minutes) and not (minutes % each).any()), None)
    finer = step is not None and step < interval_min and interval_min % step == 0
    return Times(format=form, interval_minutes=step if finer else None)


def time_text(cells: Cells, columns: Columns) -> pd.Series:
    """The times as the file writes them; a day and a time of day with a space between."""
    if columns.interval_start is not None:
        return cells.frame[columns.interval_start].str.strip()
    day, clock = cells.frame[str(columns.date)].str.strip(), cells.frame[str(columns.time)].str.strip()
    return day.str.removesuffix("T00:00:00") + " " + clock


def guessed_queues(called: pd.Series, queues: Sequence[str], saved: ColumnMapping | None) -> dict[str, str]:
    """The site's queue for each name in the export that needs one: by its saved name, or as the same but for case."""
    by_plain = {SIGNS.sub("", queue.casefold()): queue for queue in queues}
    kept = {} if saved is None else saved.queue.names
    found = {}
    for name in sorted(set(called.str.strip())):
        queue = kept.get(name) or by_plain.get(SIGNS.sub("", name.casefold()))
        if queue in queues and queue != name:
            found[name] = str(queue)
    return found
