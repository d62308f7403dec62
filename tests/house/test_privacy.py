"""Every stored field says what it is, why it is kept, on what basis and how long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import cast

import pytest
from django.apps import apps
from django.db.models import CompositePrimaryKey, Field, ForeignKey, Model

from huxin.access.fields import SealedText
from huxin.access.models import Account
from huxin.access.permissions import table
from huxin.access.privacy import KEEPS, STAYS, Declared, _declared, declared, notice
from huxin.kernel.own_data import own_data
from huxin.kernel.texts import ROOMS
from huxin.law import Lawbook
from huxin.registry.models import Project, Worker


def stored() -> Iterator[tuple[str, Field[object, object]]]:
    """(table, field) of every column of ours that is no key between tables."""
    for model in apps.get_models():
        if model._meta.app_label in ROOMS:
            for field in model._meta.local_fields:
                is_key = isinstance(field, ForeignKey | CompositePrimaryKey)
                if not is_key and field.name not in ("id", "password"):
                    yield model._meta.label_lower, field


def undeclared(known: Mapping[str, Declared]) -> list[str]:
    return [
        f"{table}.{field.name}"
        for table, field in stored()
        if table not in known or field.name not in known[table].fields
    ]


def test_every_stored_field_is_declared() -> None:
    assert undeclared(declared()) == []


def test_an_undeclared_field_is_caught() -> None:
    known = dict(declared())
    del known["access.region"]
    assert "access.region.name" in undeclared(known)


def test_nothing_is_declared_that_is_not_stored() -> None:
    columns = {(table, field.name) for table, field in stored()}
    assert [
        f"{table}.{name}"
        for table, each in declared().items()
        for name in each.fields
        if (table, name) not in columns
    ] == []


def test_what_is_protected_is_declared_as_personal_or_secret() -> None:
    loose = [
        f"{table}.{field.name}"
        for table, field in stored()
        if isinstance(field, SealedText) and declared()[table].fields[field.name] == "business"
    ]
    assert loose == []


def test_basis_and_retention_exist() -> None:
    book = Lawbook.load()
    for each in declared().values():
        for clause in each.basis:
            book.clause(clause)
        assert each.retention in KEEPS or each.retention in book.names, each.model


def test_the_notice_says_what_is_kept_why_how_long_and_who_sees_it() -> None:
    lines = notice(place="140923", on=dt.date(2025, 9, 30))
    about = {each.model for each in declared().values() if each.is_about_people}
    assert len(lines) == len(about) >= 20
    (worker,) = (each for each in lines if "出生日期" in each.what.say("zh"))
    assert worker.is_sensitive
    assert worker.keeping.say("zh").startswith("3 年（")
    assert "劳动保障监察机构" in {each.say("zh") for each in worker.seen_by}
    assert "银行" not in "".join(each.say("zh") for each in worker.seen_by)


def test_operations_that_show_it_exist() -> None:
    known = table().operations
    assert [
        each for line in declared().values() for each in line.seen_by if each not in known
    ] == []


def test_a_worker_is_told_of_every_table_that_leads_to_him() -> None:
    """All but those that tell of officers, of the monitor's own steps or of nobody."""
    led = {
        model._meta.label_lower
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey) and field.related_model is Worker
    }
    told = {name for name, each in declared().items() if each.of_workers}
    assert {each for each in led if declared()[each].is_about_people} - told == set()
    assert told >= {"registry.worker", "wages.punch", "access.reveal"}


ENDS: Mapping[str, type[Model]] = {"project": Project, "worker": Worker, "account": Account}
"""What rows end with; "phone_digest" and "object" are columns by which they are found."""


def led_to(model: type[Model], way: str) -> object:
    """The table, or the column, that a way leads to."""
    own = ENDS.get(way)
    if own is model:
        return own
    found: object = model
    for name in way.split("__"):
        field = cast("type[Model]", found)._meta.get_field(name)
        found = field.related_model or name
    return found


def astray(known: Mapping[str, Declared]) -> list[str]:
    """Tables whose rows would not go, or that would be left pointing to rows that went."""
    gone = {apps.get_model(name) for name, each in known.items() if each.ends != STAYS}
    wrong = []
    for name, each in known.items():
        model = apps.get_model(name)
        if each.ends != STAYS:
            end = each.ends.rpartition("__")[2]
            if led_to(model, each.ends) is not ENDS.get(end, end):
                wrong.append(f"{name} does not end by {each.ends}")
            continue
        wrong += [
            f"{name}.{field.name} points to what goes"
            for field in model._meta.local_fields
            if field.related_model in gone - {Account}
        ]
    return wrong


def test_every_table_that_ends_is_found_and_nothing_is_left_pointing_to_it() -> None:
    """An account that ends is emptied and stays, so others may point to it."""
    assert astray(declared()) == []
    assert {each.ends for each in declared().values() if each.is_about_people} >= {
        "project", "worker", "account", "phone_digest", "object", STAYS,
    }  # fmt: skip


def test_a_table_that_forgets_its_end_is_caught() -> None:
    entry = own_data("registry", "privacy.yaml")["Enrolment"]
    del entry["ends"]
    with pytest.raises(ValueError, match="does not say with what its rows end"):
        _declared("registry.enrolment", entry)
    known = dict(declared())
    known["wages.correction"] = replace(known["wages.correction"], ends=STAYS)
    known["intake.filenote"] = replace(known["intake.filenote"], ends="receipt")
    assert sorted(astray(known)) == [
        "intake.filenote does not end by receipt",
        "wages.correction.worker points to what goes",
    ]
