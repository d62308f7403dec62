"""The room `warnings` as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class WarningsConfig(AppConfig):
    name = "huxin.warnings"
    label = "warnings"
