"""Which candidate, or which mean of candidates, forecasts a queue, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from forecasting.accuracy import Accuracy, accuracy
from forecasting.backtest import Backtest
from forecasting.combination import mean_of_members
from forecasting.series import Floats

# With a handful of cutoffs a difference under five per cent comes and goes with their dates: measured on nine real
# series at two sets of origins each, picking the lowest score outright was no better than never switching, this rule
# was 1% better.
LEAST_GAIN = 0.05
MOST_MEMBERS = 3
# Two regressions and boosting see different things and err differently: their mean was better than each of them on
# nearly all of the real series, and a choice between them by past errors was worse than not choosing.
TRUSTED_TOGETHER = ("moving_level", "boosted_level", "boosting")


@dataclass(frozen=True, slots=True)
class CandidateScore:
    """What a candidate scored in the backtest, pooled over its cutoffs."""

    model: str
    accuracy: Accuracy
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """The members whose mean is the forecast, what every candidate scored, and the reason in a sentence."""

    members: tuple[str, ...]
    scores: tuple[CandidateScore, ...]
    why: str

    @property
    def model(self) -> str:
        """The name that the forecast carries."""
        return "+".join(self.members)


def choose(backtest: Backtest, models: tuple[str, ...]) -> Choice:
    """The trusted mean of the models (in order of trust), unless one alone, or a mean of two or three, is 5% better."""
    trusted = trusted_members(models)
    options = {members: pooled_accuracy(backtest, members) for members in (trusted, *_options(models))}
    best = min(options, key=lambda members: (options[members].wape, len(members)))
    is_better = options[best].wape <= (1 - LEAST_GAIN) * options[trusted].wape
    members = best if is_better else trusted
    scores = tuple(CandidateScore(model, options[(model,)], model in members) for model in models)
    return Choice(members, scores, _why(backtest, options, trusted, members, best))


def without_backtest(models: Sequence[str], why: str) -> Choice:
    """The trusted candidates, unjudged."""
    return Choice(trusted_members(models), (), why)


def trusted_members(models: Sequence[str]) -> tuple[str, ...]:
    """Those that are trusted together, as far as they are there; the first in order of trust where none is."""
    return tuple(model for model in models if model in TRUSTED_TOGETHER) or (models[0],)


def _options(models: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every candidate alone, and every mean of two or three that the most trusted one is part of."""
    yield from ((model,) for model in models)
    for others in range(1, MOST_MEMBERS):
        for chosen in combinations(models[1:], others):
            yield (models[0], *chosen)


def combined(backtest: Backtest, members: Sequence[str]) -> tuple[Floats, ...]:
    """What the mean of the members forecast, one table a cutoff."""
    return tuple(mean_of_members(tables) for tables in zip(*(backtest.means(name) for name in members), strict=True))


def pooled_accuracy(backtest: Backtest, members: Sequence[str]) -> Accuracy:
    """The accuracy of the mean of the members over all cutoffs together."""
    return accuracy(np.concatenate(combined(backtest, members)), np.concatenate(backtest.actual))


def _why(
    backtest: Backtest,
    options: dict[tuple[str, ...], Accuracy],
    trusted: tuple[str, ...],
    members: tuple[str, ...],
    best: tuple[str, ...],
) -> str:
    cutoffs = len(backtest.plan.cutoffs)
    past = f"{cutoffs} past forecast{'s' if cutoffs > 1 else ''} of {backtest.plan.days} days"
    found = f"{_named(members)} had a WAPE of {options[members].wape:.1%} in {past}"
    if members != trusted:
        return f"{found}, at least {LEAST_GAIN:.0%} better than {_named(trusted)} with {options[trusted].wape:.1%}."
    if best == trusted:
        return f"{found}, the lowest of all candidates and their means."
    return (
        f"{found}; the best other, {_named(best)} with {options[best].wape:.1%}, is less than {LEAST_GAIN:.0%} better,"
        " which so few past forecasts cannot tell from chance."
    )


def _named(members: Sequence[str]) -> str:
    return members[0] if len(members) == 1 else f"the mean of {' and '.join(members)}"
