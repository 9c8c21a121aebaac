"""Tables of the site's page: what is wrong or missing, queues, groups, shifts, rules, the calendar."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from app_parts.tables import show_table
from app_parts.words import Words, clock, share
from domain.errors import Problem
from domain.shifts import MINUTES_A_DAY, Shift
from domain.site_config import Queue
from pipeline.views_site import CalendarDay, Remark, RuleRow, StaffGroup

LETTERS = "MTWTFSS"
DASH = "–"
MOST_ROWS = 18


def problems_table(problems: Sequence[Problem], words: Words) -> None:
    """Every wrong place with file, row, column, value and what is expected there."""
    if not problems:
        st.success(words("site.all_right"), icon=":material/check_circle:")
        return
    columns = {
        words("site.file"): [each.file for each in problems],
        words("site.row"): [each.row for each in problems],
        words("site.column"): [each.column or "" for each in problems],
        words("site.value"): [each.value or "" for each in problems],
        words("site.expected"): [each.expected for each in problems],
    }
    config = {
        words("site.row"): st.column_config.NumberColumn(format="%d", width=60),
        words("site.expected"): st.column_config.TextColumn(width=640),
    }
    show_table(pd.DataFrame(columns).astype({words("site.row"): "Int64"}), config)


def remarks_table(remarks: Sequence[Remark], words: Words) -> None:
    """What is missing without being wrong."""
    if not remarks:
        st.success(words("site.nothing_missing"), icon=":material/check_circle:")
        return
    lines = [words(f"site.remark.{each.kind}").format(each.about) for each in remarks]
    show_table(pd.DataFrame({words("site.remark"): lines}))


def queues_table(queues: Sequence[Queue], words: Words) -> None:
    """Queues with their figures and goals."""
    rows = [
        {
            words("queue"): queue.id,
            words("site.channel"): words(f"channel.{queue.channel}"),
            words("site.concurrency"): queue.concurrency,
            words("site.aht"): queue.aht_s,
            words("site.patience"): queue.patience_s,
            words("goal.response_rate"): _share(queue.goal.response_rate),
            words("goal.service_level"): _share(queue.goal.service_level),
            words("goal.within_s"): queue.goal.threshold_s if queue.goal.service_level is not None else None,
            words("goal.occupancy"): _share(queue.goal.max_occupancy),
            words("goal.asa"): queue.goal.max_asa_s,
            words("site.goal_scope"): words(f"scope.{queue.goal.scope}"),
            words("site.goal_must"): words("site.yes" if queue.goal.must else "site.no"),
        }
        for queue in queues
    ]
    numbers = ("site.concurrency", "site.aht", "site.patience", "goal.within_s", "goal.asa")
    config = {words(name): st.column_config.NumberColumn(format="%,.0f") for name in numbers}
    table = pd.DataFrame(rows)
    for name in ("site.patience", "goal.within_s", "goal.asa"):
        table[words(name)] = pd.to_numeric(table[words(name)])
    show_table(table, config)


def _share(value: float | None) -> str:
    return DASH if value is None else share(value)


def groups_table(groups: Sequence[StaffGroup], words: Words) -> None:
    """People counted by role, vendor and skills."""
    columns = {
        words("role"): [words(f"role.{each.role}") for each in groups],
        words("site.vendor"): [each.vendor or DASH for each in groups],
        words("site.skills"): [", ".join(each.skills) or DASH for each in groups],
        words("site.count"): [each.people for each in groups],
        words("site.employed"): [each.employed for each in groups],
        words("site.contract"): [each.contract_h for each in groups],
        words("site.nights_ok"): [each.night_consent for each in groups],
    }
    config: dict[str, object] = {
        words(name): st.column_config.NumberColumn(format="%,d")
        for name in ("site.count", "site.employed", "site.nights_ok")
    }
    config[words("site.contract")] = st.column_config.NumberColumn(format="%.1f")
    show_table(pd.DataFrame(columns), config, most_rows=10)


def shifts_table(shifts: Sequence[Shift], words: Words) -> None:
    """The shift catalogue."""
    columns = {
        words("site.shift"): [each.id for each in shifts],
        words("site.start"): [clock(each.start_min) for each in shifts],
        words("site.end"): [clock(each.end_min % MINUTES_A_DAY) for each in shifts],
        words("site.paid"): [each.paid_min / 60 for each in shifts],
        words("site.meal"): [each.meal_min for each in shifts],
        words("site.rests"): [words("site.rests_value").format(each.rest_min, each.rest_count) for each in shifts],
        words("site.days"): [_weekdays(each, words) for each in shifts],
        words("site.roles"): [", ".join(words(f"role.{role}") for role in sorted(each.roles)) for each in shifts],
        words("site.mode"): [words(f"mode.{each.mode}") for each in shifts],
    }
    config = {words("site.paid"): st.column_config.NumberColumn(format="%.1f")}
    show_table(pd.DataFrame(columns), config, most_rows=MOST_ROWS)


def _weekdays(shift: Shift, words: Words) -> str:
    return " ".join(words(f"weekday.{number}") for number in range(len(LETTERS)) if number in shift.weekdays)


def rules_of_site_table(rules: Sequence[RuleRow], words: Words) -> None:
    """Every rule with its sentence, strength and source."""
    rows = pd.DataFrame(
        {
            words("rule"): [rule.title for rule in rules],
            words("rule.sentence"): [rule.sentence for rule in rules],
            words("rule.strength"): [words(f"strength.{rule.strength}") for rule in rules],
            words("rule.kind"): [words(f"rule_status.{rule.status}") for rule in rules],
            words("rule.source"): [rule.source for rule in rules],
        }
    )
    st.table(rows, border="horizontal", hide_index=True)


def calendar_table(days: Sequence[CalendarDay], words: Words) -> None:
    """Days that are unlike others."""
    columns = {
        words("day"): [f"{each.day:%Y}-{words.day(each.day)}" for each in days],
        words("name"): [", ".join(each.names) or DASH for each in days],
        words("site.calendar_kind"): [words(f"day_kind.{each.kind.value}") for each in days],
        words("site.calendar_paid"): [words("site.yes" if each.is_paid else "site.no") for each in days],
        words("site.calendar_events"): [", ".join(each.events) or DASH for each in days],
    }
    show_table(pd.DataFrame(columns), most_rows=MOST_ROWS)
