"""Departments of a county, and one account for each role in it, with both factors ready."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huxin.access.actions.accounts import FirstPassword, create_account
from huxin.access.actions.bodies import BodyForm, register_body
from huxin.access.actions.grants import give_grant
from huxin.access.actor import Actor
from huxin.access.change import change
from huxin.access.models import Account, Body, Region
from huxin.access.second_factor import fresh_seed
from huxin.registry.models import Party, SpecialAccount

__all__ = ["Login", "departments", "officials", "partners"]

DEPARTMENTS = {
    "hrss": "{place}人力资源和社会保障局",
    "labour_inspection": "{place}劳动保障监察大队",
    "housing_department": "{place}住房和城乡建设局",
    "transport_department": "{place}交通运输局",
    "water_department": "{place}水利局",
    "tax_authority": "国家税务总局{place}税务局",
    "leading_group_office": "{place}根治欠薪工作领导小组办公室",
    "trade_union": "{place}总工会",
    "labour_arbitration": "{place}劳动人事争议仲裁院",
    "legal_aid": "{place}法律援助中心",
}
HOTLINES = {"hrss": "12333", "labour_inspection": "12333", "labour_arbitration": "12333",
            "legal_aid": "12348"}  # fmt: skip
PUBLIC_HOTLINE = "12345"
"""Lines of the whole country: a demonstration gives nobody's own number."""
SUFFIX = {
    "hrss": "hrss",
    "labour_inspection": "inspector",
    "housing_department": "housing",
    "transport_department": "transport",
    "water_department": "water",
    "tax_authority": "tax",
    "leading_group_office": "office",
    "trade_union": "union",
    "utility_supplier": "power",
}


@dataclass(frozen=True, slots=True)
class Login:
    """An account as the demonstration prints it."""

    login: str
    role: str
    unit: str


def departments(place: Region, *, actor: Actor, now: dt.datetime) -> dict[str, Body]:
    """The departments of a county, by role."""
    return {
        role: register_body(
            BodyForm(kind="department", role=role, name=name.format(place=place.name),
                     place=place.code, phone=HOTLINES.get(role, PUBLIC_HOTLINE)),
            actor=actor, now=now,
        )
        for role, name in DEPARTMENTS.items()
    }  # fmt: skip


def officials(
    prefix: str,
    place: Region,
    bodies: dict[str, Body],
    *,
    password: FirstPassword,
    actor: Actor,
    now: dt.datetime,
) -> list[Login]:
    """One account for each body that works here, by role, and one administrator of the platform."""
    logins = [
        _open(f"{prefix}-{SUFFIX[role]}", role, body, place, password, actor=actor, now=now)
        for role, body in bodies.items()
        if role in SUFFIX
    ]
    admin = _open(f"{prefix}-admin", "system_admin", None, place, password, actor=actor, now=now)
    return [*logins, admin]


def partners(
    prefix: str,
    project: int,
    place: Region,
    *,
    password: FirstPassword,
    actor: Actor,
    now: dt.datetime,
) -> list[Login]:
    """Accounts of the companies and the bank of one project."""
    logins = []
    for role, login, held in (
        (Party.Role.GENERAL_CONTRACTOR, "contractor", "general_contractor"),
        (Party.Role.GENERAL_CONTRACTOR, "officer", "labour_wage_officer"),
        (Party.Role.DEVELOPER, "developer", "developer"),
    ):
        party = Party.objects.filter(project=project, role=role).select_related("body").first()
        if party is not None:
            name = f"{prefix}-{login}"
            logins.append(_open(name, held, party.body, place, password, actor=actor, now=now))
    kept = SpecialAccount.objects.filter(project=project).select_related("bank").first()
    if kept is not None:
        name, held = f"{prefix}-bank", "account_bank"
        logins.append(_open(name, held, kept.bank, place, password, actor=actor, now=now))
    return logins


def _open(
    login: str,
    role: str,
    body: Body | None,
    place: Region,
    password: FirstPassword,
    *,
    actor: Actor,
    now: dt.datetime,
) -> Login:
    """An account with its role; its authenticator is bound already, for `huxin demo --code`."""
    name = body.name if body else place.name
    account, _ = create_account(
        login, name, place=place, body=body, password=password, actor=actor, now=now
    )
    give_grant(account.pk, role, place=place, body=body, actor=actor, now=now)
    with change("access.installation.seed", actor=actor, now=now) as doing:
        Account.objects.filter(pk=account.pk).update(must_change_password=False)
        bound = Account.objects.get(pk=account.pk)
        bound.seed = fresh_seed()
        bound.save(update_fields=["seed"])
        doing.note(bound, after={"second_factor": "bound"})
    return Login(login, role, name)
