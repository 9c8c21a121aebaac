"""Span of control: one team lead on duty for each so many agents on duty, in every interval with an agent at work."""

from domain.site_config import Lead


def leads_needed(lead: Lead, agents_on_duty: int) -> int:
    """max(min_on_duty, ceil(agents / span)), and none where no agent is on duty."""
    return max(lead.min_on_duty, -(-agents_on_duty // lead.span)) if agents_on_duty else 0
