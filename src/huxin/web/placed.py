"""Forms that name a place: by its code or full name, offered where there are few to choose from."""

from __future__ import annotations

from typing import Any

from django import forms

from huxin.access.actor import Actor
from huxin.access.models import Region
from huxin.access.queries import offered_places, own_places, place_named
from huxin.kernel.texts import N_
from huxin.web.ask import ActForm, Suggesting, Words
from huxin.web.page import Request, speaker_of

__all__ = ["PlaceName", "Placed", "name_of_place", "place_of"]

HELP = N_("Name, or code as in GB/T 2260.")


def PlaceName(label: str = N_("Place"), *, required: bool = True) -> Words:  # noqa: N802 -- reads as the other fields do
    """A place by its code or full name."""
    return Words(label, 60, required=required, widget=Suggesting(), help_text=HELP)


class Placed(ActForm):
    """A form with a field `place`: the reader's own at first, a Region when it is clean."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = self.fields["place"].widget
        if isinstance(widget, Suggesting):
            widget.options = offered_places(actor=self.request.actor)

    def own_place(self) -> str:
        """Name of the place that the reader's widest grant is for."""
        found = own_places(actor=self.request.actor)
        return found[0].name if found else ""

    def called(self, code: str) -> str:
        """The name of the place of a code; the code itself where the name would not be enough."""
        found = place_named(code, actor=self.request.actor)
        alone = found and place_named(found.name, actor=self.request.actor)
        return alone.name if alone else code

    def clean_place(self) -> Region | None:
        """The place, None where none is asked for; raises ValidationError when none, or more than
        one, is called so."""
        if not self.cleaned_data["place"]:
            return None
        found = place_named(self.cleaned_data["place"], actor=self.request.actor)
        if found is None:
            said = speaker_of(self.request).t("No place is called so, or more than one: its code.")
            raise forms.ValidationError(said)
        return found


def place_of(request: Request, code: str) -> str:
    """The code of a place that an address names; the reader's own when it names none."""
    if code:
        return code
    found = own_places(actor=request.actor)
    return found[0].pk if found else ""


def name_of_place(code: str, *, actor: Actor) -> str:
    """What the place of a code is called; what is no code of a place is said as it is."""
    found = place_named(code, actor=actor)
    return found.name if found else code
