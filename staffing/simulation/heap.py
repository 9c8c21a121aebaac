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
        heap[place] = heap[above]
        place = above
    heap[place].time_s, heap[place].what = time_s, what


@borrowing
def pop(heap: Records, events: IntArray) -> int:
    """Takes the first event out of the heap."""
    first = heap[0].what
    events[0] -= 1
    size, place = events[0], 0
    time_s = heap[size].time_s
    while True:
        below = 2 * place + 1
        if below >= size:
            break
        if below + 1 < size and heap[below + 1].time_s < heap[below].time_s:
            below += 1
        if heap[below].time_s >= time_s:
            break
        heap[place] = heap[below]
        place = below
    heap[place] = heap[size]
    return int(first)
