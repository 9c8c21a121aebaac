"""Contracts under 15 hours a week whose planned hours reach 15: weekly-holiday pay and leave may then be due."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.pay_frames import PayHours
from domain.people import Person
from exports.weekly_holidays import SHORT_CONTRACT_MIN

MEAN_WEEKS = 4  # Labour Standards Act 18(3): on average over four weeks


def lifted_contracts(
    people: Sequence[Person], hours: DataFrame[PayHours], weeks: Sequence[Sequence[date]]
) -> Mapping[str, float]:
    """Each person with a contract under 15 h whose paid hours reach 15 h a week, with the highest four-week mean.

    `weeks` are whole site weeks of the window in order; with fewer than four the mean is over those. Hours a week.
    """
    short = {person.id for person in people if person.contract_min_week < SHORT_CONTRACT_MIN}
    if not short or not weeks:
        return {}
    of_week = {day.isoformat(): number for number, week in enumerate(weeks) for day in week}
    rows = hours[hours["agent_id"].isin(list(short)) & hours["date"].isin(list(of_week))]
    by_week = rows.assign(week=rows["date"].map(of_week)).groupby(["agent_id", "week"])["paid_minutes"].sum()
    table = by_week.unstack(fill_value=0).reindex(columns=range(len(weeks)), fill_value=0)
    means: pd.Series = table.T.rolling(min(MEAN_WEEKS, len(weeks))).mean().max()
    return {str(agent_id): mean / 60 for agent_id, mean in means.items() if mean >= SHORT_CONTRACT_MIN}
