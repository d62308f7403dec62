"""The trail as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "huxin.trail"
    label = "trail"
