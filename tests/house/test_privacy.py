"""Every stored field says what it is, why it is kept, on what basis and how long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from django.apps import apps
from django.db.models import CompositePrimaryKey, Field, ForeignKey

from huxin.access.fields import SealedText
from huxin.access.permissions import table
from huxin.access.privacy import KEEPS, Declared, declared, notice
from huxin.kernel.texts import ROOMS
from huxin.law import Lawbook
from huxin.registry.models import Worker


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
