"""The addresses of all pages; each view names its operation."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from huxin.web import files

__all__ = ["urlpatterns"]

intake = [
    path("", files.receipts, name="receipts"),
    path("<int:key>", files.receipt, name="receipt"),
    path("project/<int:project>", files.upload, name="upload"),
    path("row/<int:key>", files.mend, name="row"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("files/", include((intake, "intake"))),
]
