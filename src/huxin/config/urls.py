"""Every address of the platform: pages by audience, and the API."""

from __future__ import annotations

from huxin.web.urls import urlpatterns

__all__ = ["handler404", "handler500", "urlpatterns"]

handler404 = "huxin.web.failures.not_found"
handler500 = "huxin.web.failures.failed"
