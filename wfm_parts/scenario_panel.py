"""Scenarios side by side, for a person at the terminal."""

from collections.abc import Iterator, Sequence

from rich.table import Table

from pipeline.scenario_report import SOLVED
from pipeline.scenario_run import ScenarioOutcome
from wfm_parts.tables import share, table


def scenario_table(outcomes: Sequence[ScenarioOutcome]) -> Table:
    """A row a scenario, the plan first; what differs from the plan in brackets."""
    plan = outcomes[0]
    rows = [
        (
            each.name,
            f"{each.peak:,}",
            f"{each.agent_hours:,.0f} ({each.agent_hours - plan.agent_hours:+,.0f})",
            "-" if each.cost is None else f"{each.cost:,.0f}",
            share(each.response_rate),
            f"{each.short_h:,.1f}",
        )
        for each in outcomes
    ]
    heads = ("scenario", "people at once", "agent-hours", "cost", "response rate", "short, h")
    drawn = table("Scenarios beside the plan", heads, rows)
    drawn.caption = "response rate: expected with the present roster, answered / offered, of queues that answer at once"
    return drawn


def scenario_lines(outcomes: Sequence[ScenarioOutcome]) -> Iterator[str]:
    """What those who come hold at best while others are gone."""
    for each in outcomes:
        if each.hold is not None:
            held = each.hold
            stays = (
                "Meals, rests and days off stay as they are."
                if not each.name.endswith(f" {SOLVED}")
                else "The roster is made anew."
            )
            protect = f"; protect {', '.join(held.give_up)}" if held.give_up else ""
            yield (
                f"{each.name}: {held.gone} people gone from {held.start:%Y-%m-%d %H:%M} to {held.end:%Y-%m-%d %H:%M}."
                f" Of the contacts of that time {held.as_planned:.1%} are answered with everybody on the rostered"
                f" queue, {held.best:.1%} where people serve what helps most (bound {held.bound:.1%}), {held.most:.1%}"
                f" at most if small queues were given up{protect}. {stays}"
            )
