"""The WSGI entry point for gunicorn."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huxin.config.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 -- pages are loaded now, not when somebody waits for one

# What was loaded stays for good: the collector need not look at it again with every request, nor
# after every few hundred rows of a batch.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
