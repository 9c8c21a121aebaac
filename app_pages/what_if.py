"""The page of scenarios: what if things come otherwise? The plan and some scenarios side by side."""

import streamlit as st

from app_parts import cached, controls, session, what_if_cached
from app_parts.chart_base import show
from app_parts.headlines import show_figures
from app_parts.job_panel import job_panel
from app_parts.page_frame import error_box
from app_parts.signed_in import allowed
from app_parts.what_if_charts import by_hour_chart
from app_parts.what_if_figures import comparison_table, hold_part, scenario_figures
from app_parts.what_if_form import kept_list, scenario_form
from app_parts.what_if_solve import solve_form
from app_parts.words import Words
from domain.access import Act
from domain.roster import PlanningWindow
from domain.scenarios import Scenario
from pipeline.scenario_files import scenario_text
from pipeline.scenario_run import PLAN, ScenarioOutcome
from pipeline.views_night import NightMark
from pipeline.views_price import priced_window
from pipeline.views_requirement import week_starts
from pipeline.what_if import by_time_of_day, example_scenarios, kept_scenarios, line_shown, solved_outcomes

MOST_SHOWN = 3  # beside the plan: more nobody compares


def page() -> None:
    """Figures, table and charts first; then what is shown, making scenarios, and a roster for one as a job."""
    words, mark = session.words(), session.mark()
    night = cached.night(mark)
    top = st.container()
    kept = kept_scenarios(mark.site_dir)
    known = kept or example_scenarios(night)
    # A scenario that is kept may be called what an example is: only examples have words of their own.
    names = {
        name: each.title or (name if kept else words.known("scenario.named", name)) for name, each in known.items()
    }
    shown_place, days_place = st.columns([3, 1], vertical_alignment="bottom")
    with shown_place:
        shown = controls.scenarios_shown(names, MOST_SHOWN, words)
    with days_place:
        window = priced_window(night, controls.priced_days(week_starts(night), words))
    chosen = {name: known[name] for name in shown}
    version = line_shown(night)
    with top, error_box(words):
        side_by_side(
            words,
            mark,
            version,
            window,
            chosen,
            {PLAN: words("scenario.plan"), **{name: names[name] for name in shown}},
        )
    if not kept:
        st.caption(words("scenario.examples"))
    if not allowed(Act.RUN_JOBS):
        return
    scenario_form(words, mark)
    kept_list(words, mark, kept)
    if not job_panel(words, mark):
        solve_form(words, mark, version, kept)


def side_by_side(
    words: Words,
    mark: NightMark,
    version: int,
    window: PlanningWindow,
    chosen: dict[str, Scenario],
    names: dict[str, str],
) -> None:
    """The plan and the scenarios chosen, with rosters that jobs found for them."""
    outcomes = worked_out(words, mark, version, window, chosen, names)
    show_figures(scenario_figures(outcomes, names, words))
    rows, step_min = by_time_of_day(outcomes), cached.night(mark).site.interval_min
    need_place, short_place = st.columns(2, gap="medium")
    for place, field in ((need_place, "need"), (short_place, "short")):
        with place:
            st.markdown(f"**{words(f'scenario.chart.{field}')}**", help=words("scenario.chart_help"))
            show(by_hour_chart(rows, field, names, step_min, words), words(f"scenario.chart.{field}"))
    comparison_table(outcomes, names, words)
    scene = what_if_cached.scene(mark, version, window)
    solved = solved_outcomes(cached.night(mark), scene, chosen)
    if solved:
        st.markdown(f"**{words('scenario.solved')}**", help=words("scenario.solved_help"))
        comparison_table([outcomes[0], *solved], names, words)
    for outcome in outcomes:
        if outcome.hold is not None:
            hold_part(names[outcome.name], outcome.hold, words)


def worked_out(
    words: Words,
    mark: NightMark,
    version: int,
    window: PlanningWindow,
    chosen: dict[str, Scenario],
    names: dict[str, str],
) -> list[ScenarioOutcome]:
    """The figures, one scenario after another; a click elsewhere ends it, and what was found is kept."""
    wanted, place, found = {PLAN: Scenario(), **chosen}, st.empty(), []
    for done, (name, scenario) in enumerate(wanted.items()):
        place.progress(done / len(wanted), words("scenario.working").format(names[name]))
        found.append(what_if_cached.outcome(mark, version, window, name, scenario_text(scenario)))
    place.empty()
    return found


page()
