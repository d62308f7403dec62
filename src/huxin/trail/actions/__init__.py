"""The only writes of the trail, by noun: entries, heads, the outbox, job runs."""

from __future__ import annotations

from huxin.trail.actions.entries import Note, append, erase
from huxin.trail.actions.heads import make_head, make_heads
from huxin.trail.actions.jobs import run_job
from huxin.trail.actions.outbox import Delivery, deliver, send_later

__all__ = [
    "Delivery",
    "Note",
    "append",
    "deliver",
    "erase",
    "make_head",
    "make_heads",
    "run_job",
    "send_later",
]
