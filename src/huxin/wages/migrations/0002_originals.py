"""Originals of attendance are never changed or deleted: triggers, on both databases."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

from huxin.wages.originals import protect


def put_on(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001 -- Django's signature
    protect(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("wages", "0001_first")]
    operations: ClassVar = [migrations.RunPython(put_on, migrations.RunPython.noop)]
