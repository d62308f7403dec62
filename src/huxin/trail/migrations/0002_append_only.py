"""The database refuses to change the trail: see huxin.trail.append_only."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from huxin.trail.append_only import arm, disarm


def forward(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    arm(schema_editor.connection)


def backward(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    disarm(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = (("trail", "0001_first"),)
    operations = (migrations.RunPython(forward, backward),)
