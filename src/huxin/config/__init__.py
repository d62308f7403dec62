"""Wiring: one installation, its settings, its addresses. Nothing below this room imports it."""
