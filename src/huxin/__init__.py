"""Huxin 护薪: see that people who build things are paid in full and on time."""
