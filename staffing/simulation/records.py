"""The records that the event kernel works on, and what it is given.

Their layout is part of the types that compiled functions are kept under, so it may stand in a module of its own.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from staffing.compiling import FloatArray, IntArray

Records = NDArray[np.void]
NOBODY = -1

CONTACT = np.dtype(
    [
        ("asked_s", "f8"),  # when the present attempt was made
        ("handling_s", "f8"),
        ("interval", "i4"),  # in which it first came in
        ("tries", "i4"),  # attempts that failed
        ("queue", "i4"),
        ("group", "i4"),  # whose agent took it
        ("waits", "i4"),
        ("later", "i4"),  # who waits behind and before it
        ("earlier", "i4"),
    ],
    align=True,
)
QUEUE = np.dtype(
    [
        ("answer_within_s", "f8"),  # deferred work: max_backlog_s
        ("redial_share", "f8"),
        ("redial_after_s", "f8"),
        ("patience_s", "f8"),
        ("concurrency", "i8"),
        ("deferred", "i8"),  # 1 for deferred work
        ("spare_agents", "i8"),
        ("oldest", "i8"),  # who waits longest, and the newest
        ("newest", "i8"),
        ("first", "i8"),  # its first contact, the next to come in, and where the next queue begins
        ("upcoming", "i8"),
        ("until", "i8"),
        ("key", "u8"),  # of repeated attempts
    ]
)
GROUP = np.dtype([("agents", "i8"), ("used", "i8")])  # at work, and with contacts in hand
EVENT = np.dtype([("time_s", "f8"), ("what", "i8")])
COUNT = np.dtype(
    [(name, "i8") for name in ("offered", "answered", "in_time", "abandoned", "attempts", "attempts_answered")]
    + [("wait_s", "f8")]
)


class Centre(NamedTuple):
    """Queues and agents at the start of every replication; orders are padded with NOBODY."""

    queue: Records
    groups_of: IntArray  # by queue: groups in the order in which a contact looks for a free agent
    skills_of: IntArray  # by group: queues, best first
    step_s: FloatArray  # changes of the number of agents, in order of time
    step_group: IntArray
    policy: int
    interval_s: float
    end_s: float


class Run(NamedTuple):
    """Where one replication stands; its contacts are numbered from 0, queue after queue."""

    contact: Records
    queue: Records
    group: Records
    in_hand: IntArray  # contacts, by group and queue
    heap: Records
    events: IntArray  # how many stand in the heap
    counts: Records  # by queue and interval
    busy_s: FloatArray  # by group and interval
    groups_of: IntArray
    skills_of: IntArray
    policy: int
    interval_s: float
    end_s: float
