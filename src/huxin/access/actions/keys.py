"""Keys of bodies' systems and devices: issued, ended, and asked at every request."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from huxin.access.actions.accounts import allow_place
from huxin.access.actor import ANYBODY, Actor, of_key
from huxin.access.change import Change, change
from huxin.access.errors import BadSignature
from huxin.access.gate import reach
from huxin.access.models import ApiKey, Body, Nonce, Region
from huxin.access.permissions import table
from huxin.access.policy import may_be_keyed
from huxin.access.signing import WINDOW, SignedRequest, is_fresh, is_signed_with

__all__ = ["Issued", "Terms", "admit", "create_key", "end_key", "issue_key", "take_nonce"]

KEY_BYTES, SECRET_BYTES = 8, 32
KEY = re.compile(r"[0-9A-Za-z_]{1,24}", re.ASCII)
_NOBODY = "no such key"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a key is for: which role of the body it acts in, where, why, until when.

    `operations` are names of the permission table; None: all that the interface offers the role.
    """

    role: str
    place: Region
    purpose: str
    to_at: dt.datetime | None = None
    operations: Collection[str] | None = None

    @property
    def chosen(self) -> list[str]:
        """What a key of these terms may do, by name."""
        offered = table().by_key(self.role)
        return sorted(offered if self.operations is None else self.operations)


@dataclass(frozen=True, slots=True)
class Issued:
    """A new key with its secret, which is shown this once."""

    key: ApiKey
    secret: str = field(repr=False)


def create_key(body: int, terms: Terms, *, actor: Actor, now: dt.datetime) -> Issued:
    """Issue a key to a body's system; raises NotFound, or GrantRefused for a role not its own
    and operations that are not the role's."""
    with change("access.key.create", actor=actor, now=now) as doing:
        holder = reach(Body, body, "access.key.create", actor=actor)
        allow_place(doing, terms.place, holder)
        refusal = may_be_keyed(terms.role, terms.chosen, holder)
        if refusal is not None:
            raise refusal
        return issue_key(doing, holder, terms)


def issue_key(doing: Change, body: Body, terms: Terms) -> Issued:
    """Issue a key as a part of a change of another room, which has checked the right to it."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    made = ApiKey.objects.create(
        body=body, key=secrets.token_hex(KEY_BYTES), secret=secret, role=terms.role,
        operations=terms.chosen, place=terms.place, purpose=terms.purpose.strip()[:120],
        from_at=doing.now, to_at=terms.to_at,
    )  # fmt: skip
    doing.note(made, after={"body": body.pk, "role": terms.role, "place": terms.place.pk,
                            "purpose": made.purpose, "operations": made.operations})  # fmt: skip
    return Issued(made, secret)


def end_key(key: int, *, actor: Actor, now: dt.datetime) -> None:
    """End a key at once; its next request is refused."""
    with change("access.key.end", actor=actor, now=now) as doing:
        found = doing.reach(ApiKey, key)
        if found.ended_at is None:
            found.ended_at = now
            found.save(update_fields=["ended_at"])
            doing.note(found, after={"ended_at": now})


def admit(request: SignedRequest, *, now: dt.datetime) -> tuple[Actor, ApiKey]:
    """The actor and the key of a signed request; asked anew each time.

    Raises BadSignature alike for a key that is unknown or ended, a wrong signature and a time too
    far off. What may not be sent twice takes the nonce as well (`take_nonce`).
    """
    found = _named(request.key)
    is_signed = is_signed_with(found.secret if found else _NOBODY, request)
    if found is None or not is_signed or not is_fresh(request, now=now):
        raise BadSignature
    actor = of_key(found, now=now)
    if actor is ANYBODY:
        raise BadSignature
    return actor, found


def take_nonce(key: ApiKey, nonce: str, *, now: dt.datetime) -> None:
    """Let a signed request pass once: raises BadSignature for a nonce that the key was seen with.

    Those too old for any fresh request are forgotten on the way.
    """
    try:
        with transaction.atomic():
            Nonce.objects.filter(key=key, at__lt=now - 2 * WINDOW).delete()
            Nonce.objects.create(key=key, nonce=nonce, at=now)
    except IntegrityError:
        raise BadSignature from None


def _named(key: str) -> ApiKey | None:
    if not KEY.fullmatch(key):
        return None
    try:
        return ApiKey.objects.select_related("place").get(key=key)
    except ApiKey.DoesNotExist:
        return None
