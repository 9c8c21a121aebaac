"""The process of one site's night in a portfolio: `python -m pipeline.portfolio_child ORDER`, ORDER as JSON.

It ends with the exit code of `wfm nightly`; its last line on standard error says why where that is not 0. Whatever
happens in it, a kill or a lack of memory too, ends this process alone.
"""

import json
import os
import signal
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

from domain.errors import WfmError
from forecasting.spread_out import Engine
from pipeline.acting import OPERATOR, acting_as
from pipeline.nightly import NightOrder, run_night
from pipeline.schedule_run import SolveLimits

LETS_GO_FIRST = "500"  # of 1000: where memory runs out, the system ends a night and not what looks after all nights
CANCELLED, FAILED, IN_PART = 130, 1, 3
COUNTED_SHARE = 0.3  # of the time limit: nights share the cores, each solve has two threads


def order_of(text: str) -> NightOrder:
    """The order that `pipeline.portfolio_night` wrote."""
    given = json.loads(text)
    return NightOrder(
        Path(given["site_dir"]),
        date.fromisoformat(given["night"]),
        given["days"],
        SolveLimits(given["time_limit_s"], given["gap"], given["seed"], counted_share=COUNTED_SHARE),
        Engine(jobs=given["jobs"]),
        by_clock=given["by_clock"],
    )


def main(text: str) -> int:
    """Runs the night; its exit code."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have started the parent without it
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(LETS_GO_FIRST, encoding="ascii")
    try:
        with acting_as(OPERATOR):
            report = run_night(order_of(text))
    except WfmError as error:
        return _ended(error.exit_code, str(error))
    except KeyboardInterrupt:
        return _ended(CANCELLED, "cancelled; the next run goes on where it stopped")
    except MemoryError:
        return _ended(FAILED, "the night ran out of memory; run fewer at a time (--jobs), or give the machine more")
    return _ended(IN_PART, " ".join(report.missing)) if report.missing else 0


def _ended(code: int, said: str) -> int:
    sys.stderr.write(f"\n{said}\n")
    return code


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.exit(main(sys.argv[1]))
