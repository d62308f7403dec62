"""No index that another one begins with: every write would keep both, no question needs both."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from huxin.kernel.texts import ROOMS


def whole(model: type[models.Model]) -> Iterator[tuple[str, ...]]:
    """Fields of each index of a table that holds every row of it."""
    for each in (*model._meta.constraints, *model._meta.indexes):
        if isinstance(each, models.UniqueConstraint | models.Index) and each.condition is None:
            yield tuple(name.removeprefix("-") for name in each.fields)


def twice(model: type[models.Model]) -> list[str]:
    """Fields with an index of their own, although one of several fields begins with them."""
    begun = {fields[0] for fields in whole(model) if fields}
    return [
        f"{model._meta.label}.{field.name}"
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and not field.unique
        if field.name in begun and field.db_index  # type: ignore[attr-defined]
    ]


def test_no_key_is_indexed_twice() -> None:
    ours = [each for each in apps.get_models() if each._meta.app_label in ROOMS]
    assert len(ours) >= 40
    assert [said for each in ours for said in twice(each)] == []


def test_a_key_indexed_twice_is_caught() -> None:
    class Planted(models.Model):
        batch = models.ForeignKey("wages.PunchBatch", on_delete=models.PROTECT, related_name="+")

        class Meta:
            app_label = "planted"
            indexes = (models.Index(fields=("batch", "id"), name="planted"),)

    try:
        assert twice(Planted) == ["planted.Planted.batch"]
    finally:
        del apps.all_models["planted"]["planted"]
