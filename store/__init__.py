"""The one place that knows a database or a path for outputs: versions, nights, history, audit trail, atomic files."""
