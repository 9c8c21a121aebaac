"""The spare time of agents on live queues, lent to deferred work."""
