"""Changes to a worker's own record: name, phone, certificates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from huxin.access.actor import Actor
from huxin.access.change import Change, change
from huxin.access.fields import digest
from huxin.access.models import Account, LoginSession
from huxin.kernel.identity import Fault, check_mobile
from huxin.kernel.texts import message
from huxin.registry.actions.book_write import add_tokens
from huxin.registry.actions.notices import tell_old_phone
from huxin.registry.actions.worker_accounts import open_accounts
from huxin.registry.errors.people import (
    NumberError,
    PhoneOfOtherError,
    WrongDateError,
    WrongStateError,
)
from huxin.registry.models import Certificate, Worker, WorkerToken
from huxin.registry.policy.workers import check_reason, likeness_tokens, tokens
from huxin.registry.queries.sign_in import is_shared

__all__ = ["CertificateForm", "change_phone", "correct_name", "record_certificate"]


@dataclass(frozen=True, slots=True)
class CertificateForm:
    """A trade certificate as the paper has it; without an end it does not expire."""

    kind: str
    number: str
    issued_on: dt.date | None = None
    to_on: dt.date | None = None


def correct_name(worker: int, *, name: str, reason: str, actor: Actor, now: dt.datetime) -> Worker:
    """Put a misspelt or changed name right, by the identity card; the old one still finds him."""
    check_reason(reason)
    with change("registry.worker.correct_name", actor=actor, now=now) as doing:
        found = doing.reach(Worker, worker)
        new, old = name.strip(), found.name
        if not new:
            raise NumberError.nameless()
        found.name = new
        found.save(update_fields=["name"])
        if found.account is not None:
            found.account.name = new
            found.account.save(update_fields=["name"])
        add_tokens([(found.pk, tokens(new) | likeness_tokens(new, found.identity))])
        doing.note(found, before={"name": old}, after={"name": new, "reason": reason})
        return found


def change_phone(worker: int, *, phone: str, actor: Actor, now: dt.datetime) -> Worker:
    """Another phone for the worker; the old one is told, and no longer finds or signs him in.

    That the new phone is his own is proven before, by a code sent to it or at the counter. There a
    number that several bear may be proven as well: from then on it signs in him and nobody else.
    """
    held = check_mobile(phone)
    if isinstance(held, Fault):
        raise NumberError(held)
    with change("registry.worker.change_phone", actor=actor, now=now) as doing:
        found = doing.reach(Worker, worker)
        old = found.phone
        if old == held:
            _prove(doing, found, held)
            return found
        tell_old_phone(doing, found, f"phone:{found.pk}:{now.isoformat()}")
        _forget(found, old)
        found.phone, found.phone_digest = held, digest("phone", held)
        found.save(update_fields=["phone", "phone_digest"])
        add_tokens([(found.pk, tokens(phone=held))])
        _sign_in_with(doing, found, held)
        doing.note(found, before={"phone": old}, after={"phone": held})
        return found


def record_certificate(
    worker: int, form: CertificateForm, *, actor: Actor, now: dt.datetime
) -> Certificate:
    """A certificate, new or with a later end; one number belongs to one worker."""
    with change("registry.certificate.record", actor=actor, now=now) as doing:
        found = doing.reach(Worker, worker)
        if form.issued_on and form.to_on and form.to_on < form.issued_on:
            raise WrongDateError(
                "certificate_order",
                message("The certificate ends on {end}, before it was issued on {begin}.",
                        end=form.to_on, begin=form.issued_on),
            )  # fmt: skip
        held = Certificate.objects.select_for_update().filter(kind=form.kind, number=form.number)
        known = held.first() or Certificate(worker=found, kind=form.kind, number=form.number)
        if known.worker_id != found.pk:
            raise WrongStateError(message("This certificate is registered for another worker."))
        before = {"issued_on": known.issued_on, "to_on": known.to_on}
        known.issued_on, known.to_on = form.issued_on, form.to_on
        known.save()
        doing.note(known, before=before, after={"issued_on": form.issued_on, "to_on": form.to_on})
        return known


def _forget(worker: Worker, phone: str) -> None:
    """The old phone's tail finds him no more; it may be somebody else's now."""
    gone = [digest(kind, text) for kind, text in tokens(phone=phone)] if phone else []
    WorkerToken.objects.filter(worker=worker, digest__in=gone).delete()


def _prove(doing: Change, worker: Worker, phone: str) -> None:
    """A number that several bear is this worker's own; raises WrongStateError for any other.

    The account that stood for it, which nobody ever signed in with, stands for no phone any more.
    """
    known, own = digest("phone", phone), worker.account
    if (own is not None and own.phone_proven_at is not None) or not is_shared(known):
        raise WrongStateError(message("This is the phone on record."))
    held = Account.objects.filter(kind=Account.Kind.WORKER, phone_digest=known).first()
    if held is not None and held != own:
        if held.phone_proven_at is not None:
            raise PhoneOfOtherError
        held.phone, held.phone_digest, held.login = "", None, f"freed-{held.pk}"
        held.save(update_fields=["phone", "phone_digest", "login"])
        doing.note(held, before={"phone": phone}, after={"phone": ""})
    _sign_in_with(doing, worker, phone)
    doing.note(worker, after={"phone_proven": True})


def _sign_in_with(doing: Change, worker: Worker, phone: str) -> None:
    """His account goes with him: a worker signs in by his phone. Without one he gets his own."""
    account = worker.account
    if account is None:
        open_accounts([worker], now=doing.now)
        worker.save(update_fields=["account"])
        if worker.account is not None:
            worker.account.phone_proven_at = doing.now
            worker.account.save(update_fields=["phone_proven_at"])
        return
    account.phone, account.phone_digest = phone, digest("phone", phone)
    account.login, account.phone_proven_at = str(account.phone_digest), doing.now
    try:
        with transaction.atomic():
            account.save(update_fields=["phone", "phone_digest", "login", "phone_proven_at"])
    except IntegrityError:
        raise PhoneOfOtherError from None
    LoginSession.objects.filter(account=account, ended_at=None).update(ended_at=doing.now)
    doing.note(account, after={"login": account.login})
