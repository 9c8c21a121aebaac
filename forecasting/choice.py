"""Which candidate, or which mean of candidates, forecasts a queue, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from forecasting.accuracy import Accuracy, accuracy
from forecasting.backtest import Backtest
from forecasting.combination import mean_with_guests
from forecasting.series import Floats

# With a handful of cutoffs small differences come and go with their dates. Measured on five real series at two sets of
# origins: taking the lowest score outright was worse than never switching; asking for these gains was better than both.
# To join others to the trusted ones risks little, to drop the trusted ones for a single other risks much.
LEAST_GAIN_JOINED = 0.04
LEAST_GAIN_ALONE = 0.10
MOST_JOINED = 2
# Two regressions and boosting see different things and err differently: their mean was better than each of them on
# nearly all of the real series, and a choice between them by past errors was worse than not choosing.
TRUSTED_TOGETHER = ("moving_level", "boosted_level", "boosting")
# A holiday of its own name was seen once or twice: what holidays at large did is a second opinion that the plain
# regression has. With it the error of holiday hours of an ambulance service fell from 9.4 to 8.7% of a normal hour;
# elsewhere it changed little.
HOLIDAY_GUEST = "regression"

type Members = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CandidateScore:
    """What a candidate scored in the backtest, pooled over its cutoffs."""

    model: str
    accuracy: Accuracy
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """The members whose mean is the forecast, what every candidate scored, and the reason in a sentence.

    `guests` count on holidays only.
    """

    members: tuple[str, ...]
    guests: tuple[str, ...]
    scores: tuple[CandidateScore, ...]
    why: str

    @property
    def model(self) -> str:
        """The name that the forecast carries."""
        return "+".join(self.members)


def choose(backtest: Backtest, models: tuple[str, ...]) -> Choice:
    """The trusted mean of the models (in order of trust), unless others improve it enough.

    One or two others joined to it must lower the past error by 4%, another one in its place by 10%.
    """
    trusted = trusted_members(models)
    options = {members: pooled_accuracy(backtest, members) for members in _options(models, trusted)}
    allowed = [members for members in options if _is_worth_it(options, trusted, members)]
    members = min(allowed, key=lambda members: (options[members].wape, len(members)))
    best = min(options, key=lambda members: (options[members].wape, len(members)))
    scores = tuple(CandidateScore(model, pooled_accuracy(backtest, (model,)), model in members) for model in models)
    guests = holiday_guests(members, models)
    why = _why(backtest, options, trusted, members, best)
    return Choice(members, guests, scores, f"{why} On holidays {guests[0]} counts, too." if guests else why)


def _is_worth_it(options: Mapping[Members, Accuracy], trusted: Members, members: Members) -> bool:
    return members == trusted or options[members].wape <= (1 - _least_gain(trusted, members)) * options[trusted].wape


def _least_gain(trusted: Members, members: Members) -> float:
    return LEAST_GAIN_JOINED if set(trusted) < set(members) else LEAST_GAIN_ALONE


def without_backtest(models: Sequence[str], why: str) -> Choice:
    """The trusted candidates, unjudged."""
    members = trusted_members(models)
    return Choice(members, holiday_guests(members, models), (), why)


def holiday_guests(members: Sequence[str], models: Sequence[str]) -> tuple[str, ...]:
    """Who joins the members on holidays: the plain regression, where it is there and trusted ones are among them."""
    is_wanted = HOLIDAY_GUEST in models and HOLIDAY_GUEST not in members and set(members) & set(TRUSTED_TOGETHER)
    return (HOLIDAY_GUEST,) if is_wanted else ()


def trusted_members(models: Sequence[str]) -> tuple[str, ...]:
    """Those that are trusted together, as far as they are there; the first in order of trust where none is."""
    return tuple(model for model in models if model in TRUSTED_TOGETHER) or (models[0],)


def _options(models: Sequence[str], trusted: Members) -> Iterator[Members]:
    """The trusted mean, with one or two others, and every candidate alone."""
    others = [model for model in models if model not in trusted]
    for joined in range(MOST_JOINED + 1):
        yield from ((*trusted, *chosen) for chosen in combinations(others, joined))
    yield from ((model,) for model in models if (model,) != trusted)


def combined(backtest: Backtest, members: Sequence[str]) -> tuple[Floats, ...]:
    """What the mean of the members, with guests on holidays, forecast: one table a cutoff."""
    guests = holiday_guests(members, backtest.models)
    return tuple(
        mean_with_guests([tables[name] for name in members], [tables[name] for name in guests], days.is_holiday)
        for tables, days in zip(_tables(backtest, (*members, *guests)), backtest.days, strict=True)
    )


def _tables(backtest: Backtest, names: Sequence[str]) -> Iterator[Mapping[str, Floats]]:
    """The forecasts of the named candidates, cutoff by cutoff."""
    for tables in zip(*(backtest.means(name) for name in names), strict=True):
        yield dict(zip(names, tables, strict=True))


def pooled_accuracy(backtest: Backtest, members: Sequence[str]) -> Accuracy:
    """The accuracy of the mean of the members over all cutoffs together."""
    return accuracy(np.concatenate(combined(backtest, members)), np.concatenate(backtest.actual))


def _why(
    backtest: Backtest, options: Mapping[Members, Accuracy], trusted: Members, members: Members, best: Members
) -> str:
    cutoffs = len(backtest.plan.cutoffs)
    past = f"{cutoffs} past forecast{'s' if cutoffs > 1 else ''} of {backtest.plan.days} days"
    found = f"{_named(members)} had a WAPE of {options[members].wape:.1%} in {past}"
    if members != trusted:
        gain = _least_gain(trusted, members)
        return f"{found}, at least {gain:.0%} better than {_named(trusted)} with {options[trusted].wape:.1%}."
    if best == trusted:
        return f"{found}, the lowest of all candidates and their means."
    return (
        f"{found}; the best other, {_named(best)} with {options[best].wape:.1%}, is less than"
        f" {_least_gain(trusted, best):.0%} better, which so few past forecasts cannot tell from chance."
    )


def _named(members: Sequence[str]) -> str:
    return members[0] if len(members) == 1 else f"the mean of {' and '.join(members)}"
