"""Queue entry points and the schedule table."""
