"""From past contacts to a count distribution for every queue and interval to come."""
