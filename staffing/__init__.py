"""Staffing: from load to agents needed, with the goal that binds."""
