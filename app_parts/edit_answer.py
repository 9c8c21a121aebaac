"""The answer to an edit, beside the grid: kept as a version, or refused with the rule, its article and its words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from app_parts import cached
from app_parts.as_written import as_written
from app_parts.words import Words
from pipeline.edit_orders import Cell, Change, Clash, EditVerdict, Hold, SwapDay
from pipeline.roster_legality import breach_lines
from pipeline.views_night import NightMark

WORD = re.compile(r"[a-z_]+(?: [a-z]+)*")


@dataclass(frozen=True, slots=True)
class EditAnswer:
    """What was asked and what came of it, and when (a clock that only goes forward); where there is no verdict, an
    error's sentence. Answers are numbered in a session: one that reads like the last is told from it by its number."""

    changes: tuple[Change, ...]
    verdict: EditVerdict | None
    error: str
    at_s: float
    number: int


def show_answers(words: Words, mark: NightMark, answers: Sequence[EditAnswer]) -> None:
    """The newest answer in full, and a line for each of those of a moment ago."""
    with st.container(key=f"edit_answer_{answers[0].number}"):
        show_answer(words, mark, answers[0])
    for answer in answers[1:]:
        st.caption(
            words("edit.earlier").format(
                ", ".join(_asked(words, each) for each in answer.changes), _came(words, answer)
            )
        )


def _came(words: Words, answer: EditAnswer) -> str:
    """In a few words what came of an edit."""
    verdict = answer.verdict
    if verdict is not None and verdict.saved is not None:
        return words("edit.saved").format(verdict.saved)
    if verdict is not None and verdict.clashes:
        return words("edit.clash")
    if verdict is not None and verdict.breaches:
        return words("edit.illegal")
    unchanged = verdict is not None and not verdict.locked
    return words("edit.nothing" if unchanged else "edit.refused")


def show_answer(words: Words, mark: NightMark, answer: EditAnswer) -> None:
    """The answer in a box of its own."""
    verdict = answer.verdict
    if verdict is None:
        st.error(f"**{words('edit.refused')}**\n\n{as_written(answer.error)}", icon=":material/error:")
    elif verdict.saved is not None:
        lines = [words("edit.saved").format(verdict.saved), verdict.note, _cover(words, verdict)]
        st.success("\n\n".join(line for line in lines if line), icon=":material/check_circle:")
    elif verdict.clashes:
        _show_clashes(words, verdict.clashes)
    elif verdict.locked:
        places = ", ".join(f"{agent_id} {words.day(day)}" for agent_id, day in verdict.locked)
        st.error(
            f"**{words('edit.refused')}**\n\n{words('edit.locked').format(as_written(places))}", icon=":material/lock:"
        )
    elif verdict.breaches:
        _show_breaches(words, mark, answer.changes, verdict)
    else:
        asked = ", ".join(_asked(words, change) for change in answer.changes)
        st.info("\n\n".join(line for line in (words("edit.nothing"), asked) if line), icon=":material/info:")


def _cover(words: Words, verdict: EditVerdict) -> str:
    """How many agent-hours are missing on the days touched, before and after; nothing where that stays."""
    if abs(verdict.short_after_h - verdict.short_before_h) < 0.05:
        return ""
    return words("edit.cover").format(f"{verdict.short_before_h:,.1f}", f"{verdict.short_after_h:,.1f}")


def _show_clashes(words: Words, clashes: tuple[Clash, ...]) -> None:
    """Both values of every day that somebody else changed."""
    lines = [f"**{words('edit.clash')}**"]
    for clash in clashes:
        head = f"{clash.agent_id} {words.day(clash.day)}"
        values = (
            _value(words, clash.wanted),
            _value(words, clash.now),
            words.person(clash.who),
            _value(words, clash.seen),
        )
        lines.append(as_written(f"{head}: {words('edit.clash_values').format(*values)}"))
    st.error("\n\n".join(lines), icon=":material/group:")


def _value(words: Words, cell: Cell) -> str:
    return (cell.shift or words("cell.off")) + (" 🔒" if cell.locked else "")


def _show_breaches(words: Words, mark: NightMark, changes: tuple[Change, ...], verdict: EditVerdict) -> None:
    """Every rule that the edit would break: its title, its words, its article, and where."""
    lines = [f"**{words('edit.illegal')}**", ", ".join(_asked(words, change) for change in changes)]
    for line in breach_lines(cached.night(mark).site, verdict.breaches, words.language):
        lines.append(f":material/block: **{line.title}**: {line.sentence}")
        lines.append(f"{words('rule.source')}: {line.source}")
        lines.append(f"{words('edit.where')}: {_where(words, line.where)}")
    st.error("\n\n".join(lines), icon=":material/gavel:")


def _asked(words: Words, change: Change) -> str:
    day = words.day(change.day)
    if isinstance(change, SwapDay):
        return as_written(f"{change.agent_id} ⇄ {change.with_id} {day}")
    if isinstance(change, Hold):
        return as_written(f"{change.agent_id} {day} {'🔒' if change.locked else '🔓'}")
    return as_written(f"{change.agent_id} {day} → {change.shift or words('cell.off')}")


def _where(words: Words, where: str) -> str:
    """The audit's place in the reader's language: ids, days and times stay, its few words are looked up."""
    return as_written(WORD.sub(lambda found: words.known("where", found.group(), found.group()), where))
