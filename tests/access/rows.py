"""One real row of every table that the gate knows, all of one project, one company, one person.

Rows are filled from the tables' own definitions, so that a new table is in the matrix as soon as
its room says what relations mean for it; only what cannot be told from a definition stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import (
    BinaryField,
    BooleanField,
    DateField,
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    JSONField,
    Model,
)
from django.db.models.fields import NOT_PROVIDED

from huxin.access import gate
from huxin.access.actor import system
from huxin.access.change import change
from huxin.access.models import Account, Body, Region
from huxin.registry.models import Enrolment, Party, Project, Worker
from tests.support.world import NOW, TODAY, World, person_on_site

__all__ = ["Rows"]

PLAIN: tuple[tuple[type[Field[Any, Any]], Any], ...] = (
    (DateTimeField, NOW),
    (DateField, TODAY),
    (BooleanField, False),
    (JSONField, []),
    (BinaryField, b"x"),
    (IntegerField, 0),
)


class Rows:
    """`keys` of the rows by table; the person is `account`."""

    def __init__(self, world: World) -> None:
        self.worker = person_on_site(world, "road", at=NOW)
        self.account = world.accounts["worker"]
        self._made: dict[type[Model], Model] = {
            Region: world.regions["140923"],
            Body: world.bodies["contractor"],
            Project: world.projects["road"],
            Party: world.parties["road.general_contractor"],
            Worker: self.worker,
            Enrolment: Enrolment.objects.get(worker=self.worker),
            Account: self.account,
        }
        self._special: Mapping[str, Mapping[str, Any]] = {
            "registry.likeness": {"kind": "worker", "one": self.worker.pk, "other": 0},
            "registry.courtmeasure": {"account": None},
            "registry.workscontract": {"client": world.parties["road.developer"]},
            "registry.figure": {"body": None},
            "warnings.ending": {"confirmed_by": None},
        }
        with change("access.installation.seed", actor=system("seed"), now=NOW) as doing:
            self.account.place, self.account.body = world.regions["140923"], self._body
            self.account.save(update_fields=["place", "body"])
            for model in gate._MEANINGS:
                self._row(model)
            doing.note("access.installation:matrix")

    @property
    def keys(self) -> dict[type[Model], Any]:
        return {model: self._row(model).pk for model in gate._MEANINGS}

    @property
    def _body(self) -> Body:
        found = self._made[Body]
        assert isinstance(found, Body)
        return found

    def _row(self, model: type[Model]) -> Model:
        if model not in self._made:
            self._made[model] = self._fresh(model)
        return self._made[model]

    def _fresh(self, model: type[Model]) -> Model:
        special = self._special.get(model._meta.label_lower, {})
        values = {
            field.name: special[field.name] if field.name in special else self._value(field)
            for field in model._meta.concrete_fields
            if not getattr(field, "auto_created", False)
            and field.get_internal_type() != "BigAutoField"
        }
        return model._default_manager.create(**values)

    def _value(self, field: Field[Any, Any]) -> Any:
        if isinstance(field, ForeignKey):
            target = field.related_model
            assert isinstance(target, type)
            own = target is field.model
            needed = not field.null or target in self._made
            return self._row(target) if needed and not own else None
        if field.null or field.default is not NOT_PROVIDED:
            return field.get_default()
        if field.choices:
            return next(iter(field.flatchoices))[0]
        return self._plain(field)

    @staticmethod
    def _plain(field: Field[Any, Any]) -> Any:
        for kind, value in PLAIN:
            if isinstance(field, kind):
                return value
        return "" if field.blank else "x"
