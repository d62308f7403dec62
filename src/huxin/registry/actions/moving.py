"""Moves all that belongs to one record to another one, keeping what was moved; and back again.

Which tables lead to the record is read from the models, so that a room built later is not
forgotten: its rows move too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet

from huxin.access.models import Account, Body
from huxin.kernel.identity import Fault, check_credit_code
from huxin.kernel.texts import N_, Message, message
from huxin.registry.errors.people import MergeBlockedError, TwoCodesError, WrongStateError
from huxin.registry.models import (
    Card,
    EmployerDeposit,
    Enrolment,
    LabourContract,
    Party,
    Worker,
    WorkerToken,
)

__all__ = ["move_back", "move_code", "move_code_back", "move_rows"]

ACCOUNT = "registry.worker.account"
ONCE_ONLY: Mapping[type[Model], str] = {
    Card: N_("a wage card"),
    Enrolment: N_("an open enrolment on the same site"),
    EmployerDeposit: N_("a wage deposit of its own"),
    LabourContract: N_("a labour contract on the same project from the same day"),
    Party: N_("the same part in the same project"),
}
OTHERWISE = N_("a record")


def move_code(gone: Worker | Body, kept: Worker | Body) -> str:
    """Give a firm's credit code to the record that is kept, if that has none; the code that moved.

    Raises TwoCodesError when both have one and that of `gone` is no slip.
    """
    if not isinstance(gone, Body) or not isinstance(kept, Body) or not gone.credit_code:
        return ""
    if kept.credit_code:
        if not isinstance(check_credit_code(gone.credit_code), Fault):
            raise TwoCodesError
        return ""
    code = gone.credit_code
    _set_code(gone, "")
    _set_code(kept, code)
    return code


def move_code_back(code: str, gone: Worker | Body, kept: Worker | Body) -> None:
    """Give a code that moved back, unless the kept record has another one by now."""
    if isinstance(gone, Body) and isinstance(kept, Body) and code and kept.credit_code == code:
        _set_code(kept, "")
        _set_code(gone, code)


def _set_code(body: Body, code: str) -> None:
    body.credit_code = code
    body.save(update_fields=["credit_code"])


def move_rows(gone: Worker | Body, kept: Worker | Body) -> dict[str, list[int]]:
    """Move every row that leads to `gone`; the keys of the moved rows by table and column.

    Raises MergeBlockedError when a row of `kept` stands in the way.
    """
    moved: dict[str, list[int]] = {}
    for link in type(gone)._meta.related_objects:
        model, column = link.related_model, link.field.attname
        if not isinstance(model, type):
            continue
        keys = list(_movable(model, column, gone, kept).values_list("pk", flat=True))
        if keys:
            _point(model, column, keys, kept.pk)
            moved[f"{model._meta.label_lower}.{column}"] = keys
    if isinstance(gone, Worker) and isinstance(kept, Worker):
        moved |= _move_account(gone, kept)
    return moved


def move_back(moved: Mapping[str, list[int]], gone: Worker | Body, kept: Worker | Body) -> None:
    """Exactly the moved rows lead to `gone` again; raises WrongStateError if one has gone on."""
    for name, keys in moved.items():
        if name == ACCOUNT:
            continue
        label, column = name.rsplit(".", 1)
        model = apps.get_model(label)
        still = model._default_manager.filter(pk__in=keys, **{column: kept.pk}).count()
        if still != len(keys):
            raise WrongStateError(
                message("What was moved has been moved on since; undo the later step first.")
            )
        _point(model, column, keys, gone.pk)
    if ACCOUNT in moved and isinstance(gone, Worker) and isinstance(kept, Worker):
        (account,) = moved[ACCOUNT]
        if kept.account_id != account:
            raise WrongStateError(
                message("What was moved has been moved on since; undo the later step first.")
            )
        _give(kept, gone, account)


def _movable(
    model: type[Model], column: str, gone: Worker | Body, kept: Worker | Body
) -> QuerySet[Any]:
    rows = model._default_manager.filter(**{column: gone.pk}).order_by("pk")
    if model is WorkerToken:  # what both are found by stays with each
        rows = rows.exclude(digest__in=WorkerToken.objects.filter(worker=kept.pk).values("digest"))
    return rows


def _point(model: type[Model], column: str, keys: list[int], to: int) -> None:
    try:
        with transaction.atomic():
            model._default_manager.filter(pk__in=keys).update(**{column: to})
    except IntegrityError:
        raise MergeBlockedError(
            message("Both records have {what}.", what=Message(ONCE_ONLY.get(model, OTHERWISE)))
        ) from None


def _move_account(gone: Worker, kept: Worker) -> dict[str, list[int]]:
    """The account goes along where the kept record has none; of two each stays where it is."""
    if gone.account_id is None or kept.account_id is not None:
        return {}
    account = gone.account_id
    _give(gone, kept, account)
    return {ACCOUNT: [account]}


def _give(giver: Worker, taker: Worker, account: int) -> None:
    for worker, held in ((giver, None), (taker, Account(pk=account))):
        worker.account = held
        worker.save(update_fields=["account"])
