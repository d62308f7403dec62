"""Every address of the platform: pages by audience, and the API."""

from __future__ import annotations

from django.urls import include, path

from huxin.web import urls as web

__all__ = ["handler404", "handler500", "urlpatterns"]

handler404 = "huxin.web.failures.not_found"
handler500 = "huxin.web.failures.failed"
urlpatterns = [path("api/v1/", include("huxin.api.urls")), *web.urlpatterns]
