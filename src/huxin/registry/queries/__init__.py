"""Reads of the registry, one module per noun: frozen dataclasses, constant query count."""
