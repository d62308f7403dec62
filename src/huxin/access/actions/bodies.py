"""The register of bodies 用人单位库: register, change, put two records of one body together."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from huxin.access.actor import Actor
from huxin.access.change import change
from huxin.access.errors import BadBody
from huxin.access.gate import Subject
from huxin.access.models import TRADES, Body, Region
from huxin.kernel.clock import CHINA
from huxin.kernel.identity import Fault, check_credit_code
from huxin.kernel.pinyin import initials_of, pinyin_of
from huxin.kernel.texts import message

__all__ = ["BodyForm", "change_body", "register_body"]

PINYIN_MAX, INITIALS_MAX = 200, 60
NEEDS_CODE = frozenset({Body.Kind.COMPANY, Body.Kind.BANK})


@dataclass(frozen=True, slots=True)
class BodyForm:
    """What a form or a sheet says of a body; empty and None mean that it says nothing."""

    kind: str = ""
    role: str = ""
    name: str = ""
    credit_code: str = ""
    place: str = ""
    address: str = ""
    phone: str = ""
    legal_representative: str = ""
    registered_capital_fen: int | None = None
    sector: str = ""

    def checked(self) -> BodyForm:
        """The form with its code in the one written form; raises BadBody."""
        name = " ".join(self.name.split())
        if self.sector and self.sector not in TRADES:
            raise BadBody(
                "body.sector",
                message("The trade of the company is not known: {sector}", sector=self.sector),
                message("Choose one of the list."),
            )
        if self.credit_code.strip():
            code = check_credit_code(self.credit_code)
            if isinstance(code, Fault):
                raise BadBody(code.code, code.what, code.remedy, rule="GB 32100")
            return replace(self, name=name, credit_code=code.code)
        return replace(self, name=name, credit_code="")


def register_body(form: BodyForm, *, actor: Actor, now: dt.datetime) -> Body:
    """A new body, or BadBody: no name, unknown kind, a code that is wrong or already registered.

    A company without a code is taken in, since a small subcontractor's code may come later; the
    completeness of its projects says that it is missing.
    """
    said = form.checked()
    with change("access.body.register", actor=actor, now=now) as doing:
        place = Region.objects.filter(pk=said.place).first()
        if place is None:
            raise BadBody(
                "body.place",
                message("The place of the body is not known."),
                message("Choose the county in which it is registered."),
            )
        doing.allow(Subject(path=place.path))
        if not said.name or said.kind not in Body.Kind.values:
            raise BadBody(
                "body.name",
                message("A body needs a name and a kind."),
                message("Enter the name as it stands on the licence, and choose the kind."),
            )
        _unused(said.credit_code, None)
        body = Body(
            place=place, registered_on=now.astimezone(CHINA).date(), kind=said.kind, role=said.role
        )
        values = _fill(body, said)
        doing.keep(body)
        doing.note(body, after={"kind": said.kind, "place": place.pk, **values})
    return body


def change_body(key: int, form: BodyForm, *, actor: Actor, now: dt.datetime) -> Body:
    """Bring a body up to date with what the form says; what it does not say stays."""
    said = form.checked()
    with change("access.body.change", actor=actor, now=now) as doing:
        body = doing.reach(Body, key)
        _unused(said.credit_code, body.pk)
        before = {name: getattr(body, name) for name in _values(said)}
        after = _fill(body, said)
        if after:
            doing.keep(body)
            doing.note(body, before=before, after=after)
    return body


def _values(said: BodyForm) -> dict[str, Any]:
    """The stored fields that the form says something of."""
    names = ("name", "credit_code", "address", "phone", "legal_representative", "sector")
    found: dict[str, Any] = {name: getattr(said, name) for name in names if getattr(said, name)}
    if said.registered_capital_fen is not None:
        found["registered_capital_fen"] = said.registered_capital_fen
    return found


def _fill(body: Body, said: BodyForm) -> dict[str, Any]:
    """Write the form into the row; returns what is different now."""
    found = {name: value for name, value in _values(said).items() if getattr(body, name) != value}
    for name, value in found.items():
        setattr(body, name, value)
    if "name" in found:
        body.pinyin = pinyin_of(body.name)[:PINYIN_MAX]
        body.initials = initials_of(body.name)[:INITIALS_MAX]
    return found


def _unused(code: str, own: int | None) -> None:
    others = Body.objects.exclude(pk=own) if own is not None else Body.objects.all()
    if code and others.filter(credit_code=code).exists():
        raise BadBody(
            "body.taken",
            message("A body with this credit code is registered already."),
            message("Choose it from the list instead of registering it again."),
            rule="GB 32100",
        )
