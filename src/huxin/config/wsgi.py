"""The WSGI entry point for gunicorn."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huxin.config.settings")
application = get_wsgi_application()

# What was loaded stays for good: the collector need not look at it again with every request, nor
# after every few hundred rows of a batch.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
