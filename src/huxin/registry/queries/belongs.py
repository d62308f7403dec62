"""What belongs to a record and has a history of its own, such as the papers of a project."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Model

from huxin.access.models import Body
from huxin.registry.models import (
    Card,
    CourtMeasure,
    Deposit,
    DepositOrder,
    EmployerAccount,
    EmployerDeposit,
    Enrolment,
    Guarantee,
    LabourContract,
    Party,
    Permit,
    Project,
    Signboard,
    SitePost,
    SpecialAccount,
    Statement,
    Sticker,
    Worker,
    WorksContract,
)

__all__ = ["belongings"]

BELONGS: Mapping[type[Model], tuple[str, tuple[type[Model], ...]]] = {
    Project: ("project", (
        Party, Permit, WorksContract, SpecialAccount, Deposit, Guarantee, CourtMeasure, SitePost,
        Signboard, Sticker,
    )),
    Body: ("body", (EmployerAccount, EmployerDeposit, Statement)),
    Deposit: ("deposit", (DepositOrder,)),
    Worker: ("worker", (Enrolment, LabourContract, Card)),
}  # fmt: skip


def belongings(row: Model) -> list[Model]:
    """Rows without their content, only to be named, and theirs; one query for each table."""
    column, tables = BELONGS.get(type(row), ("", ()))
    found = [
        each
        for table in tables
        for each in table._default_manager.filter(**{column: row.pk}).only("pk")
    ]
    return [*found, *(further for each in found for further in belongings(each))]
