"""What the report says of desks: how many are taken at once by how many work away from the site."""

from collections.abc import Mapping

import pandas as pd

from exports.study_page import Part, Table, Text
from pipeline.scenario_remote import desks_taken, remote_agents
from pipeline.study import Study, StudyInput

SHARES = (0.0, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0)


def remote_study(of: StudyInput) -> Study:
    """Desks at once by share of agents who may work remotely, with the roster of today and with the scenario's need.

    In the scenario as many fewer (never more) are on duty in an interval as are needed there.
    """
    site, fewer = of.scene.site, _fewer(of)
    of_scenario = () if of.scenario.remote_share is None else (of.scenario.remote_share,)
    rows = []
    for share in sorted({*SHARES, *of_scenario}):
        desks = desks_taken(site, of.scene.roster, remote_agents(site, share))
        inside = {moment: taken for moment, taken in desks.items() if of.scene.window.holds(moment.date())}
        then = max((taken * fewer.get(moment, 1.0) for moment, taken in inside.items()), default=0.0)
        rows.append((share, max(inside.values(), default=0), round(then)))
    found = pd.DataFrame(rows, columns=["remote_share", "desks", "desks_in_scenario"])
    seats = of.scenario.seats or site.config.site.seats
    enough = found.loc[found["desks_in_scenario"] <= seats, "remote_share"] if seats else found["remote_share"]
    least = float(enough.min()) if len(enough) else None
    figures = {"seats": seats, "remote_share_for_seats": least, "desks_without_remote": int(found["desks"].iloc[0])}
    return Study((_part(found, seats, least),), figures, {"desks": found})


def _fewer(of: StudyInput) -> Mapping[object, float]:
    """By interval the agents needed in the scenario over those of the plan, 1 at most."""
    plan, then = (each.frame.groupby("interval_start")["need"].sum() for each in (of.plan, of.outcome))
    ratio = (then / plan.where(plan > 0)).fillna(1.0).clip(upper=1.0)
    return {pd.Timestamp(str(moment)).to_pydatetime(): float(value) for moment, value in ratio.items()}


def _part(found: pd.DataFrame, seats: int | None, least: float | None) -> Part:
    heads: tuple[Text, ...] = (
        ("재택 가능 상담사", "agents who may work remotely"),
        ("동시 좌석, 현재 근무표", "desks at once, present roster"),
        ("동시 좌석, 시나리오", "desks at once, scenario"),
    )  # fmt: skip
    cells = tuple(
        (f"{share:.0%}", f"{int(desks):,}", f"{int(then):,}") for share, desks, then in found.itertuples(index=False)
    )
    if seats is None:
        said: Text = ("사이트에 좌석 수가 없습니다.", "The site names no number of desks.")
    elif least is None:
        said = (f"모두 재택을 해도 좌석 {seats}석이 모자랍니다.", f"{seats} desks are too few whoever works remotely.")
    else:
        said = (
            f"좌석 {seats}석이면 표에서 상담사 {least:.0%}가 재택을 할 수 있어야 합니다. 재택 근무는 좌석이 없어도 "
            "됩니다. 현장에서만 하는 근무조와 팀장은 언제나 좌석이 있어야 합니다.",
            f"{seats} desks are enough from {least:.0%} of agents on who may work remotely, of the shares shown. A "
            "remote duty needs no desk; shifts that are worked on site only, and team leads, always need one.",
        )
    return Part(("재택 근무와 좌석", "Remote duties and desks"), (said,), Table(heads, cells))
