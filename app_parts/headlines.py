"""The figures at the top of each page: what a planner reads before touching anything."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from app_parts.words import Words, change, share
from pipeline.views_forecast import ForecastView
from pipeline.views_record import RecordView
from pipeline.views_requirement import RequirementView
from pipeline.views_roster import RosterView


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what it is, its value with unit, a line that puts it in proportion, whether it is a warning."""

    label: str
    value: str
    beside: str
    help: str | None = None
    is_warning: bool = False


def show_figures(figures: Sequence[Figure]) -> None:
    """The figures side by side in boxes of one height."""
    for place, figure in zip(st.columns(len(figures)), figures, strict=True):
        place.metric(
            figure.label,
            f":orange[{figure.value}]" if figure.is_warning else figure.value,
            delta=figure.beside,
            delta_color="off",
            delta_arrow="off",
            help=figure.help,
            border=True,
            height="stretch",
        )


def forecast_figures(view: ForecastView, record: RecordView, words: Words) -> list[Figure]:
    """Contacts coming, a day of them, the busiest day, the next unlike day, and how far such forecasts erred."""
    figures = [
        Figure(words("forecast.total"), words.amount("contacts", view.contacts), _before(view, words)),
        Figure(
            words("forecast.a_day"),
            words.amount("contacts", view.contacts / view.days_planned),
            words("forecast.of_days").format(view.days_planned),
        ),
        Figure(
            words("forecast.busiest"),
            words.amount("contacts", view.busiest_contacts),
            words.day(view.busiest_day),
        ),
    ]
    return [*figures, _next_unlike_day(view, words), _error(record, words)]


def _before(view: ForecastView, words: Words) -> str:
    if view.before is None:
        return words("forecast.no_comparison")
    return words("forecast.than_before").format(change(view.contacts, view.before.contacts), view.days_planned)


def _next_unlike_day(view: ForecastView, words: Words) -> Figure:
    if not view.special_days:
        return Figure(words("forecast.special"), words("none"), words("forecast.all_ordinary"))
    first = view.special_days[0]
    name = first.name or words(f"day_kind.{first.kind.value}")
    count = words("forecast.special_count").format(len(view.special_days))
    return Figure(words("forecast.special"), words.day(first.day), f"{name} · {count}")


def _error(record: RecordView, words: Words) -> Figure:
    if record.wape is None:
        return Figure(words("record.error"), words("unknown"), words("record.none"))
    beside = "" if record.planners_mean is None else words("record.than_mean").format(share(record.planners_mean))
    return Figure(words("record.error"), share(record.wape), beside, help=words("record.help"))


def requirement_figures(view: RequirementView, words: Words) -> list[Figure]:
    """Agent-hours, a day of them, most agents at once, the goal that sets most, and what shrinkage takes."""
    goal, part = next(iter(view.binding_shares.items()), ("none", 0.0))
    return [
        Figure(words("requirement.total"), words.amount("agent_hours", view.agent_hours), words("requirement.at_work")),
        Figure(
            words("requirement.a_day"),
            words.amount("agent_hours", view.agent_hours / view.days_planned),
            words("forecast.of_days").format(view.days_planned),
        ),
        Figure(words("requirement.peak"), words.amount("agents", view.peak_agents), words.moment(view.peak_at)),
        Figure(
            words("requirement.sets_most"),
            words(f"goal.{goal}"),
            words("requirement.sets_share").format(share(part, 0)),
            help=words("requirement.binding_help"),
        ),
        Figure(words("requirement.shrinkage"), share(view.lost_share), words("requirement.shrinkage_of")),
    ]


def roster_figures(view: RosterView, words: Words) -> list[Figure]:
    """Cover, rules broken, gap to the bound, agents short and leads short."""
    return [
        Figure(
            words("roster.cover"),
            share(view.cover_share),
            words("roster.cover_of").format(f"{view.required_h:,.0f}"),
            help=words("roster.cover_help"),
        ),
        Figure(
            words("roster.broken"),
            words.amount("cases", view.rules_broken),
            words("roster.broken_of").format(f"{view.rules_checked:,}"),
            is_warning=view.rules_broken > 0,
        ),
        Figure(
            words("roster.gap"),
            words("unknown") if view.gap is None else share(view.gap, 2),
            words("roster.gap_of").format(words.known("stopped", view.stopped_by, words.known("status", view.status))),
            help=words("roster.gap_help"),
        ),
        Figure(
            words("roster.short"),
            words.amount("agent_hours", view.short_h, 1),
            words("roster.short_of").format(share(1 - view.cover_share, 2)),
            is_warning=view.short_h > 0,
        ),
        Figure(
            words("roster.leads_short"),
            words.amount("agent_hours", view.lead_short_h, 1),
            words("roster.leads_of").format(f"{view.lead_required_h:,.0f}"),
            is_warning=view.lead_short_h > 0,
            help=words("roster.leads_help"),
        ),
    ]
