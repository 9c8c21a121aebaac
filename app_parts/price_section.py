"""The price of a goal on the requirement page: what the promised rate takes, and what half a point more adds."""

import pandas as pd
import streamlit as st

from app_parts import cached, controls
from app_parts.chart_base import show
from app_parts.headlines import Figure, show_figures
from app_parts.price_charts import curve_chart, has_mark, steps_chart
from app_parts.tables import show_table
from app_parts.words import Words, change, share
from domain.roster import PlanningWindow
from pipeline.views_night import NightMark
from pipeline.views_price import RATE_PARTS, PriceScene, PriceStep, PriceView, price_file, price_view, priced_window
from pipeline.views_requirement import week_starts

MOST_RATES = 21  # the whole table without scrolling
PERCENT = 100


def price_section(words: Words, mark: NightMark) -> None:
    """Asks for queue and days, works out what is not known yet, and shows it."""
    night, scene = cached.night(mark), cached.price_scene(mark)
    st.subheader(words("price.title"), anchor=False, help=words("price.help"))
    if not scene.queues:
        st.info(words("price.none").format(", ".join(scene.waiting)), icon=":material/info:")
        return
    queue_place, days_place = st.columns([4, 1], vertical_alignment="bottom")
    with queue_place:
        queue = controls.priced_queue(scene.queues, words)
    with days_place:
        window = priced_window(night, controls.priced_days(week_starts(night), words))
    parts = _worked_out(words, mark, scene.queues if queue is None else (queue,), window)
    view = price_view(night, scene, queue, window, parts)
    if view is None:
        st.info(words("price.no_contacts"), icon=":material/info:")
        return
    _show_view(view, scene, words)
    name, content = price_file(night, view, window)
    st.download_button(
        words("price.download"),
        data=content,
        file_name=name,
        mime="text/csv",
        key="download_price",
        on_click="ignore",
        icon=":material/download:",
    )


def _worked_out(words: Words, mark: NightMark, queues: tuple[str, ...], window: PlanningWindow) -> list[pd.DataFrame]:
    """The prices of the queues, some rates at a time; a click elsewhere ends it, and what was found so far is kept."""
    wanted = [(queue, rates) for queue in queues for rates in RATE_PARTS]
    place, parts = st.empty(), []
    for done, (queue, rates) in enumerate(wanted):
        place.progress(done / len(wanted), words("price.working").format(queue))
        parts.append(cached.price_part(mark, queue, window, rates))
    place.empty()
    return parts


def _show_view(view: PriceView, scene: PriceScene, words: Words) -> None:
    """Figures at the goal, both charts, the table, and what is to be known of them."""
    if view.reference is not None:
        show_figures(price_figures(view, view.reference, words))
    whys = reasons(view, words)
    if whys:
        st.caption(" ".join(whys))
    curve, steps = st.columns([3, 2], gap="medium")
    with curve:
        st.markdown(f"**{words('price.curve')}**")
        show(curve_chart(view, words), words("price.curve"))
    with steps:
        st.markdown(f"**{words('price.steps')}**")
        show(steps_chart(view, words), words("price.steps"))
    price_table(view, words)
    st.caption(" ".join(remarks(view, scene, words)))


def price_figures(view: PriceView, at: PriceStep, words: Words) -> list[Figure]:
    """Hours of the goal, of half a point more and of all, each with its cost, and the goal's simulated rate."""
    last, rate = view.steps[-1], share(at.response_rate)
    kept = [] if view.queue is None else [_promise(view, words)]
    figures = [
        Figure(
            words("price.keeps").format(rate),
            words.amount("agent_hours", at.agent_hours),
            " · ".join([*kept, *_money(at.cost, view)]) or words("price.all_alike"),
        )
    ]
    if at.next_hours is not None:
        higher = view.steps[view.steps.index(at) + 1]
        figures += [
            _more(words("price.next").format(share(higher.response_rate)), at, higher, view, words),
            _more(words("price.to_all"), at, last, view, words),
        ]
    if at.simulated is not None:
        days = words("price.simulated_days").format(view.simulated_days)
        figures.append(Figure(words("price.simulated_at"), share(at.simulated), days, help=words("price.help")))
    return figures


def _promise(view: PriceView, words: Words) -> str:
    """The queue's goal as the site has it."""
    return words("price.no_goal") if view.goal is None else words("price.goal_of").format(share(view.goal))


def _more(label: str, at: PriceStep, to: PriceStep, view: PriceView, words: Words) -> Figure:
    """What a higher rate takes beyond a lower one."""
    hours = words.amount("agent_hours", to.agent_hours - at.agent_hours, 1)
    cost = None if at.cost is None or to.cost is None else to.cost - at.cost
    return Figure(label, f"+{hours}", " · ".join([change(to.agent_hours, at.agent_hours), *_money(cost, view)]))


def _money(cost: float | None, view: PriceView) -> list[str]:
    return [] if cost is None else [f"{cost:,.0f} {view.currency}".strip()]


def price_table(view: PriceView, words: Words) -> None:
    """A rate a row, the simulated one beside it; the goal's is marked."""
    number = st.column_config.NumberColumn
    rate, simulated, next_hours = (words(f"price.{name}") for name in ("rate", "simulated_at", "next_hours"))
    columns: dict[str, object] = {
        " ": ["●" if has_mark(view) and step == view.reference else "" for step in view.steps],
        rate: [PERCENT * step.response_rate for step in view.steps],
        simulated: [None if step.simulated is None else PERCENT * step.simulated for step in view.steps],
        words("agent_hours"): [step.agent_hours for step in view.steps],
    }
    config: dict[str, object] = {
        " ": st.column_config.TextColumn(width=30),
        rate: number(format="%.1f%%"),
        simulated: number(format="%.2f%%"),
        words("agent_hours"): number(format="%,.1f"),
        next_hours: number(format="%+,.1f"),
    }
    if view.reference is not None:
        beside = words("price.than_reference").format(share(view.reference.response_rate))
        columns[beside] = [step.agent_hours - view.reference.agent_hours for step in view.steps]
        config[beside] = number(format="%+,.1f")
    columns[next_hours] = [step.next_hours for step in view.steps]
    for name, costs in _cost_columns(view, words).items():
        columns[name], config[name] = costs, number(format="%,.0f")
    show_table(pd.DataFrame(columns), config, most_rows=MOST_RATES)


def _cost_columns(view: PriceView, words: Words) -> dict[str, list[float | None]]:
    """The cost of each rate and of the next half point; none where the site does not say what an hour costs."""
    if view.steps[0].cost is None:
        return {}
    return {
        f"{words('price.cost')} {view.currency}".rstrip(): [step.cost for step in view.steps],
        f"{words('price.next_cost')} {view.currency}".rstrip(): [step.next_cost for step in view.steps],
    }


def reasons(view: PriceView, words: Words) -> list[str]:
    """Why the figures are as they are, where one would ask: a goal that is none, and hours that do not rise."""
    said = []
    if view.flat_until is not None:
        said.append(words("price.flat").format(share(view.flat_until)))
    if view.queue is not None and view.goal is None and view.reference is not None:
        said.append(words("price.no_goal_note").format(share(view.reference.response_rate)))
    elif view.goal is not None and not has_mark(view):
        said.append(words("price.low_goal_note").format(share(view.goal)))
    return said


def remarks(view: PriceView, scene: PriceScene, words: Words) -> list[str]:
    """What a planner has to know of all the figures, in sentences."""
    asked = f"{1 / (1 - view.everybody):,.0f}"
    said = [words("price.everybody").format(share(view.everybody, 2), asked)]
    if view.scope is not None:
        said.append(words(f"price.scope.{view.scope}"))
    if view.queue is None:
        said.append(words("price.all_queues"))
        said += [words("price.waiting").format(", ".join(scene.waiting))] * bool(scene.waiting)
    said += [words("price.reserve")] * view.has_reserve
    return said + [words("price.no_cost")] * (view.steps[0].cost is None)
