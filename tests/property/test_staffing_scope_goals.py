"""Goals over a scope: never more agents than in every interval, nobody alone, no interval given up."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.frames import Forecast, checked
from domain.site_config import Goal, Queue
from staffing.contacts_bought.intervals import queue_intervals
from staffing.contacts_bought.scope_rows import KEPT_SHARE, curves_of_plan, scope_rows
from staffing.live_rows import live_rows
from staffing.requirement import requirement
from tests.unit.staffing.small import small_forecast

COUNTS = st.lists(st.one_of(st.just(0.0), st.floats(0.01, 200)), min_size=1, max_size=20)
SHARES = st.floats(0.5, 0.98)
SCOPES = st.sampled_from(["day", "week", "window"])


@st.composite
def cases(draw: st.DrawFn) -> tuple[Queue, pd.DataFrame, float]:
    """A queue with a share promised over a scope, its forecast in hours from Monday 09:00, and shrinkage."""
    goals = {"response_rate": draw(SHARES), "service_level": draw(SHARES)}
    for name in draw(st.sampled_from([(), ("response_rate",), ("service_level",)])):
        del goals[name]
    limits = draw(st.sampled_from([{}, {"max_occupancy": 0.85}, {"max_asa_s": 20.0}]))
    goal = Goal(**goals, **limits, scope=draw(SCOPES))
    patience = draw(st.sampled_from([None, 60.0, 300.0]))
    queue = Queue(id="general", aht_s=180, patience_s=patience, goal=goal, concurrency=draw(st.sampled_from([1, 2])))
    forecast = small_forecast(draw(COUNTS), interval_min=60)
    band = draw(st.sampled_from([0.0, 0.3]))
    rows = forecast.assign(p10=(1 - band) * forecast["offered"], p90=(1 + band) * forecast["offered"])
    return queue, checked(Forecast, rows), draw(st.sampled_from([0.0, 0.06, 0.3]))


@settings(max_examples=40, deadline=None)
@given(cases())
def test_a_scope_never_needs_more_than_its_intervals_and_keeps_its_goals(
    case: tuple[Queue, pd.DataFrame, float],
) -> None:
    queue, rows, shrinkage = case
    found = scope_rows(queue, rows, shrinkage, 60)
    each = live_rows(queue, rows, shrinkage, 60)
    offered = rows["offered"].to_numpy()
    days = rows["interval_start"].dt.date if queue.goal.scope == "day" else pd.Series("all", index=rows.index)
    for _, day in pd.Series(offered).groupby(days.to_numpy()):
        own = day.index.to_numpy()
        assert found["agents"].iloc[own].sum() <= each["agents"].iloc[own].sum()
        for name in ("response_rate", "service_level"):
            promised = getattr(queue.goal, name)
            if promised is not None and day.sum() > 0:
                assert np.nansum(found[name].iloc[own] * day) >= promised * day.sum() * (1 - 1e-6)


@settings(max_examples=40, deadline=None)
@given(cases())
def test_wherever_contacts_are_due_somebody_is_there_and_most_of_the_goal_is_kept(
    case: tuple[Queue, pd.DataFrame, float],
) -> None:
    queue, rows, shrinkage = case
    found = scope_rows(queue, rows, shrinkage, 60)
    due = rows["offered"].to_numpy() > 0
    assert (np.floor(found["agents"][due] * (1 - shrinkage) + 1e-9) >= 1).all()
    assert (found["agents"][~due] == 0).all()
    for name in ("response_rate", "service_level"):
        promised = getattr(queue.goal, name)
        if promised is not None:
            assert (found[name][due] >= KEPT_SHARE * promised * (1 - 1e-9)).all()
    if queue.goal.max_occupancy is not None:
        assert (found["occupancy"][due] <= queue.goal.max_occupancy + 1e-9).all()
    if queue.goal.max_asa_s is not None:
        assert (found["asa_s"][due] <= queue.goal.max_asa_s * (1 + 1e-9)).all()


@settings(max_examples=40, deadline=None)
@given(cases())
def test_contacts_answered_are_concave_by_nature(case: tuple[Queue, pd.DataFrame, float]) -> None:
    """Nothing has to be evened out in contacts answered, whatever load, patience and uncertainty."""
    queue, rows, shrinkage = case
    agents = live_rows(queue, rows, shrinkage, 60)["agents"].to_numpy()
    curves = curves_of_plan(queue_intervals(queue, rows, 60), agents, 1 - shrinkage)
    gains = np.diff(curves.answered, prepend=0.0)
    later = curves.agents > 1
    assert (np.diff(gains, prepend=0.0)[later] <= 1e-9 * curves.offered[curves.interval][later]).all()


@settings(max_examples=40, deadline=None)
@given(COUNTS, SHARES)
def test_weeks_cost_no_more_than_days_and_windows_no_more_than_weeks(counts: list[float], share: float) -> None:
    hours = []
    for scope in ("day", "week", "window"):
        queue = Queue(id="general", aht_s=180, patience_s=90, goal=Goal(response_rate=share, scope=scope))
        hours.append(requirement(small_forecast(counts, interval_min=60), [queue], {}, 60).frame["agents"].sum())
    assert hours[0] >= hours[1] >= hours[2]
