"""Streams and groups that cannot be simulated are refused by name."""

from collections.abc import Sequence

import numpy as np

from domain.errors import UsageError
from staffing.compiling import FloatArray
from staffing.simulation.model import AgentGroup, Stream


def check_streams(streams: Sequence[Stream]) -> int:
    """How many intervals all streams have."""
    sizes = {stream.offered.size for stream in streams} | {stream.aht_s.size for stream in streams}
    if len(sizes) != 1:
        raise UsageError("All streams must have a mean and a handling time for each of the same intervals.")
    for stream in streams:
        check_stream(stream)
    if len({stream.shape.shape[1] for stream in streams if stream.shape is not None}) > 1:
        raise UsageError("All streams with a shape must have as many stretches in an interval.")
    return sizes.pop()


def check_stream(stream: Stream) -> None:
    """Raise UsageError where a figure of the stream cannot be."""
    named = f"Queue {stream.queue}"
    if not (np.isfinite(stream.offered) & (stream.offered >= 0)).all():
        raise UsageError(f"{named}: contacts offered must be numbers of at least 0.")
    if not (np.isfinite(stream.aht_s) & (stream.aht_s > 0)).all():
        raise UsageError(f"{named}: handling times must be seconds above 0.")
    if stream.patience_s is not None and not stream.patience_s > 0:
        raise UsageError(f"{named}: patience is {stream.patience_s:g} s; it must be above 0.")
    if stream.concurrency < 1:
        raise UsageError(f"{named}: concurrency is {stream.concurrency}; an agent holds at least 1 contact.")
    if stream.handling_cv is not None and not 0 < stream.handling_cv < np.inf:
        raise UsageError(f"{named}: handling_cv is {stream.handling_cv:g}; it must be above 0.")
    if stream.shape is not None:
        check_shape(stream.shape, stream.offered.size, named)
    if stream.redials is not None and not (0 <= stream.redials.share <= 1 and stream.redials.after_s > 0):
        raise UsageError(f"{named}: the share that calls again must be from 0 to 1, after more than 0 seconds.")


def check_shape(shape: FloatArray, intervals: int, named: str) -> None:
    """Raise UsageError where shares of stretches are not those of whole intervals."""
    if shape.ndim != 2 or len(shape) != intervals or (shape < 0).any() or not np.allclose(shape.sum(axis=1), 1.0):
        raise UsageError(f"{named}: the shares of an interval's stretches must be at least 0 and add up to 1.")


def check_groups(groups: Sequence[AgentGroup], streams: int, replications: int) -> None:
    """Raise UsageError where skills, times or numbers of agents cannot be."""
    for place, group in enumerate(groups):
        rows = np.atleast_2d(group.agents)
        if any(not 0 <= queue < streams for queue in group.skills) or len(set(group.skills)) < len(group.skills):
            raise UsageError(
                f"Group {place}: its skills {group.skills} are not places of {streams} streams, each once."
            )
        if (np.diff(group.change_s) < 0).any() or rows.shape[1] != group.change_s.size:
            raise UsageError(f"Group {place}: it needs a number of agents for each change, in order of time.")
        if (rows < 0).any() or rows.shape[0] not in (1, replications):
            raise UsageError(f"Group {place}: agents must be at least 0, in one row or one a replication.")


def check_plans(plans: Sequence[Sequence[AgentGroup]]) -> None:
    """Raise UsageError where there is no plan, or one whose groups know other queues than those of the first."""
    skills = [[group.skills for group in groups] for groups in plans]
    if not skills:
        raise UsageError("There is no plan of agents to simulate.")
    for place, found in enumerate(skills):
        if found != skills[0]:
            raise UsageError(f"Plan {place}: its groups have the skills {found}, those of the first {skills[0]}.")
