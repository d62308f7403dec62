"""Help at a counter: an officer and a worker look at the worker's own pages, for half an hour."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huxin.access.actions.assist import (
    ASSIST,
    assist,
    assisted,
    assisted_until,
    end_assistance,
)
from huxin.access.gate import reach
from huxin.access.queries import looked_at
from huxin.kernel.clock import CHINA
from huxin.kernel.identity import Fault, check_identity
from huxin.kernel.period import add_months, month_of, parse_month
from huxin.kernel.texts import N_
from huxin.registry.models import Worker
from huxin.registry.queries.workers import at_counter, own_page
from huxin.wages.queries import fact_store, own_month
from huxin.web.act import Act, Crumb
from huxin.web.acts.of_project import who
from huxin.web.ask import ActForm, Words
from huxin.web.page import Request, page, render, speaker_of
from huxin.web.words import FIELDS, word

__all__ = ["ACTS", "end", "pages"]


@page(ASSIST)
def pages(request: Request, *, key: int, month: str = "") -> HttpResponse:
    """All that the worker would see himself: sites, contracts, days, cards, who looked."""
    row = reach(Worker, key, ASSIST, actor=request.actor)
    eyes = assisted(row, actor=request.actor, now=request.now)
    today = request.now.astimezone(CHINA).date()
    chosen = parse_month(month) if month else month_of(today)
    following = add_months(chosen, 1)
    me = own_page(actor=eyes)
    shown = {
        "me": me, "key": key, "month": chosen, "audience": "worker",
        "until": assisted_until(row, actor=request.actor, now=request.now),
        "months": own_month(chosen, actor=eyes, store=fact_store()),
        "looks": looked_at(f"registry.worker:{me.worker}", actor=eyes),
        "previous": f"{add_months(chosen, -1):%Y-%m}",
        "following": f"{following:%Y-%m}" if following <= today else "",
        "names": lambda what: [speaker_of(request).t(word(FIELDS, each)) for each in what],
    }  # fmt: skip
    return render(request, "counter/pages.html", shown)


@page("access.worker.assist_end", methods=("POST",))
def end(request: Request, *, key: int) -> HttpResponse:
    """Close the worker's pages before the half hour is over."""
    row = reach(Worker, key, "access.worker.assist_end", actor=request.actor)
    end_assistance(row, **who(request))
    messages.success(request, speaker_of(request).t("The worker's pages are closed."))
    return HttpResponseRedirect(reverse("acts:counter-help"))


def _begin(_: Any, request: Request) -> list[Crumb]:
    return [(speaker_of(request).t("Counter"), reverse("acts:counter-help"))]


class Helping(ActForm):
    """Who stands at the counter, from his own identity card, and why."""

    identity = Words(
        N_("Identity number"), 20, help_text=N_("As on the card that the worker shows."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip
    checked = forms.BooleanField(
        label=N_("I have compared the worker with the identity card."), required=True
    )
    reason = Words(
        N_("Reason for helping"),
        200,
        help_text=N_("The worker can read it afterwards, with the name of your unit."),
    )

    at: ClassVar = {}

    def clean_identity(self) -> Worker:
        """The worker; raises ValidationError for no number, or for nobody within reach."""
        language = self.request.language
        number = check_identity(self.cleaned_data["identity"])
        if isinstance(number, Fault):
            raise forms.ValidationError([number.what.say(language), number.remedy.say(language)])
        found = at_counter(number.number, actor=self.request.actor)
        if found is None:
            said = speaker_of(self.request).t(
                "Nobody with this number works or worked on a site within your competence."
            )
            raise forms.ValidationError(said)
        return found


def _help(_: None, said: dict[str, Any], request: Request) -> str:
    person: Worker = said["identity"]
    assist(person, reason=said["reason"], **who(request))
    return reverse("counter:pages", kwargs={"key": person.pk})


ACTS = (
    Act(
        "counter-help", ASSIST, "counter", None, Helping, _help,
        N_("The worker's pages are open for half an hour; this is entered, and the worker can "
           "read it."), _begin,
        lead=N_("For a worker without a phone of his own. You see together what the worker "
                "would see alone, and nothing else; nothing can be changed here."),
    ),
)  # fmt: skip
