"""The records that the kernels work on, what they are given, and what they find."""

from typing import NamedTuple

import numpy as np

from staffing.compiling import FloatArray, IntArray, Records

NOBODY = -1

CONTACT = np.dtype(
    [
        ("asked_s", "f8"),  # when the present attempt was made
        ("handling_s", "f8"),
        ("until_s", "f8"),  # as in `Outcome`
        ("group", "i4"),
        ("queue", "i4"),
        ("tries", "i4"),  # attempts that failed
        ("waits", "i4"),  # 1 while it waits
        ("later", "i4"),  # who waits behind and before it
        ("earlier", "i4"),
    ]
)
QUEUE = np.dtype(
    [
        ("urgent_s", "f8"),  # the wait against which urgency is told
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


class Centre(NamedTuple):
    """Queues and agents at the start of every replication; orders are padded with NOBODY."""

    queue: Records
    groups_of: IntArray  # by queue: groups in the order in which a contact looks for a free agent
    rank_of: IntArray  # by queue: equal numbers are groups that are asked alike, the one with most free agents first
    skills_of: IntArray  # by group: queues, best first
    step_s: FloatArray  # changes of the number of agents, in order of time
    step_group: IntArray
    policy: int
    interval_s: float
    end_s: float


class Outcome(NamedTuple):
    """What became of each contact: when its last attempt was made, until when it waited and which group took it.

    Until inf: it still waits; NOBODY took it: it gave up then. `again` counts repeated attempts by queue and interval.
    """

    asked_s: FloatArray
    until_s: FloatArray
    group: IntArray
    again: IntArray


class Run(NamedTuple):
    """Where one replication stands; its contacts are numbered from 0, queue after queue."""

    contact: Records
    queue: Records
    group: Records
    in_hand: IntArray  # contacts, by group and queue
    heap: Records
    events: IntArray  # how many stand in the heap
    waiting: IntArray  # how many contacts wait
    again: IntArray  # by queue and interval
    groups_of: IntArray
    rank_of: IntArray
    skills_of: IntArray
    policy: int
    interval_s: float
    end_s: float
