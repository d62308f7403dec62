"""Attendance now; the wage flow and its money stand on it next."""
