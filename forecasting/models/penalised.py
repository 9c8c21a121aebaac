"""Penalised Poisson regression with group penalties learnt from the data (empirical Bayes), robust against odd days.

Letters: y contacts of a day, e its observed share, mu = e exp(X b) its mean, z = X b + (y - mu) / mu the working
response of the log link, v = 1 / mu + s2 its variance (Poisson, and beyond it a relative variance s2 that all days
share), w its weight under Student's t with NU degrees of freedom. Group g of the effects b has prior mean 0 and
variance t2[g].

Each round solves (X' W X + diag(1 / t2)) b = X' W z, then renews t2 and s2 by expectation-maximisation; t2 keeps the
weight of PRIOR_EFFECTS effects of the size expected beforehand. Breslow and Clayton 1993 (penalised quasi-likelihood);
MacKay 1992.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from forecasting.models.features import Features
from forecasting.profile import DayTotals
from forecasting.series import Floats, Truths

ROUNDS = 8
LOG_ROUNDS = 3  # the first rounds take z = log(y / e), from which the working response then starts
PRIOR_EFFECTS = 8.0
NU = 5.0
START_EXTRA_VARIANCE = 0.0025
LEAST_VARIANCE = 1e-8
LOG_LIMIT = 8.0  # effects are within e^8 of the mean day


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    """One round's effects with their posterior covariance and the spread of fitted values."""

    effects: Floats
    covariance: Floats
    fitted: Floats
    fitted_variance: Floats


def penalised_coefficients(
    design: Features, totals: DayTotals, used: Truths, prior_variances: Mapping[str, float]
) -> Floats:
    """The effects b by column of the design; the first column is the constant and carries the mean level."""
    columns = design.columns[used]
    counted, share = totals.counted[used], totals.observed_share[used]
    scaled = np.maximum(counted / share, 0.5)
    centre = float(np.log(scaled.mean()))
    fitted = np.log(scaled) - centre
    variances = dict(prior_variances)
    extra, robust = START_EXTRA_VARIANCE, np.ones(len(counted))
    step = None
    for round_number in range(ROUNDS):
        mean = share * np.exp(centre + np.clip(fitted, -LOG_LIMIT, LOG_LIMIT))
        working = fitted if round_number < LOG_ROUNDS else fitted + (counted - mean) / np.maximum(mean, 1e-9)
        poisson = 1 / np.maximum(mean, 0.5)
        step = _solved(columns, design, variances, robust / (poisson + extra), working)
        residual = working - step.fitted
        variances = _renewed(design, step, variances, prior_variances)
        extra, robust = _renewed_noise(residual, step.fitted_variance, poisson, extra, robust)
        if round_number >= LOG_ROUNDS - 1:
            fitted = np.clip(step.fitted, -LOG_LIMIT, LOG_LIMIT)
    assert step is not None
    return step.effects + centre * (np.arange(len(step.effects)) == 0)


def _solved(columns: Floats, design: Features, variances: Mapping[str, float], weights: Floats, z: Floats) -> _Step:
    penalty = np.array([1 / variances[group] for group in design.groups])
    covariance = np.linalg.inv((columns * weights[:, None]).T @ columns + np.diag(penalty))
    effects = covariance @ (columns.T @ (weights * z))
    spread = np.einsum("ij,ij->i", columns @ covariance, columns)
    return _Step(effects, covariance, columns @ effects, spread)


def _renewed(
    design: Features, step: _Step, variances: Mapping[str, float], prior: Mapping[str, float]
) -> dict[str, float]:
    """t2 = (sum of b^2 and of its posterior variance + PRIOR_EFFECTS prior) / (number of effects + PRIOR_EFFECTS)."""
    second_moment = step.effects**2 + np.diag(step.covariance)
    renewed = dict(variances)
    for group in set(design.groups) - {"constant"}:
        moments = second_moment[design.of_group(group)]
        total = float(moments.sum()) + PRIOR_EFFECTS * prior[group]
        renewed[group] = max(total / (len(moments) + PRIOR_EFFECTS), LEAST_VARIANCE)
    return renewed


def _renewed_noise(
    residual: Floats, fitted_variance: Floats, poisson: Floats, extra: float, robust: Floats
) -> tuple[float, Floats]:
    """s2 as the expected square of a day's own deviation, and the weights of Student's t."""
    kept = extra / (extra + poisson)
    deviation = (kept * residual) ** 2 * robust + kept**2 * fitted_variance * robust + extra * (1 - kept)
    renewed = max(float(deviation.mean()), LEAST_VARIANCE)
    return renewed, (NU + 1) / (NU + residual**2 / (poisson + renewed))
