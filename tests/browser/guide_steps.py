"""The planner's guide as steps that can be followed: what its numbered section says to type, click, hand over and see.

The guide says how it is to be read, and this reads it so: an indented line is a command; bold is what is clicked or
chosen, and code after it what is typed or handed over there; italics are what the screen then shows; code that begins
with the centre's name is a file that is then there.
"""

import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

TOKEN = re.compile(r"\*\*(?P<bold>[^*]+)\*\*|`(?P<code>[^`]+)`|\*(?P<italic>[^*]+)\*")
COMMAND = re.compile(r"^ {8}(wfm .+)$")
STEP = re.compile(r"^\d+\. ")
INIT = "wfm init "


class Kind(Enum):
    """What a step asks for."""

    COMMAND = "command"
    CLICK = "click"
    GIVE = "give"
    SEE = "see"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do or to see: `name` is a command, a label, a text or a path; `value` what is given there."""

    kind: Kind
    name: str
    value: str = ""


def guide_acts(guide: Path, heading: str) -> list[Act]:
    """What the section under a heading asks for, in order."""
    text = guide.read_text(encoding="utf-8").split(f"\n{heading}\n", 1)[1].split("\n## ", 1)[0]
    acts: list[Act] = []
    for line in text.splitlines():
        command = COMMAND.match(line)
        if command:
            acts.append(Act(Kind.COMMAND, command.group(1)))
        elif STEP.match(line):
            acts += _of_line(line)
    return acts


def centre_of(acts: list[Act]) -> str:
    """The folder that the first command makes."""
    return next(act.name for act in acts if act.name.startswith(INIT)).split()[2]


def _of_line(line: str) -> list[Act]:
    """The acts of one line; code that stands for itself is prose, unless it names a file."""
    acts: list[Act] = []
    before = ""
    for token in TOKEN.finditer(line):
        kind, text = token.lastgroup or "", token.group(token.lastgroup or 0)
        if kind == "bold":
            acts.append(Act(Kind.CLICK, text))
        elif kind == "italic":
            acts.append(Act(Kind.SEE, text))
        elif before == "bold":
            acts[-1] = Act(Kind.GIVE, acts[-1].name, text)
        elif "/" in text:
            acts.append(Act(Kind.FILE, text))
        before = kind
    return acts
