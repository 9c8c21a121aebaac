"""Queues through the day: what one interval leaves behind for the next, the least agents and what agents reach."""
