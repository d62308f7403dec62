"""The leading group of a place by post, its office, the liaison officers; the townships below."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from huxin.access.actions.regions import add_township
from huxin.access.actions.seats import SeatForm, fill_seat, vacate_seat
from huxin.access.gate import may, visible
from huxin.access.models import Region, Seat
from huxin.access.queries import own_places, staff_named, townships
from huxin.kernel.clock import CHINA
from huxin.kernel.texts import N_
from huxin.registry.queries.seats import leading_group
from huxin.web.act import Act, Crumb, offered
from huxin.web.acts.of_project import who
from huxin.web.ask import ActForm, BodyName, Choice, Words
from huxin.web.page import Request, page, render, speaker_of
from huxin.web.placed import Placed, PlaceName, place_of
from huxin.web.words import SEATS

__all__ = ["ACTS", "seats"]

SEE, FILL, VACATE, ADD = (
    "access.seat.view", "access.seat.fill", "access.seat.vacate", "access.region.add"
)  # fmt: skip
HOLDS_TOWNSHIPS = frozenset({Region.Kind.COUNTY, Region.Kind.ZONE})


@page(SEE)
def seats(request: Request, *, code: str = "") -> HttpResponse:
    """Who sits in the leading group of a place, what is vacant, which units have no liaison."""
    place = place_of(request, code)
    today = request.now.astimezone(CHINA).date()
    found = leading_group(place, on=today, actor=request.actor)
    region = Region.objects.get(pk=place)
    below = townships(place, actor=request.actor) if region.kind in HOLDS_TOWNSHIPS else None
    may_do = {each for each in (FILL, VACATE, ADD) if may(each, actor=request.actor)}
    ending = visible(Seat, VACATE, actor=request.actor).filter(place=region, to_on=None)
    shown = {
        "found": found, "kinds": SEATS, "below": below, "place": region,
        "offers": offered(ACTS, request, may_do),
        "ending": set(ending.values_list("pk", flat=True)),
        "others": [each for each in own_places(actor=request.actor) if each.pk != place],
    }  # fmt: skip
    return render(request, "office/seats.html", shown)


def _group(row: Any, request: Request) -> list[Crumb]:
    code = row.place_id if isinstance(row, Seat) else request.GET.get("place", "")[:12]
    address = reverse("office:place", kwargs={"code": code}) if code else reverse("office:seats")
    return [(speaker_of(request).t("Leading group"), address)]


class OfPlace(Placed):
    """A form about the place whose page led here."""

    def start(self) -> dict[str, Any]:
        """That place, or the reader's own."""
        asked = self.request.GET.get("place", "")[:12]
        return {"place": self.called(asked) if asked else self.own_place()}


class Filling(OfPlace):
    """A seat: the unit's post is what sits there."""

    place = PlaceName(N_("Leading group of"))
    kind = Choice(N_("Seat"), SEATS)
    body = BodyName(N_("Unit"))
    title = Words(N_("Post in the unit"), 60, help_text=N_("As in: deputy director."))
    login = Words(
        N_("Sign-in name of who holds it now"), 40, required=False,
        help_text=N_("Of an account of that unit, if there is one."),
    )  # fmt: skip

    def clean_login(self) -> int | None:
        """The key of the account; raises ValidationError when the unit has none of this name."""
        login = self.cleaned_data["login"]
        found = staff_named(login, body=self.cleaned_data.get("body")) if login else None
        if login and found is None:
            said = speaker_of(self.request).t("That unit has no account of this sign-in name.")
            raise forms.ValidationError(said)
        return found


def _fill(_: None, said: dict[str, Any], request: Request) -> str:
    place = said["place"].pk
    form = SeatForm(place, said["kind"], said["body"], said["title"], said["login"])
    fill_seat(form, **who(request))
    return reverse("office:place", kwargs={"code": place})


class Sure(ActForm):
    """Nothing to fill in."""


def _vacate(row: Seat, _: dict[str, Any], request: Request) -> None:
    vacate_seat(row.pk, **who(request))


class NewTownship(OfPlace):
    """A township or street below a county."""

    at: ClassVar = {}
    place = PlaceName(N_("County or zone"))
    code = Words(N_("Code"), 12, help_text=N_("9 or 12 digits that begin with the county's code."))
    name = Words(N_("Name of the township or street"), 60)


def _add(_: None, said: dict[str, Any], request: Request) -> str:
    parent = said["place"].pk
    add_township(said["code"], said["name"], parent=parent, **who(request))
    return reverse("office:place", kwargs={"code": parent})


ACTS = (
    Act(
        "seat-fill", FILL, "leading-group/seats/new", None, Filling, _fill,
        N_("The seat is filled."), _group,
    ),
    Act(
        "seat-vacate", VACATE, "leading-group/seats/<int:key>/vacate", Seat, Sure, _vacate,
        N_("The seat is vacant from today."), _group,
        lead=N_("Whoever held it stays in the history of the group."),
    ),
    Act(
        "township-new", ADD, "leading-group/townships/new", None, NewTownship, _add,
        N_("The township is added."), _group,
    ),
)  # fmt: skip
