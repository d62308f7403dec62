"""People and roles, for those who keep them: the list, one account, and what is done to it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from huxin.access import queries
from huxin.access.actions import accounts as actions
from huxin.access.actions.grants import delegate, end_grant, give_grant
from huxin.access.actions.sessions import end_session
from huxin.access.models import Account, Body, Grant, LoginSession
from huxin.access.permissions import table
from huxin.access.queries.people import PAGE
from huxin.kernel.clock import CHINA
from huxin.kernel.texts import N_
from huxin.web.act import Act, Crumb, offered
from huxin.web.acts.of_project import who
from huxin.web.ask import ActForm, BodyName, Choice, Day, Pick, Ticks, Words
from huxin.web.page import Request, page, render, speaker_of
from huxin.web.placed import Placed, PlaceName
from huxin.web.words import SECTORS, device

__all__ = ["ACTS", "listed", "one"]

SEE = "access.account.view"
GRANT_END = "access.grant.end"


@page(SEE)
def listed(request: Request) -> HttpResponse:
    """Accounts of staff within reach, with what they hold and when they were last used."""
    given = request.GET
    text = given.get("q", "").strip()[:60].replace("\x00", "")
    after = given.get("after", "")[:60].replace("\x00", "")
    found = queries.accounts(actor=request.actor, now=request.now, text=text, after=after)
    following = urlencode({"q": text, "after": found[-1].login}) if len(found) == PAGE else ""
    address = reverse("accounts:list")
    shown = {
        "found": found,
        "text": text,
        "following": f"{address}?{following}" if following else "",
        "first": f"{address}?{urlencode({'q': text})}" if after else "",
        "offers": offered(ACTS, request, {"access.account.create"}),
        "is_new": not text and not after and len(found) <= 1,
    }
    return render(request, "accounts/list.html", shown)


@page(SEE)
def one(request: Request, *, key: int) -> HttpResponse:
    """One account: what it holds, whether its second factor is bound, where it is signed in."""
    found = queries.account_page(key, actor=request.actor, now=request.now)
    offers = offered(ACTS, request, found.may_do | {GRANT_END})
    shown = {"found": found, "offers": offers}
    return render(request, "accounts/one.html", shown)


def _people(_: Any, request: Request) -> list[Crumb]:
    return [(speaker_of(request).t("People and roles"), reverse("accounts:list"))]


def _account(row: Account, request: Request) -> list[Crumb]:
    address = reverse("accounts:one", kwargs={"key": row.pk})
    return [*_people(row, request), (row.login, address)]


def _of_account(row: Grant | LoginSession, request: Request) -> list[Crumb]:
    """The way to the account, and which of its roles or devices is meant."""
    *way, (login, address) = _account(row.account, request)
    if isinstance(row, Grant):
        which = table().title(row.role).say(request.language)
    else:
        which = speaker_of(request).say(device(row.device))
    return [*way, (login, address), (which, address)]


def _mine(_: Any, request: Request) -> list[Crumb]:
    return [(speaker_of(request).t("My account"), reverse("access:me"))]


def _once(request: Request, account: Account, password: str) -> HttpResponse:
    """The first password, shown this once; no cache keeps it."""
    return render(request, "accounts/once.html", {"account": account, "password": password})


class NewAccount(Placed):
    """An account for a member of staff; roles follow on its page."""

    login = Words(N_("Sign-in name"), 40, help_text=N_("3 to 40 letters, digits, dots or dashes."))
    name = Words(N_("The person's name"), 40)
    body = BodyName(N_("Unit"), required=False)
    place = PlaceName()

    def start(self) -> dict[str, Any]:
        """The unit whose page led here, or the reader's own."""
        asked = self.request.GET.get("unit", "")[:120]
        return {"body": asked or _own_body(self.request), "place": self.own_place()}


def _own_body(request: Request) -> str:
    """The unit of whoever keeps one unit's people only."""
    if request.actor.roles & {"system_admin"} or len(request.actor.bodies) != 1:
        return ""
    return Body.objects.get(pk=min(request.actor.bodies)).name


def _create(_: None, said: dict[str, Any], request: Request) -> HttpResponse:
    body = Body.objects.get(pk=said["body"]) if said["body"] else None
    account, password = actions.create_account(
        said["login"], said["name"], place=said["place"], body=body, **who(request)
    )
    return _once(request, account, password)


class Sure(ActForm):
    """Nothing to fill in: what will happen is said above the button."""


class WithReason(ActForm):
    """Why; it stands in the trail."""

    reason = Words(N_("Why"), 200)


class NewGrant(Placed):
    """A role for an account, in a place, perhaps for some sectors and with an end."""

    role = Choice(N_("Role"), {})
    body = BodyName(N_("Held for the unit"), required=False)
    place = PlaceName(N_("Holds in"))
    sectors = Ticks(N_("Only for these sectors (none ticked: those of the role)"), SECTORS)
    to_on = Day(N_("Last day"), required=False, help_text=N_("Empty: until it is ended."))

    def start(self) -> dict[str, Any]:
        """The account's own unit and place."""
        row: Account = self.row
        return {
            "body": row.body.name if row.body else "",
            "place": row.place.name if row.place else self.own_place(),
        }

    def offer_role(self) -> list[tuple[Any, Any]]:
        """Roles of the account's own unit first."""
        own, others = queries.givable(self.row.pk, actor=self.request.actor)
        say = speaker_of(self.request).t
        named = [
            (say(title), [(each, self._title(each)) for each in roles])
            for title, roles in ((N_("Roles of its unit"), own), (N_("Other roles"), others))
            if roles
        ]
        return [("", "–"), *named]

    def _title(self, role: str) -> str:
        return table().title(role).say(self.request.language)


def _give(row: Account, said: dict[str, Any], request: Request) -> None:
    body = Body.objects.get(pk=said["body"]) if said["body"] else None
    give_grant(
        row.pk, said["role"], place=said["place"], body=body, sectors=said["sectors"],
        to_at=_closing(said["to_on"]) if said["to_on"] else None, **who(request),
    )  # fmt: skip


class Lending(ActForm):
    """One's own role, lent to a colleague until a day."""

    account = Pick(N_("Colleague"))
    to_on = Day(N_("Last day"))

    def offer_account(self) -> list[tuple[Any, str]]:
        """People of the same unit."""
        found = queries.colleagues(self.row.pk, actor=self.request.actor)
        if not found:
            say = speaker_of(self.request).t
            self.instead = (
                say("Your unit has no other account."),
                say("Whoever keeps the accounts of your unit makes one for the colleague first."),
            )
        return [("", "–"), *((each.key, f"{each.name} {each.login}") for each in found)]


def _lend(row: Grant, said: dict[str, Any], request: Request) -> None:
    delegate(row.pk, said["account"], to_at=_closing(said["to_on"]), **who(request))


def _closing(day: dt.date) -> dt.datetime:
    """The midnight in China that closes a day."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), CHINA)


def _reset(row: Account, _: dict[str, Any], request: Request) -> HttpResponse:
    return _once(request, row, actions.reset_password(row.pk, **who(request)))


def _disable(row: Account, said: dict[str, Any], request: Request) -> None:
    actions.disable_account(row.pk, reason=said["reason"], **who(request))


def _reopen(row: Account, _: dict[str, Any], request: Request) -> HttpResponse:
    return _once(request, row, actions.reopen_account(row.pk, **who(request)))


def _end(row: Grant, _: dict[str, Any], request: Request) -> None:
    end_grant(row.pk, **who(request))


def _end_session(row: LoginSession, _: dict[str, Any], request: Request) -> None:
    end_session(row.pk, **who(request))


DONE = N_("Done.")
ACTS = (
    Act(
        "user-new", "access.account.create", "accounts/new", None, NewAccount, _create, DONE,
        _people, lead=N_("The first password is shown once; the person changes it and binds an "
                         "authenticator when signing in."),
    ),
    Act(
        "user-reset", "access.account.reset", "accounts/<int:key>/reset", Account, Sure, _reset,
        DONE, _account, lead=N_("A new first password is shown once. The old one, the "
                                "authenticator and all login sessions of the account end now."),
    ),
    Act(
        "user-disable", "access.account.disable", "accounts/<int:key>/disable", Account,
        WithReason, _disable, N_("The account is closed."), _account, is_grave=True,
        lead=N_("Its login sessions and its roles end now, and what was lent from them. It can be "
                "opened again, without any role."),
    ),
    Act(
        "user-reopen", "access.account.reopen", "accounts/<int:key>/reopen", Account, Sure,
        _reopen, DONE, _account,
        lead=N_("It opens without any role, with a new first password that is shown once."),
    ),
    Act(
        "grant-give", "access.grant.give", "accounts/<int:key>/roles/new", Account, NewGrant,
        _give, N_("The role is given."), _account,
    ),
    Act(
        "grant-end", GRANT_END, "accounts/roles/<int:key>/end", Grant, Sure, _end,
        N_("The role has ended."), _of_account, is_grave=True,
        lead=N_("It ends now, and what was lent from it."),
    ),
    Act(
        "grant-lend", "access.grant.delegate", "me/roles/<int:key>/lend", Grant, Lending, _lend,
        N_("The role is lent."), _mine,
        lead=N_("A colleague of your unit holds it beside you until the last day; it cannot be "
                "lent on."),
    ),
    Act(
        "session-end", "access.session.end", "accounts/sessions/<int:key>/end", LoginSession,
        Sure, _end_session, N_("That login session has ended."), _of_account,
        lead=N_("Whoever is signed in there is signed out with the next click."),
    ),
)  # fmt: skip
