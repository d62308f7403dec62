"""The register of units: found by name, code or pinyin; one unit; registered and changed."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from huxin.access.actions.bodies import BodyForm, change_body, register_body
from huxin.access.gate import may, visible
from huxin.access.history import history
from huxin.access.models import Body
from huxin.access.permissions import table
from huxin.kernel.clock import CHINA
from huxin.kernel.texts import N_
from huxin.registry.policy.deposits import FORMS
from huxin.registry.queries.belongs import belongings
from huxin.registry.queries.bodies import BodyPage, bodies, body_page
from huxin.registry.queries.employer_file import employer_file
from huxin.registry.queries.employers import statements_of
from huxin.registry.queries.figures import months_of_body
from huxin.web.accounts import ACTS as ACCOUNT_ACTS
from huxin.web.act import Act, Crumb, offered
from huxin.web.acts.employers import ACTS as EMPLOYER_ACTS
from huxin.web.acts.figures import ACTS as FIGURE_ACTS
from huxin.web.acts.of_project import who
from huxin.web.acts.statements import ACTS as STATEMENT_ACTS
from huxin.web.ask import ActForm, Choice, Words, Yuan
from huxin.web.page import Request, page, render, speaker_of
from huxin.web.placed import Placed, PlaceName
from huxin.web.traces import ACTS as KEY_ACTS
from huxin.web.words import BODY_KINDS, ROLES, STATES, TRADES

__all__ = ["ACTS", "listed", "one"]

SEE, CHANGE, HISTORY = "access.body.view", "access.body.change", "trail.history.view"
STATE, FIGURE = "registry.statement.make", "registry.figure.supply"
OWN = tuple(each.operation for each in EMPLOYER_ACTS)
DEPARTMENTS = N_("Role of a department")
OF_COMPANIES = N_("For companies only.")
TRADE_OFFERED = {"": "–", **TRADES}


@page(SEE)
def listed(request: Request) -> HttpResponse:
    """Units within reach; the address of a search can be shared."""
    given = request.GET
    kind = given.get("kind", "")
    kind = kind if kind in BODY_KINDS else ""
    text, after = given.get("q", "").strip()[:60], given.get("after", "")[:160]
    found = bodies(text=text, kind=kind, after=after, actor=request.actor)
    address, kept = reverse("bodies:list"), {"q": text, "kind": kind}
    following = f"{address}?{urlencode({**kept, 'after': found.after})}" if found.after else ""
    shown = {
        "found": found, "text": text, "kind": kind, "kinds": BODY_KINDS, "following": following,
        "first": f"{address}?{urlencode(kept)}" if after else "", "role_title": _role(request),
        "offers": offered(ACTS, request, {"access.body.register"}),
    }  # fmt: skip
    return render(request, "bodies/list.html", shown)


@page(SEE)
def one(request: Request, *, key: int) -> HttpResponse:
    """One unit: its projects within reach, its people, what its entry lacks, its history."""
    found = body_page(key, actor=request.actor)
    row = Body.objects.get(pk=key)
    today = request.now.astimezone(CHINA).date()
    may_do = {
        name
        for name in (CHANGE, STATE, FIGURE, "access.key.create", *OWN)
        if visible(Body, name, actor=request.actor).filter(pk=key).exists()
    }
    if may("access.account.create", actor=request.actor):
        may_do.add("access.account.create")
    if STATE in may_do:
        may_do.add("registry.statement.withdraw")
    shown = {
        "found": found, "lacks": _lacks(found, row), "trade": TRADES.get(row.sector, ""),
        "roles": ROLES, "states": STATES,
        "kinds": BODY_KINDS, "role_title": _role(request), "may_do": may_do,
        "people": f"{reverse('accounts:list')}?{urlencode({'q': found.line.name})}",
        "new_account": f"{reverse('acts:user-new')}?{urlencode({'unit': found.line.name})}",
        "offers": offered(OFFERED, request, may_do),
        "own": employer_file(key, on=today, actor=request.actor), "forms": FORMS,
        "stated": statements_of(key, actor=request.actor), "stater": STATE in may_do,
        "today": today,
        "history": _history(row, request),
        "figures": months_of_body(key, on=today, actor=request.actor),
    }  # fmt: skip
    return render(request, "bodies/one.html", shown)


def _history(row: Body, request: Request) -> Any:
    seen = visible(Body, HISTORY, actor=request.actor).filter(pk=row.pk).exists()
    if not seen:
        return None
    return history(row, belongings=belongings(row), actor=request.actor, limit=30)


def _lacks(found: BodyPage, row: Body) -> list[str]:
    """Texts of what the entry of a unit does not say yet."""
    needs_code = row.kind in {Body.Kind.COMPANY, Body.Kind.BANK}
    asked = (
        (needs_code and not row.credit_code, N_("unified social credit code")),
        (not row.address, N_("address")),
        (not row.phone, N_("telephone")),
        (row.kind == Body.Kind.COMPANY and not row.sector, N_("line of business")),
        (row.kind == Body.Kind.COMPANY and not row.legal_representative,
         N_("legal representative")),
        (row.kind == Body.Kind.COMPANY and found.registered_capital_fen is None,
         N_("registered capital")),
    )  # fmt: skip
    return [text for is_missing, text in asked if is_missing]


def _role(request: Request) -> Any:
    """What the role of a department is called."""
    return lambda role: table().title(role).say(request.language) if role else ""


def _units(_: Any, request: Request) -> list[Crumb]:
    return [(speaker_of(request).t("Units"), reverse("bodies:list"))]


def _unit(row: Body, request: Request) -> list[Crumb]:
    return [*_units(row, request), (row.name, reverse("bodies:one", kwargs={"key": row.pk}))]


class NewBody(Placed):
    """A unit as its licence or its founding paper names it."""

    at: ClassVar = {"credit_code": "credit_code", "body.taken": "credit_code",
                    "body.sector": "sector",
                    "body.place": "place", "body.name": "name"}  # fmt: skip
    kind = Choice(N_("Kind"), BODY_KINDS)
    role = Choice(DEPARTMENTS, {}, required=False, help_text=N_("For departments only."))
    name = Words(N_("Full name"), 120)
    credit_code = Words(N_("Unified social credit code"), 30, required=False)
    place = PlaceName(N_("Registered in"))
    sector = Choice(N_("Line of business"), TRADE_OFFERED, required=False, help_text=OF_COMPANIES)
    address = Words(N_("Address"), 200, required=False)
    phone = Words(N_("Telephone"), 30, required=False)
    legal_representative = Words(N_("Legal representative"), 40, required=False)
    registered_capital_fen = Yuan(N_("Registered capital (yuan)"), required=False)

    def start(self) -> dict[str, Any]:
        """Most units are companies of the reader's own place."""
        return {"place": self.own_place(), "kind": Body.Kind.COMPANY.value}

    def offer_role(self) -> list[tuple[str, str]]:
        """The roles of public offices in the law packs."""
        return [("", "–"), *office_roles(self.request.language)]


def office_roles(language: str) -> list[tuple[str, str]]:
    """Roles that a department can have, with their titles."""
    named = table()
    groups = ("inspectors", "regulators", "overseers", "partners", "sources")
    elsewhere = {role for listed in named.held_in.values() for role in listed}
    found = {role for group in groups for role in named.groups[group]} - elsewhere
    return sorted(((each, named.title(each).say(language)) for each in found), key=lambda e: e[1])


class ChangedBody(ActForm):
    """What is different now."""

    at: ClassVar = {"credit_code": "credit_code", "body.taken": "credit_code"}
    name = Words(N_("Full name"), 120, required=False)
    credit_code = Words(N_("Unified social credit code"), 30, required=False)
    sector = Choice(N_("Line of business"), TRADE_OFFERED, required=False, help_text=OF_COMPANIES)
    address = Words(N_("Address"), 200, required=False)
    phone = Words(N_("Telephone"), 30, required=False)
    legal_representative = Words(
        N_("Legal representative"), 40, required=False,
        help_text=N_("Not shown; fill it in when it has changed."),
    )  # fmt: skip
    registered_capital_fen = Yuan(N_("Registered capital (yuan)"), required=False)

    def start(self) -> dict[str, Any]:
        """The entry as it is."""
        names = ("name", "credit_code", "sector", "address", "phone", "registered_capital_fen")
        return {name: getattr(self.row, name) for name in names}


def _register(_: None, said: dict[str, Any], request: Request) -> str:
    made = register_body(BodyForm(**{**said, "place": said["place"].pk}), **who(request))
    return reverse("bodies:one", kwargs={"key": made.pk})


def _change(row: Body, said: dict[str, Any], request: Request) -> None:
    change_body(row.pk, BodyForm(**said), **who(request))


ACTS = (
    Act(
        "unit-new", "access.body.register", "units/new", None, NewBody, _register,
        N_("The unit is registered."), _units,
        lead=N_("Look first whether it is registered already: one unit, one entry."),
    ),
    Act(
        "unit-change", CHANGE, "units/<int:key>/change", Body, ChangedBody, _change,
        N_("The entry is changed."), _unit,
        lead=N_("What is left empty stays as it is. The old entry remains in the history."),
    ),
)  # fmt: skip
OFFERED = (*ACTS, *ACCOUNT_ACTS, *KEY_ACTS, *STATEMENT_ACTS, *EMPLOYER_ACTS, *FIGURE_ACTS)
"""What can be done on the page of a unit."""
