"""Findings kept for people: raised, owned, answered, snoozed, cleared; back-tests."""
