"""Text as a cell of a table that leaves the house: a spreadsheet program must never take it for a formula.

A program that opens a CSV file or a sheet may compute a cell that begins with one of `FORMULA_STARTS`, and a text typed
into a site file would then run on somebody's machine (OWASP, "CSV Injection"). Every writer passes its text through
`guarded`, every reader of our own files through `unguarded`, so that an id comes back as it was.
"""

GUARD = "'"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def guarded(text: str) -> str:
    """The text with a `'` before it where it would start a formula, also where such a mark stands before it already."""
    return GUARD + text if _starts_formula(text) else text


def unguarded(text: str) -> str:
    """The text as it was before `guarded`; any other text is left alone."""
    return text[len(GUARD) :] if text.startswith(GUARD) and _starts_formula(text) else text


def _starts_formula(text: str) -> bool:
    return text.lstrip(GUARD).startswith(FORMULA_STARTS)
