"""What the spare time of others leaves of deferred work, for agents of its own."""

import numpy as np

from staffing.compiling import FloatArray, compiled


@compiled
def left_for_own(
    arrived: FloatArray, due: FloatArray, spare_s: FloatArray, done: float
) -> tuple[FloatArray, FloatArray]:
    """Curves of what has come in, and is due, of the work that spare time cannot do in time; `done` is done already.

    Spare time works the oldest that is not yet overdue. What falls due is passed over, in the order of coming a stretch
    of the work each time, and so little is passed over that nothing less would do: the earliest deadline first wastes
    no spare time (Panwar, Towsley and Wolf, Journal of the ACM 35, 1988). A stretch has arrived when its work has.
    """
    count = due.size
    begins, ends, left_due = np.empty(count), np.empty(count), np.empty(count)
    level, passed = done, 0.0
    for k in range(count):
        level = max(level, min(arrived[k], level + spare_s[k]))
        begins[k], ends[k] = level, max(due[k], level)
        passed += ends[k] - begins[k]
        left_due[k], level = passed, ends[k]
    left_arrived, stretch, whole = np.empty(count), 0, 0.0
    for k in range(count):
        while stretch < count and ends[stretch] <= arrived[k]:
            whole += ends[stretch] - begins[stretch]
            stretch += 1
        begun = arrived[k] - begins[stretch] if stretch < count else 0.0
        left_arrived[k] = whole + max(begun, 0.0)
    return left_arrived, left_due
