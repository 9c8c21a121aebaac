"""What becomes of a contact by how many it finds, and how fast contacts leave: M/M/n+M with n agents' slots.

A contact that finds n + j in the system waits until j + 1 have left, each of which happens at rate n mu + i theta with
i = j, ..., 0 still waiting before it. That time V is minus the log, over theta, of a beta variable X with parameters
c = n mu / theta and j + 1, and e^(-theta V) = X is the chance of not having left meanwhile:

    P(answered)           = E[X]                     = c / (c + j + 1)
    P(answered within t)  = E[X; X > e^(-theta t)]   = c / (c + j + 1) I_z(j + 1, c + 1),    z = 1 - e^(-theta t)
    E[wait; answered]     = E[-X ln X] / theta       = c / (c + j + 1) (1 / (c + 1) + ... + 1 / (c + j + 1)) / theta

with I the regularised incomplete beta function. They take for granted that n stays until the contact is answered.
"""

import math

from staffing.compiling import FloatArray, compiled

ANSWERED, IN_TIME, WAIT, BUSY = range(4)
LARGE = 1e200


@compiled
def prospects(slots: int, mu: float, theta: float, within_s: float, table: FloatArray) -> None:
    """Fills the rows of `table`, by contacts found: P(answered), P(in time), E[wait; answered] in s, slots busy."""
    c, z = slots * mu / theta, -math.expm1(-theta * within_s)
    in_time, harmonic = 1.0, 0.0
    term, log_unit = (
        1.0,
        -theta * within_s * (c + 1),
    )  # what I_z loses with the next that is ahead, scaled: it may be tiny
    unit = math.exp(log_unit)
    for found in range(table.shape[1]):
        if found < slots:
            table[ANSWERED, found], table[IN_TIME, found], table[WAIT, found] = 1.0, 1.0, 0.0
            table[BUSY, found] = found
            continue
        ahead = found - slots
        in_time = max(in_time - term * unit, 0.0)
        term *= z * (c + 1 + ahead) / (ahead + 1)
        if term > LARGE:
            term, log_unit = term / LARGE, log_unit + math.log(LARGE)
            unit = math.exp(log_unit)
        harmonic += 1 / (c + ahead + 1)
        answered = c / (c + ahead + 1)
        table[ANSWERED, found], table[IN_TIME, found] = answered, answered * in_time
        table[WAIT, found] = answered * harmonic / theta
        table[BUSY, found] = slots


@compiled
def leaving_rates(hands: float, mu: float, theta: float, rates: FloatArray) -> None:
    """Fills in at what rate contacts leave by how many there are, so many of them at most in hand."""
    for present in range(rates.size):
        in_hand = min(float(present), hands)
        rates[present] = in_hand * mu + (present - in_hand) * theta
