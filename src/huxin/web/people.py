"""Workers as clerks and officers see them: search, one worker, rosters, entering a site."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huxin.access.errors import NotFound, Refused, StepUp
from huxin.formats.trades import trade_names
from huxin.kernel.errors import HuxinError
from huxin.kernel.money import parse_fen
from huxin.kernel.texts import N_
from huxin.registry.actions.exports import export_roster
from huxin.registry.actions.reveals import Revealed, reveal_worker
from huxin.registry.actions.roster import enrol
from huxin.registry.policy.contracts import Terms
from huxin.registry.policy.entry import Entry
from huxin.registry.queries import roster as rosters
from huxin.registry.queries.workers import find, worker_page
from huxin.web.moves import DAY
from huxin.web.page import Request, page, render, speaker_of

__all__ = ["enter", "export", "reveal", "roster", "search", "worker"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        trades = [("", "–"), *trade_names().items()]
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
    request: Request, key: int, opened: Revealed | None = None, refusal: HuxinError | None = None
) -> HttpResponse:
    found = worker_page(key, actor=request.actor)
    shown = {"found": found, "opened": opened, "refusal": refusal}
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
    return _worker(request, key, opened)


@page("registry.roster.view")
def roster(request: Request, *, project: int) -> HttpResponse:
    """The roster of a project, with what is missing."""
    given = request.GET
    lacks = given.get("lacks", "")
    only = rosters.RosterFilter(
        on_site=None if given.get("all") == "1" else True,
        lacks=lacks if lacks in ("contract", "filing", "card", "phone") else "",  # type: ignore[arg-type]
        text=given.get("q", "").strip()[:40],
    )
    after = given.get("after", "")
    start = int(after) if after.isdecimal() and len(after) < 19 else 0
    found = rosters.roster(project, actor=request.actor, only=only, after=start)
    today = request.now.date()
    kept = {name: value for name, value in given.items() if name != "after" and value}
    address = reverse("people:roster", kwargs={"project": project})
    following = f"{address}?{urlencode({**kept, 'after': found.next_after})}"
    shown = {
        "project": project,
        "page": found,
        "only": only,
        "coverage": rosters.coverage(project, on=today, actor=request.actor),
        "groups": rosters.groups(project, by="trade", actor=request.actor),
        "first": f"{address}?{urlencode(kept)}" if start else "",
        "following": following if found.next_after else "",
    }
    return render(request, "people/roster.html", shown)


@page("registry.roster.export", methods=("POST",))
def export(request: Request, *, project: int) -> HttpResponse:
    """The roster as a workbook, with its purpose and its mark."""
    file = export_roster(
        project, purpose=request.POST.get("purpose", ""), actor=request.actor, now=request.now
    )
    answer = HttpResponse(file.content, content_type=XLSX)
    name = {"filename*": f"UTF-8''{urlencode({'': file.name})[1:]}"}
    answer["Content-Disposition"] = f"attachment; filename*={name['filename*']}"
    answer["Cache-Control"] = "no-store"
    return answer


@page("registry.enrolment.enrol", methods=("GET", "POST"))
def enter(request: Request, *, project: int) -> HttpResponse:
    """One worker enters the site; without a labour contract he does not."""
    form = EntryForm(request.POST or None, initial={"entered_on": request.now.date()})
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
    shown = {"form": form, "refusal": refusal, "project": project}
    status = 422 if refusal or form.errors else 200
    return render(request, "people/enter.html", shown, status=status)
