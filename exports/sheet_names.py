"""Names for sheets that every spreadsheet program accepts, from whatever a team is called."""

from collections.abc import Iterable

MAX_LENGTH = 31  # Excel's limit
FORBIDDEN = "[]:*?/\\"
RESERVED = frozenset({"history"})


def sheet_names(wanted: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """A sheet name for each wanted text: legal, at most 31 characters and unlike all others, also in small letters."""
    used = {name.casefold() for name in taken} | RESERVED
    named: dict[str, str] = {}
    for text in wanted:
        name = _numbered(_legal(text), used)
        used.add(name.casefold())
        named[text] = name
    return named


def _legal(text: str) -> str:
    name = "".join("_" if letter in FORBIDDEN or not letter.isprintable() else letter for letter in text)
    return name.strip("' ")[:MAX_LENGTH].strip("' ") or "_"


def _numbered(name: str, used: set[str]) -> str:
    number, candidate = 1, name
    while candidate.casefold() in used:
        number += 1
        ending = f" ({number})"
        candidate = name[: MAX_LENGTH - len(ending)] + ending
    return candidate
