"""What left the platform and who opened protected data, for those who check it; keys of systems."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from huxin.access import queries
from huxin.access.actions.keys import Terms, create_key, end_key
from huxin.access.errors import NotFound
from huxin.access.models import ApiKey, Body
from huxin.access.permissions import table
from huxin.access.policy import roles_in
from huxin.access.signing import WINDOW
from huxin.kernel.clock import CHINA
from huxin.kernel.texts import N_
from huxin.registry.actions.exports import REGISTER
from huxin.registry.queries.registers import REGISTERS
from huxin.web.act import Act, Crumb, offered
from huxin.web.acts.of_project import who
from huxin.web.ask import ActForm, Choice, Day, Ticks, Words
from huxin.web.page import Request, page, render, speaker_of
from huxin.web.placed import Placed, PlaceName

__all__ = ["ACTS", "exports", "keys", "looks"]

DAYS_BACK_MAX = 366


@page("access.export.view")
def exports(request: Request) -> HttpResponse:
    """Tables that left, and whose a found paper or file is."""
    text = request.GET.get("mark", "").strip()[:300]
    marked, is_unknown = None, False
    if text:
        try:
            marked = queries.find_mark(text, actor=request.actor)
        except NotFound:
            is_unknown = True
    found = queries.exports(actor=request.actor)
    tables = {name: each.title for name, each in REGISTERS.items()} | {REGISTER: N_("Roster")}
    shown = {
        "found": found, "text": text, "marked": marked, "is_unknown": is_unknown, "tables": tables,
    }  # fmt: skip
    return render(request, "accounts/exports.html", shown)


@page("access.reveal.view")
def looks(request: Request) -> HttpResponse:
    """Who opened protected data how often on a day; of whom is not told here."""
    today = request.now.astimezone(CHINA).date()
    on = _day(request.GET.get("on", ""), today)
    noon = dt.datetime.combine(on, dt.time(12), CHINA)
    shown = {
        "found": queries.lookers(actor=request.actor, now=noon), "on": on,
        "before": (on - dt.timedelta(days=1)).isoformat(),
        "following": (on + dt.timedelta(days=1)).isoformat() if on < today else "",
    }  # fmt: skip
    return render(request, "accounts/looks.html", shown)


def _day(text: str, today: dt.date) -> dt.date:
    """The day that an address names, today when it names none in the last year."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return today
    return day if today - dt.timedelta(days=DAYS_BACK_MAX) <= day <= today else today


@page("access.key.view")
def keys(request: Request) -> HttpResponse:
    """Keys by which systems of units come in, without their secrets."""
    own = sorted(request.actor.bodies) if "body_admin" in request.actor.roles else []
    shown = {
        "found": queries.keys(actor=request.actor),
        "offers": offered(ACTS, request, {"access.key.create", "access.key.end"}),
        "own": own[:1],
        "now": request.now,
    }
    return render(request, "accounts/keys.html", shown)


def _keys(row: Body | ApiKey, request: Request) -> list[Crumb]:
    """The way to the keys, and whose key for what is meant."""
    address = reverse("accounts:keys")
    which = f"{row.body.name} {row.purpose}" if isinstance(row, ApiKey) else row.name
    return [(speaker_of(request).t("Keys of systems"), address), (which, address)]


class NewKey(Placed):
    """What a key is for."""

    role = Choice(N_("Acts in the role"), {})
    operations = Ticks(N_("May do this"), {})
    purpose = Words(N_("What for"), 120, help_text=N_("Which system, and who looks after it."))
    place = PlaceName(N_("Holds in"))
    to_on = Day(N_("Last day"), required=False, help_text=N_("Empty: until it is ended."))
    field_order = ("role", "purpose", "place", "to_on", "operations")

    def start(self) -> dict[str, Any]:
        """The unit's own place."""
        return {"place": self.row.place.name}

    def offer_role(self) -> list[tuple[str, str]]:
        """What people of the unit may be, a system of it may be."""
        language = self.request.language
        return [(each, table().title(each).say(language)) for each in sorted(roles_in(self.row))]

    def offer_operations(self) -> list[tuple[str, str]]:
        """What the interface offers to any of the roles."""
        offered = table().by_key(*roles_in(self.row))
        return [(each, self.called(each)) for each in offered]

    def called(self, operation: str) -> str:
        """An operation in the reader's language."""
        found = table().operation(operation)
        return found.zh if self.request.language == "zh" else found.en

    def clean(self) -> dict[str, Any]:
        """What was chosen must be the role's to do."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        chosen, t = said.get("operations") or [], speaker_of(self.request).t
        beyond = [each for each in chosen if each not in table().by_key(said.get("role", ""))]
        if not chosen:
            self.add_error("operations", t("Choose what the system is to do."))
        elif beyond and said.get("role"):
            listed = tuple(map(self.called, beyond))
            self.add_error("operations", t("Not in this role: {listed}", listed=listed))
        return said


class Sure(ActForm):
    """Nothing to fill in."""


def _create(row: Body, said: dict[str, Any], request: Request) -> HttpResponse:
    day = said["to_on"]
    end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), CHINA) if day else None
    terms = Terms(said["role"], said["place"], said["purpose"], end, said["operations"])
    issued = create_key(row.pk, terms, **who(request))
    minutes = int(WINDOW.total_seconds() // 60)
    address = settings.INSTALLATION.public_url
    shown = {"issued": issued, "body": row, "minutes": minutes, "address": address}
    return render(request, "accounts/key_once.html", shown)


def _end(row: ApiKey, _: dict[str, Any], request: Request) -> None:
    end_key(row.pk, **who(request))


ACTS = (
    Act(
        "key-new", "access.key.create", "units/<int:key>/keys/new", Body, NewKey, _create,
        N_("Done."), _keys, lead=N_("A system of the unit sends and asks with it as the unit "
                                    "itself. The secret is shown once."),
    ),
    Act(
        "key-end", "access.key.end", "keys/<int:key>/end", ApiKey, Sure, _end,
        N_("The key has ended."), _keys, is_grave=True,
        lead=N_("The next request with this key is refused. It cannot be opened again."),
    ),
)  # fmt: skip
