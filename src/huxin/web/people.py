"""Workers as clerks and officers see them: search, one worker, entering a site."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huxin.access.errors import NotFound, Refused, StepUp
from huxin.access.gate import may
from huxin.access.queries import looked_at
from huxin.formats.trades import trade_names
from huxin.kernel.clock import CHINA
from huxin.kernel.errors import HuxinError
from huxin.kernel.money import parse_fen
from huxin.kernel.texts import N_
from huxin.registry.actions.reveals import Revealed, reveal_card, reveal_worker
from huxin.registry.actions.roster import enrol
from huxin.registry.policy.contracts import Terms
from huxin.registry.policy.entry import Entry
from huxin.registry.queries.workers import find, worker_page
from huxin.web.acts.of_project import site_crumbs
from huxin.web.acts.people import offers
from huxin.web.ask import DAY
from huxin.web.page import Request, fields_named, page, render, speaker_of

__all__ = ["enter", "reveal", "reveal_number", "search", "worker"]

ENROL = "registry.enrolment.enrol"


class EntryForm(forms.Form):
    """One worker enters a site, with his contract."""

    name = forms.CharField(label=N_("Name"), max_length=40)
    identity = forms.CharField(label=N_("Identity number"), max_length=20)
    phone = forms.CharField(label=N_("Phone"), max_length=20, required=False)
    employer = forms.CharField(label=N_("Employer"), max_length=120, required=False,
                               help_text=N_("Full name; empty: your own company."))  # fmt: skip
    team = forms.CharField(label=N_("Team"), max_length=60, required=False)
    trade = forms.ChoiceField(label=N_("Trade"), required=False)
    entered_on = forms.DateField(label=N_("First day on the site"), widget=DAY)
    day_rate = forms.CharField(label=N_("Pay per day (yuan)"), max_length=20, required=False)
    contract_signed_on = forms.DateField(
        label=N_("Labour contract signed on"), required=False,
        widget=DAY,
    )  # fmt: skip
    contract_from = forms.DateField(
        label=N_("Contract runs from"),
        required=False,
        widget=DAY,
    )
    contract_to = forms.DateField(
        label=N_("Contract runs to"), required=False, widget=DAY,
        help_text=N_("Empty: until the work is done."),
    )  # fmt: skip
    contract_filed_on = forms.DateField(
        label=N_("Contract filed on"),
        required=False,
        widget=DAY,
    )
    card = forms.CharField(label=N_("Wage card"), max_length=40, required=False)
    bank = forms.CharField(label=N_("Bank"), max_length=80, required=False)

    def __init__(self, *args: object, language: str = "zh", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        trades = [("", "–"), *trade_names(language).items()]
        self.fields["trade"] = forms.ChoiceField(label=N_("Trade"), required=False, choices=trades)

    def entry(self) -> Entry:
        """What the form says, in the registry's terms; raises InputError for a wrong sum."""
        said = self.cleaned_data
        terms = None
        if said["contract_from"] or said["contract_signed_on"]:
            terms = Terms(
                said["contract_signed_on"],
                said["contract_from"] or said["contract_signed_on"],
                said["contract_to"],
                said["contract_filed_on"],
            )
        return Entry(
            name=said["name"], identity=said["identity"], phone=said["phone"], card=said["card"],
            bank=said["bank"], employer=said["employer"], team=said["team"], trade=said["trade"],
            entered_on=said["entered_on"], registered_on=said["entered_on"], terms=terms,
            day_rate_fen=parse_fen(said["day_rate"]) if said["day_rate"] else None,
        )  # fmt: skip


@page("registry.worker.find")
def search(request: Request) -> HttpResponse:
    """Workers by name, pinyin, or the last four digits of phone or card."""
    text = request.GET.get("q", "").strip()[:40]
    found = find(text, actor=request.actor) if text else ()
    return render(request, "people/search.html", {"text": text, "found": found})


@page("registry.worker.view")
def worker(request: Request, *, key: int) -> HttpResponse:
    """One worker: sites, contracts, cards; numbers masked."""
    return _worker(request, key)


def _worker(
    request: Request,
    key: int,
    *,
    opened: Revealed | None = None,
    card: tuple[int, str] | None = None,
    refusal: HuxinError | None = None,
) -> HttpResponse:
    """The page, with a number that is opened for this once, or with what was refused."""
    found = worker_page(key, actor=request.actor)
    sees_looks = may("trail.looks.view", actor=request.actor)
    name = f"registry.worker:{found.worker}"
    shown = {
        "found": found,
        "opened": opened,
        "card": card,
        "refusal": refusal,
        "offers": offers(request),
        "looks": looked_at(name, actor=request.actor) if sees_looks else (),
        "names": fields_named(request),
    }
    return render(request, "people/worker.html", shown, status=422 if refusal else 200)


@page("registry.worker.reveal", methods=("POST",))
def reveal(request: Request, *, key: int) -> HttpResponse:
    """Open a worker's numbers, with a reason that he can read; never kept by the browser."""
    reason = request.POST.get("reason", "")
    try:
        opened = reveal_worker(key, reason=reason, actor=request.actor, now=request.now)
    except (NotFound, Refused, StepUp):
        raise
    except HuxinError as error:
        return _worker(request, key, refusal=error)
    return _worker(request, key, opened=opened)


@page("registry.card.reveal", methods=("POST",))
def reveal_number(request: Request, *, key: int) -> HttpResponse:
    """Open the whole number of a wage card, with a reason that the worker can read."""
    found, asked = worker_page(key, actor=request.actor), request.POST.get("card", "")
    card = next((each.card for each in found.cards if str(each.card) == asked), None)
    if card is None:
        raise NotFound
    reason = request.POST.get("reason", "")
    try:
        number = reveal_card(card, reason=reason, actor=request.actor, now=request.now)
    except (NotFound, Refused, StepUp):
        raise
    except HuxinError as error:
        return _worker(request, key, refusal=error)
    return _worker(request, key, card=(card, number))


@page(ENROL, methods=("GET", "POST"))
def enter(request: Request, *, project: int) -> HttpResponse:
    """One worker enters the site; without a labour contract he does not."""
    where = site_crumbs(project, ENROL, request)
    form = EntryForm(
        request.POST or None, initial={"entered_on": request.now.astimezone(CHINA).date()},
        language=request.language,
    )  # fmt: skip
    refusal: HuxinError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            entered = enrol(form.entry(), project=project, actor=request.actor, now=request.now)
        except (NotFound, Refused):
            raise
        except HuxinError as error:
            refusal = error
        else:
            said = speaker_of(request).t("The worker is on the roster.")
            messages.success(request, said)
            for remark in entered.remarks:
                messages.warning(request, remark.say(request.language))
            return HttpResponseRedirect(reverse("people:roster", kwargs={"project": project}))
    shown = {"form": form, "refusal": refusal, "project": project, "where": where}
    status = 422 if refusal or form.errors else 200
    return render(request, "people/enter.html", shown, status=status)
