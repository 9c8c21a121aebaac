"""Running `wfm` in this process, through the door that the installed command uses."""

import hashlib
from pathlib import Path

from typer.testing import CliRunner, Result

from wfm import app

WIDE = {"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}


def wfm(*words: str | Path, env: dict[str, str] | None = None) -> Result:
    """The command's result: exit code, standard output, standard error."""
    return CliRunner().invoke(app, [str(word) for word in words], env=WIDE | (env or {}))


def content_of(folder: Path) -> dict[str, str]:
    """Every file below a folder with the hash of its bytes: two equal answers mean that nothing was written between."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
