"""An id replaced by a pseudonym in whatever holds it: text, tables, JSON, frames, spreadsheets.

A pseudonym is drawn by chance and written down nowhere beside the id, so nothing leads back. The id is found where no
letter or digit touches it, and never inside another person's id; an id of digits alone could be any number, so in
tables it is looked for in the columns of ids and in running text only.
"""

import csv
import gzip
import io
import json
import re
import zipfile
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from xml.sax.saxutils import escape

import pandas as pd

from domain.cell_text import GUARD, guarded
from exports.hr_words import HEADERS
from store.json_text import json_text

AGENT_ID = "agent_id"
HASH = re.compile(r"\b[0-9a-f]{64}\b")
DELIMITERS = ",;\t|"
BOM = "\ufeff"
GZIP_MAGIC, ZIP_MAGIC = b"\x1f\x8b", b"PK\x03\x04"
LEAST_BYTES = 4  # a shorter id may stand in a picture by chance
NUMBER_LIKE = re.compile(r"[\d.,:TZ+ -]+")


class UnreadableFileError(ValueError):
    """A file of a kind that cannot be rewritten holds the id."""


@dataclass(frozen=True)
class Eraser:
    """Replaces one id; `others` are ids of other people, `id_columns` headers beside our own that hold ids.

    `hashes` leads from the hash of what was rewritten to the hash of what it is now; the caller fills it.
    """

    agent_id: str
    pseudonym: str
    others: Collection[str]
    id_columns: Collection[str]
    hashes: dict[str, str]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Other ids that hold this one come first, so that they are passed over."""
        longer = sorted((other for other in self.others if self.agent_id in other), key=len, reverse=True)
        keep = "|".join(re.escape(form) for other in longer if other != self.agent_id for form in _forms(other))
        forms = "|".join(re.escape(form) for form in sorted(_forms(self.agent_id), key=len, reverse=True))
        beside = "A-Za-z0-9.:" + ("-" if self._is_number else "")
        mark = f"{GUARD}*" if guarded(self.agent_id) != self.agent_id else ""
        touched = (rf"(?<![{beside}])", rf"(?![A-Za-z0-9])(?![{beside}][0-9])") if self._is_number else _edges()
        found = rf"{touched[0]}{mark}(?:{forms}){touched[1]}"
        return re.compile(rf"(?P<keep>{keep})|{found}" if keep else found)

    @cached_property
    def _is_number(self) -> bool:
        return self.agent_id.isdigit()

    @cached_property
    def _columns(self) -> frozenset[str]:
        return frozenset({AGENT_ID, *HEADERS[AGENT_ID], *self.id_columns})

    def words(self, text: str) -> str:
        """Running text without the id, hashes of rewritten files renewed."""
        found = self._pattern.sub(lambda match: match[0] if match.groupdict().get("keep") else self.pseudonym, text)
        return HASH.sub(lambda match: self.hashes.get(match[0], match[0]), found) if self.hashes else found

    def text(self, text: str) -> str:
        """The text of a file without the id; a table by its columns where the id could be any number."""
        if self._is_number:
            table = self._table(text)
            if table is not None:
                return table
            if text.lstrip().startswith(("{", "[")):
                return self._document(text)
        return self.words(text)

    def _table(self, text: str) -> str | None:
        """The text as a table with a column of ids; None where it is none."""
        header = text.partition("\n")[0].strip(BOM + "\r")
        delimiter = next((sign for sign in DELIMITERS if self._columns & set(_split(header, sign))), None)
        if delimiter is None:
            return None
        columns = [name in self._columns for name in _split(header, delimiter)]
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
        for line in csv.reader(io.StringIO(text.removeprefix(BOM), newline=""), delimiter=delimiter):
            is_id = [*columns, *[False] * len(line)]
            writer.writerow([self._cell(cell, of) for cell, of in zip(line, is_id, strict=False)])
        return (BOM if text.startswith(BOM) else "") + out.getvalue()

    def _cell(self, cell: str, holds_ids: bool) -> str:
        if holds_ids:
            return self.pseudonym if cell.strip() == self.agent_id else cell
        return cell if NUMBER_LIKE.fullmatch(cell) else self.words(cell)

    def _document(self, text: str) -> str:
        try:
            told = json.loads(text)
        except ValueError:  # lines of JSON, or no JSON at all
            return self.words(text)
        changed = self.tree(told)
        return text if changed == told else json_text(changed)

    def tree(self, value: object) -> object:
        """JSON without the id in any of its texts and names."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.words(str(key)): self.tree(item) for key, item in value.items()}
        return [self.tree(item) for item in value] if isinstance(value, list) else value

    def frame(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame without the id in any of its columns of text."""
        changed = {}
        for name in frame.columns:
            if pd.api.types.is_string_dtype(frame[name].dtype) or frame[name].dtype == object:
                texts = {value: self._value(str(name), value) for value in frame[name].dropna().unique()}
                if any(text != value for value, text in texts.items()):
                    renewed = frame[name].map(texts, na_action="ignore").astype(frame[name].dtype)
                    changed[name] = renewed
        return frame.assign(**changed) if changed else frame

    def _value(self, column: str, value: object) -> object:
        return self._cell(value, column in self._columns) if isinstance(value, str) else value

    def content(self, content: bytes) -> bytes:
        """A file's bytes without the id: text, gzip or a spreadsheet; raises UnreadableFileError for other kinds."""
        if content.startswith(GZIP_MAGIC):
            inner = gzip.decompress(content)
            changed = self.content(inner)
            return content if changed == inner else gzip.compress(changed, mtime=0)
        if content.startswith(ZIP_MAGIC):
            return self._archive(content)
        for encoding in ("utf-8", "cp949"):
            if b"\0" not in content:
                try:
                    text = content.decode(encoding)
                    changed_text = self.text(text)
                    return content if changed_text == text else changed_text.encode(encoding)
                except UnicodeError:
                    continue
        if len(self.agent_id) >= LEAST_BYTES and self.agent_id.encode() in content:
            raise UnreadableFileError
        return content

    def _archive(self, content: bytes) -> bytes:
        """A spreadsheet: its parts are XML."""
        with zipfile.ZipFile(io.BytesIO(content)) as found:
            parts = [(item, found.read(item)) for item in found.infolist()]
        changed = [(item, self.content(part)) for item, part in parts]
        if all(part == before for (_, part), (_, before) in zip(changed, parts, strict=True)):
            return content
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as written:
            for item, part in changed:
                written.writestr(item, part, zipfile.ZIP_DEFLATED)
        return out.getvalue()


def _edges() -> tuple[str, str]:
    return r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"


def _split(header: str, delimiter: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([header], delimiter=delimiter), [])]


def _forms(agent_id: str) -> set[str]:
    """The id as it stands in text, CSV, JSON and XML."""
    quoted = {json.dumps(agent_id)[1:-1], json.dumps(agent_id, ensure_ascii=False)[1:-1]}
    return {agent_id, escape(agent_id), agent_id.replace('"', '""'), *quoted}


def ids_in(texts: Iterable[str]) -> frozenset[str]:
    """Every id that stands in a column `agent_id` of the tables."""
    found: set[str] = set()
    for text in texts:
        rows = csv.DictReader(io.StringIO(text.removeprefix(BOM), newline=""))
        if AGENT_ID in (rows.fieldnames or ()):
            found.update((row[AGENT_ID] or "").strip() for row in rows)
    return frozenset(found - {""})
