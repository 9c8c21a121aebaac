"""Seconds of CPU beside seconds of the clock: what other work on a shared machine does not blur."""

import resource


def cpu_s() -> float:
    """Seconds of CPU so far of this process and of its children that ended, with all that these waited for."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)
