"""Standard output shut while a compiled library greets: results are written there."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

ONE_AT_A_TIME = threading.Lock()  # the process has one standard output: two threads would put back each other's
STANDARD_OUTPUT = 1


@contextmanager
def nothing_printed() -> Iterator[None]:
    """Lets nothing through to the standard output of the process, from compiled code either."""
    with ONE_AT_A_TIME:
        sys.stdout.flush()
        kept = os.dup(STANDARD_OUTPUT)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, STANDARD_OUTPUT)
            yield
        finally:
            os.dup2(kept, STANDARD_OUTPUT)
            os.close(kept)
            os.close(nowhere)
