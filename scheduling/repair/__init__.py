"""Mending a published roster: few duties change, days within the notice do not, and rest stays what it is."""
