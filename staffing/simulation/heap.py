"""A binary heap of events: the earliest stands first."""

import numpy as np

from staffing.compiling import IntArray, Records, borrowing

EVENT = np.dtype([("time_s", "f8"), ("what", "i8")])


@borrowing
def push(heap: Records, events: IntArray, time_s: float, what: int) -> None:
    """Puts an event into the heap, of which `events`[0] places are taken."""
    place = events[0]
    events[0] += 1
    while place > 0:
        above = (place - 1) // 2
        if heap[above].time_s <= time_s:
            break
        heap[place].time_s, heap[place].what = heap[above].time_s, heap[above].what
        place = above
    heap[place].time_s, heap[place].what = time_s, what


@borrowing
def pop(heap: Records, events: IntArray) -> int:
    """Takes the first event out of the heap.

    The hole goes to the bottom without a look at the last event, which belongs there most often, and this rises from it
    as far as it must: a processor works ahead where it can tell how long the way is.
    """
    first = heap[0].what
    events[0] -= 1
    size, place, below = events[0], 0, 1
    while below + 1 < size:
        below += heap[below + 1].time_s < heap[below].time_s
        heap[place].time_s, heap[place].what = heap[below].time_s, heap[below].what
        place, below = below, 2 * below + 1
    if below < size:
        heap[place].time_s, heap[place].what = heap[below].time_s, heap[below].what
        place = below
    time_s, what = heap[size].time_s, heap[size].what
    while place > 0:
        above = (place - 1) // 2
        if heap[above].time_s <= time_s:
            break
        heap[place].time_s, heap[place].what = heap[above].time_s, heap[above].what
        place = above
    heap[place].time_s, heap[place].what = time_s, what
    return int(first)
