"""The platform for gunicorn, on the day that its data is of; the clock goes on from there."""

from __future__ import annotations

import os

import time_machine
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.generic_settings")
application = get_wsgi_application()

from bench.filled import NOW  # noqa: E402 -- Django had to come first

time_machine.travel(NOW, tick=True).start()
