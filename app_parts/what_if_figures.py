"""Scenarios side by side: the response rate of each at a glance, then every figure in a table."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from app_parts.chart_base import show
from app_parts.headlines import Figure
from app_parts.tables import show_table
from app_parts.what_if_charts import hold_chart
from app_parts.words import Words, change, share
from pipeline.scenario_hold import HoldOutcome
from pipeline.scenario_run import ScenarioOutcome

PERCENT = 100


def scenario_figures(outcomes: Sequence[ScenarioOutcome], names: Mapping[str, str], words: Words) -> list[Figure]:
    """The expected response rate of the plan and of each scenario, with what it takes more and what is short."""
    plan = outcomes[0]
    return [_figure(each, plan, names[each.name], words) for each in outcomes]


def _figure(each: ScenarioOutcome, plan: ScenarioOutcome, name: str, words: Words) -> Figure:
    rate = words("unknown") if each.response_rate is None else share(each.response_rate)
    goals = each.queues.dropna(subset=["goal", "response_rate"])
    is_missed = bool((goals["response_rate"] < goals["goal"] - 0.0005).any())
    more = change(each.agent_hours, plan.agent_hours)
    beside = words("scenario.beside").format(f"{each.agent_hours:,.0f}", more, f"{each.short_h:,.0f}")
    return Figure(name, rate, beside, help=words("scenario.rate_help"), is_warning=is_missed)


def comparison_table(outcomes: Sequence[ScenarioOutcome], names: Mapping[str, str], words: Words) -> None:
    """A row a scenario, differences from the plan beside; money where the site says what an hour costs."""
    plan = outcomes[0]
    columns: dict[str, list[object]] = {
        words("scenario"): [names[each.name] for each in outcomes],
        words("scenario.peak"): [each.peak for each in outcomes],
        words("scenario.more_people"): [each.peak - plan.peak for each in outcomes],
        words("agent_hours"): [each.agent_hours for each in outcomes],
        words("scenario.more_hours"): [each.agent_hours - plan.agent_hours for each in outcomes],
        words("scenario.rate"): [
            None if each.response_rate is None else PERCENT * each.response_rate for each in outcomes
        ],
        words("scenario.short_h"): [each.short_h for each in outcomes],
        words("scenario.gone"): [each.gone or None for each in outcomes],
    }
    if plan.cost is not None:
        columns[words("price.cost")] = [each.cost for each in outcomes]
    number = st.column_config.NumberColumn
    config: dict[str, object] = {
        words("scenario.more_people"): number(format="%+,d"),
        words("agent_hours"): number(format="%,.0f"),
        words("scenario.more_hours"): number(format="%+,.0f"),
        words("scenario.rate"): number(format="%.1f%%"),
        words("scenario.short_h"): number(format="%,.1f"),
        words("price.cost"): number(format="%,.0f"),
    }
    show_table(pd.DataFrame(columns), config)


def hold_part(name: str, hold: HoldOutcome, words: Words) -> None:
    """While people are gone: what is held as rostered and at best, which queues to protect, what waits."""
    st.subheader(words("hold.title").format(name), anchor=False, help=words("hold.help"))
    span = words("hold.span").format(hold.gone, words.moment(hold.start), words.moment(hold.end))
    st.markdown(
        words("hold.says").format(span, share(hold.as_planned), share(hold.best), share(hold.bound), share(hold.most))
    )
    told = [words("hold.protect").format(", ".join(hold.give_up))] if hold.give_up else []
    waits = hold.queues[hold.queues["rate_planned"].isna() & (hold.queues["hours_best"] < hold.queues["hours_planned"])]
    if len(waits):
        hours = float((waits["hours_planned"] - waits["hours_best"]).sum())
        told.append(words("hold.waits").format(", ".join(waits["queue"]), f"{hours:,.0f}"))
    if told:
        st.info("\n\n".join(told), icon=":material/shield:")
    chart_place, table_place = st.columns(2, gap="medium")
    with chart_place:
        show(hold_chart(hold.queues, words), words("hold.title").format(name))
    with table_place:
        _hold_table(hold, words)


def _hold_table(hold: HoldOutcome, words: Words) -> None:
    rows = hold.queues
    columns = {
        words("queue"): rows["queue"],
        words("contacts"): rows["offered"],
        words("hold.planned"): PERCENT * rows["rate_planned"],
        words("hold.best"): PERCENT * rows["rate_best"],
        words("hold.hours_planned"): rows["hours_planned"],
        words("hold.hours_best"): rows["hours_best"],
    }
    number = st.column_config.NumberColumn
    config: dict[str, object] = {
        words("contacts"): number(format="%,.0f"),
        words("hold.planned"): number(format="%.1f%%"),
        words("hold.best"): number(format="%.1f%%"),
        words("hold.hours_planned"): number(format="%,.0f"),
        words("hold.hours_best"): number(format="%,.0f"),
    }
    show_table(pd.DataFrame(columns), config)
