"""Reports as tables for a person at the terminal."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from pipeline.backtest_run import BacktestReport
from pipeline.check_run import CheckReport
from pipeline.forecast_record import QueueForecast
from pipeline.ingest import FileReport
from pipeline.reforecast import Reforecast
from pipeline.requirement_run import RequirementReport
from pipeline.roster_summary import RosterSummary
from pipeline.skill_requirement_run import SkillReport
from wfm_parts.tables import share, table

SHOWN_EXAMPLES = 3


def ingest_lines(reports: Sequence[FileReport]) -> list[str]:
    """One sentence or two for each file."""
    lines = []
    for report in reports:
        span = f"{report.first:%Y-%m-%d %H:%M} to {report.last:%Y-%m-%d %H:%M}"
        counts = report.counts
        done = f"{counts.new:,} intervals new, {counts.changed:,} changed, {counts.same:,} as before"
        if report.known:
            done = "its content was taken in before, nothing changed"
        lines.append(f"{report.file}: {report.rows:,} rows of {', '.join(report.queues)}, {span}; {done}.")
        lines += [f"  {note}." for note in report.notes]
    return lines


def forecast_table(choices: Sequence[QueueForecast]) -> Table:
    """Each queue's model and its error in the backtest, beside what planners know."""
    rows = [
        (found.queue, found.model, share(found.wape), share(found.planners_mean), share(found.seasonal_naive))
        for found in choices
    ]
    heads = ("queue", "model", "error", "four-week mean", "same as last week")
    return table("Forecast: error by interval in the backtest, as a share of contacts (WAPE)", heads, rows, left=2)


def reforecast_table(report: Reforecast) -> Table:
    """What came so far by queue beside what was due, and the rest of the day before and anew."""
    rows = []
    for found in report.queues:
        is_today = found.intervals["interval_start"].dt.date == report.now.date()
        rest = found.intervals[is_today & found.intervals["anew"].notna()]
        off = "-" if found.deviation is None else f"{found.deviation:+.1%}"
        contacts = (found.counted, found.due, float(rest["ahead"].sum()), float(rest["anew"].sum()))
        came, due, before, anew = (f"{value:,.0f}" for value in contacts)
        rows.append((found.queue, came, due, off, before, anew))
    heads = ("queue", "came", "due", "off", "rest of today, before", "anew")
    of_night = f", over the forecast of the night of {report.night}" if report.night else ""
    return table(f"{report.now:%Y-%m-%d %H:%M}{of_night}", heads, rows)


def scores_table(report: BacktestReport) -> Table:
    """Every model's error by queue, and last that of the choice."""
    rows = [
        (score.queue, score.model, share(score.wape), share(score.wape_day), f"{score.bias:+.1%}")
        for score in report.scores
    ]
    return table("Backtest", ("queue", "model", "WAPE", "WAPE by day", "bias"), rows, left=2)


def roster_tables(summary: RosterSummary) -> list[Table | Text]:
    """Coverage by queue, then status, gap, rules and leads in a line."""
    rows = [
        (found.queue, f"{found.required:,.0f}", f"{found.short:,.1f}", f"{found.over:,.1f}", share(found.covered_share))
        for found in summary.coverage
    ]
    coverage = table("Coverage, in agent-intervals", ("queue", "required", "short", "over", "covered"), rows)
    if not summary.promises:
        return [coverage, roster_line(summary)]
    promises = [
        (found.queue, found.first_day, found.last_day, share(found.goal), share(found.response_rate))
        for found in summary.promises
    ]
    kept = table("Response rate by contacts", ("queue", "from", "to", "promised", "expected"), promises, left=3)
    missed = [Text(found.why_missed) for found in summary.promises if found.why_missed]
    return [coverage, kept, *missed, roster_line(summary)]


def roster_line(summary: RosterSummary) -> Text:
    """Status, gap, broken rules and leads of a roster."""
    gap = "unknown" if summary.gap is None else f"{summary.gap:.2%}"
    broken = sum(rule.broken for rule in summary.rules if rule.strength == "hard")
    line = Text(f"Roster: {summary.status}, gap {gap}, hard rules broken: {broken:,}", style="bold")
    line.append(f"; leads short {summary.leads_short:,} of {summary.leads_required:,} lead-intervals", style="not bold")
    return line


def requirement_table(report: RequirementReport) -> Table:
    """Agent-hours by queue, and which goals bind."""
    rows = [(queue, f"{hours:,.0f}") for queue, hours in report.agent_hours.items()]
    rows.append(("all queues", f"{report.total_agent_hours:,.0f}"))
    goals = ", ".join(f"{goal} {times:,}×" for goal, times in report.binding.items())
    drawn = table("Requirement", ("queue", "agent-hours"), rows)
    drawn.caption = f"at most {report.peak_agents:,} agents at once; goals that bind: {goals or 'none'}"
    return drawn


def skill_table(report: SkillReport) -> Table:
    """Agent-hours by set of skills."""
    rows = [(skills.replace(";", ", "), f"{hours:,.0f}") for skills, hours in report.agent_hours.items()]
    rows.append(("all people", f"{sum(report.agent_hours.values()):,.0f}"))
    drawn = table("By set of skills", ("who know at least", "agent-hours"), rows)
    drawn.caption = f"at most {report.peak_agents:,} people at once, each counted once"
    return drawn


def check_tables(report: CheckReport) -> list[Table]:
    """Every rule with how often it was checked and broken; coverage where a requirement was given; leads."""
    rules = [
        (rule.rule_id, rule.title_ko, f"{rule.checked:,}", f"{rule.broken:,}", rule.source) for rule in report.rules
    ]
    drawn = table("Rules", ("rule", "규칙", "checked", "broken", "source"), rules, left=2)
    drawn.columns[-1].justify = "left"
    days = f"{report.window.start} to {report.window.last}"
    drawn.caption = f"{report.duties:,} duties, {days}; broken cases of hard rules: {report.hard_broken:,}"
    tables = [drawn]
    if report.coverage:
        tables.append(_cover_table(report))
    return tables


def _cover_table(report: CheckReport) -> Table:
    """Agent-intervals by queue."""
    rows = [
        (queue, f"{cover.required:,.0f}", f"{cover.short:,.1f}", f"{cover.over:,.1f}", f"{cover.covered_share:.2%}")
        for queue, cover in report.coverage.items()
    ]
    drawn = table("Coverage, in agent-intervals", ("queue", "required", "short", "over", "covered"), rows)
    drawn.caption = f"intervals short of leads: {report.lead_intervals_short:,} of {report.lead_intervals:,}"
    return drawn


def broken_lines(report: CheckReport) -> list[str]:
    """A sentence for each broken rule, with a few places."""
    lines = []
    for rule in report.rules:
        if rule.broken:
            places = "; ".join(rule.examples[:SHOWN_EXAMPLES])
            lines.append(f"{rule.rule_id}: {rule.broken:,} of {rule.checked:,} broken, for example {places}.")
    return lines
