"""The platform for gunicorn, on the day that its data is of; the clock goes on from there."""

from __future__ import annotations

import os

import time_machine

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.generic_settings")

from huxin.config import wsgi  # the settings had to be named first

application = wsgi.application

from bench.filled import NOW  # noqa: E402 -- Django had to come first

time_machine.travel(NOW, tick=True).start()
