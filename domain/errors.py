"""One family of deliberate errors; each class carries the exit code that the command line ends with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


class WfmError(Exception):
    """Something that a planner can understand and act on; the message is one clear sentence."""

    exit_code: ClassVar[int] = 1


class UsageError(WfmError):
    """The command was called in a way it does not know."""

    exit_code = 2


class DoneInPartError(WfmError):
    """The valid part was done and written; the message says what is missing."""

    exit_code = 3


class ConfigError(WfmError):
    """A setting of the site or of a rule pack is wrong; nothing was written."""

    exit_code = 4


class ForecastError(WfmError):
    """No forecast can be made from this history."""


class ScheduleError(WfmError):
    """A roster could not be computed for a reason other than the hard rules."""


class NoRosterError(WfmError):
    """No roster exists under the hard rules; the message names the conflict."""

    exit_code = 5


class LockHeldError(WfmError):
    """Another run works on the same site."""

    exit_code = 6


class CancelledError(WfmError):
    """The run was stopped on request."""

    exit_code = 130


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one place of an input file; `row` counts the header as row 1."""

    file: str
    row: int | None
    column: str | None
    value: str | None
    expected: str

    def __str__(self) -> str:
        where = self.file
        if self.row is not None:
            where += f", row {self.row}"
        if self.column is not None:
            where += f", column {self.column}"
        found = "" if self.value is None else f" {self.value!r} is not accepted;"
        return f"{where}:{found} expected {self.expected}"


class DataError(WfmError):
    """Input that cannot be used, with every problem found and its place; nothing was written."""

    exit_code = 4
    shown: ClassVar[int] = 3

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        text = "; ".join(str(problem) for problem in self.problems[: self.shown])
        if len(self.problems) > self.shown:
            text += f"; and {len(self.problems) - self.shown} more like these"
        super().__init__(_one_line(text) + ". Nothing was written.")


def _one_line(text: str) -> str:
    """The text with a space for each sign that breaks a line or steers a terminal: names from files may hold any."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
