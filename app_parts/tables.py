"""Tables of the pages: columns named in the language, numbers right-aligned with their units, wide enough to read."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from app_parts.palette import KIND_COLOURS, WARNING
from app_parts.words import Words, percent_change, share
from pipeline.views_forecast import SpecialDay
from pipeline.views_record import QueueRecord
from pipeline.views_requirement import QueueNeed
from pipeline.views_roster import RuleLine, ShortStretch
from pipeline.views_roster_day import RosterGrid

ROW_PX = 33
GRID_ROW_PX = 28
MOST_ROWS_SHOWN = 14
MOST_REASONS = 3
DAY_WIDTH_PX = 56
MOST_COLOURED = 120  # people: a browser looks for the colour of each cell in the text of all colours


def show_table(
    rows: pd.DataFrame, config: Mapping[str, object] | None = None, most_rows: int = MOST_ROWS_SHOWN
) -> None:
    """A table as high as its rows, up to a limit beyond which it scrolls."""
    height = "content" if len(rows) <= most_rows else ROW_PX * (most_rows + 1) + 3
    st.dataframe(rows, hide_index=True, height=height, column_config=config, placeholder="–")  # type: ignore[arg-type]


def special_days_table(days: Sequence[SpecialDay], words: Words) -> None:
    """The planned days that are unlike others, beside what an ordinary day of their weekday brings."""
    rows = [
        {
            words("day"): words.day(day.day),
            words("day_kind"): words(f"day_kind.{day.kind.value}"),
            words("name"): day.name,
            words("contacts"): day.contacts,
            words("forecast.than_ordinary"): percent_change(day.contacts, day.ordinary_contacts),
        }
        for day in days
    ]
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    config = {
        words("day"): text(width=80),
        words("day_kind"): text(width=130),
        words("name"): text(width=170),
        words("contacts"): number(format="%,.0f", width=80),
        words("forecast.than_ordinary"): number(format="%+.1f%%", width=85),
    }
    show_table(pd.DataFrame(rows), config, most_rows=8)


def expectations_table(queues: Sequence[QueueNeed], words: Words) -> None:
    """What each queue's agents are expected to reach, with the goal beside it."""
    rows = [_expectation_row(need, words) for need in queues]
    columns = {
        words("agent_hours"): st.column_config.NumberColumn(format="%,.1f"),
        words("requirement.peak_short"): st.column_config.NumberColumn(format="%,d"),
    }
    show_table(pd.DataFrame(rows), columns)


def _expectation_row(need: QueueNeed, words: Words) -> dict[str, object]:
    row: dict[str, object] = {
        words("queue"): need.queue,
        words("agent_hours"): need.agent_hours,
        words("requirement.peak_short"): need.peak_agents,
    }
    found = {each.goal: each for each in need.expectations}
    for goal in ("response_rate", "service_level", "asa", "occupancy"):
        each = found.get(goal)
        text = "–"
        if each is not None:
            text = _reached(goal, each.expected, words)
            text += "" if each.within_s is None else f" {words('within').format(f'{each.within_s:g}')}"
            text += "" if each.asked is None else f"  ({words('goal_word')} {_reached(goal, each.asked, words)})"
        row[words(f"goal.{goal}")] = text
    binding = [f"{words(f'goal.{goal}')} {share(part, 0)}" for goal, part in need.binding_shares.items()]
    return row | {words("binding"): ", ".join(binding)}


def _reached(goal: str, value: float, words: Words) -> str:
    return words.amount("seconds", value) if goal == "asa" else share(value)


def models_table(record: QueueRecord, words: Words) -> None:
    """Every candidate's errors in the backtest of a queue, the least first."""
    rows = pd.DataFrame(
        {
            words("record.model"): [words.known("model", each.model) for each in record.candidates],
            words("record.used"): ["●" if each.model in record.members else "" for each in record.candidates],
            words("record.wape"): [each.wape for each in record.candidates],
            words("record.wape_day"): [each.wape_day for each in record.candidates],
            words("record.bias"): [each.bias for each in record.candidates],
        }
    )
    shares = ("record.wape", "record.wape_day", "record.bias")
    show_table(rows, {words(name): st.column_config.NumberColumn(format="percent") for name in shares})


def day_classes_table(record: QueueRecord, words: Words) -> None:
    """The chosen model's errors by class of day."""
    rows = pd.DataFrame(
        {
            words("day_kind"): [words.known("day_class", each.model) for each in record.by_day_class],
            words("record.contacts"): [each.contacts for each in record.by_day_class],
            words("record.wape"): [each.wape for each in record.by_day_class],
            words("record.bias"): [each.bias for each in record.by_day_class],
        }
    )
    config = {words(name): st.column_config.NumberColumn(format="percent") for name in ("record.wape", "record.bias")}
    show_table(rows, config | {words("record.contacts"): st.column_config.NumberColumn(format="%,d")})


def rules_table(rules: Sequence[RuleLine], words: Words) -> None:
    """Every rule with its sentence, strength, counts and source; broken ones stand first, in orange."""
    ordered = sorted(rules, key=lambda rule: -rule.broken)
    rows = pd.DataFrame(
        {
            words("rule"): [rule.title for rule in ordered],
            words("rule.sentence"): [rule.sentence for rule in ordered],
            words("rule.strength"): [words(f"strength.{rule.strength}") for rule in ordered],
            words("rule.kind"): [words(f"rule_status.{rule.status}") for rule in ordered],
            words("rule.checked"): [rule.checked for rule in ordered],
            words("rule.broken"): [rule.broken for rule in ordered],
            words("rule.source"): [_source(rule) for rule in ordered],
        }
    )
    styled = rows.style.format("{:,}", subset=[words("rule.checked"), words("rule.broken")])
    st.table(styled.map(_warning, subset=[words("rule.broken")]), border="horizontal", hide_index=True)


def _source(rule: RuleLine) -> str:
    """Where the rule comes from, and what the statute threatens whoever breaks it."""
    return f"{rule.source}. {rule.penalty}" if rule.penalty else rule.source


def _warning(count: object) -> str:
    return f"color: {WARNING}; font-weight: 700" if count else ""


def shortfall_table(stretches: Sequence[ShortStretch], rules: Sequence[RuleLine], words: Words) -> None:
    """Stretches of time with too few people, the gravest first, and what keeps the others off."""
    if not stretches:
        st.success(words("roster.none_short"), icon=":material/check_circle:")
        return
    titles = {rule.rule_id: rule.title for rule in rules}
    columns = {
        words("day"): [words.day(stretch.start) for stretch in stretches],
        words("from"): [f"{stretch.start:%H:%M}" for stretch in stretches],
        words("until"): [f"{stretch.end:%H:%M}" for stretch in stretches],
        words("queue"): [stretch.queue for stretch in stretches],
        words("short.most"): [stretch.missing for stretch in stretches],
        words("short.hours"): [stretch.hours for stretch in stretches],
        words("short.in_bound"): [stretch.hours_in_bound for stretch in stretches],
        words("short.why"): [_reasons(stretch, titles, words) for stretch in stretches],
    }
    if not stretches[0].queue:
        del columns[words("queue")]
    if all(stretch.hours_in_bound is None for stretch in stretches):
        del columns[words("short.in_bound")]
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    config = {
        words("day"): text(width=90),
        words("from"): text(width=60),
        words("until"): text(width=60),
        words("queue"): text(width=90),
        words("short.most"): number(format="%,.1f", width=95),
        words("short.hours"): number(format="%,.1f", width=95),
        words("short.in_bound"): number(format="%,.1f", width=150, help=words("short.in_bound_help")),
        words("short.why"): text(width=700),
    }
    show_table(pd.DataFrame(columns), config, most_rows=10)


def _reasons(stretch: ShortStretch, titles: Mapping[str, str], words: Words) -> str:
    """How many people are kept off by what, the most first; what few are kept off by is counted together."""
    if not stretch.why:
        return words("why.not_looked")
    said = list(stretch.why.items())
    texts = [
        words("why.people").format(words.known("why", reason, titles.get(reason)), people)
        for reason, people in said[:MOST_REASONS]
    ]
    others = sum(people for _, people in said[MOST_REASONS:])
    return ", ".join([*texts, words("why.others").format(others)] if others else texts)


def grid_table(grid: RosterGrid, words: Words) -> None:
    """People by days with shift codes, coloured by the kind of shift; hours and nights of the window beside them."""
    days = pd.DatetimeIndex(grid.cells.columns)
    names = {day: words.day(day) for day in days}
    cells = grid.cells.replace({kind: words(f"cell.{kind}") for kind in ("off", "leave", "none")}).rename(columns=names)
    people = pd.DataFrame(
        {
            words("team"): grid.people["team"],
            words("role"): grid.people["role"].map(lambda role: words(f"role.{role}")),
            words("hours"): grid.people["hours"],
            words("nights"): grid.people["nights"],
        }
    )
    table = pd.concat([people, cells], axis=1).rename_axis(words("person"))
    shown = table if len(table) > MOST_COLOURED else _coloured(table, grid.kinds.rename(columns=names))
    config: dict[str, object] = {name: st.column_config.TextColumn(width=DAY_WIDTH_PX) for name in names.values()}
    config[words("team")] = st.column_config.TextColumn(width=60, pinned=True)
    config[words("role")] = st.column_config.TextColumn(width=70, pinned=True)
    config[words("hours")] = st.column_config.NumberColumn(format="%.1f", width=60, pinned=True)
    config[words("nights")] = st.column_config.NumberColumn(format="%d", width=50, pinned=True)
    height = GRID_ROW_PX * (min(len(table), 17) + 1) + 10
    st.dataframe(shown, height=height, row_height=GRID_ROW_PX, column_config=config)  # type: ignore[arg-type]


def _coloured(table: pd.DataFrame, kinds: pd.DataFrame) -> Styler:
    """The table with each day in the colour of its kind of shift."""
    colours = kinds.replace({kind: f"background-color: {colour}" for kind, colour in KIND_COLOURS.items()})
    return table.style.apply(lambda _: colours, axis=None, subset=list(kinds.columns))
