"""The room `wages` as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class WagesConfig(AppConfig):
    name = "huxin.wages"
    label = "wages"
