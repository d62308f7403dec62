"""The worker's own pages: my sites, days and diary, card, data, who looked; one thing a page."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huxin.access.actions.assist import end_assistance, running
from huxin.access.errors import NotFound, Refused
from huxin.access.gate import reach
from huxin.access.queries import looked_at
from huxin.kernel.clock import CHINA
from huxin.kernel.errors import HuxinError, InputError
from huxin.kernel.period import add_months, month_of, parse_month
from huxin.kernel.texts import message
from huxin.registry.actions.cards import change_card, confirm_card, refuse_card, register_card
from huxin.registry.actions.scans import open_own_scan
from huxin.registry.models import Certificate, LabourContract, Worker
from huxin.registry.queries.notice import own_notice
from huxin.registry.queries.workers import own_page
from huxin.wages.actions.corrections import DayClaim
from huxin.wages.actions.diary import write_diary
from huxin.wages.queries import fact_store, own_month
from huxin.web.acts.of_project import who
from huxin.web.acts.scans import handed
from huxin.web.page import Request, fields_named, page, render, speaker_of

__all__ = [
    "answer_card", "card", "certificate", "contract", "days", "diary", "end_help", "home", "kept",
    "looked",
]  # fmt: skip

SEE = "registry.worker.view_own"
PARTS = {"whole": 100, "half": 50, "none": 0}


ANSWERS = {"confirm": confirm_card, "refuse": refuse_card}


@page(SEE)
def home(request: Request) -> HttpResponse:
    """Where I work and have worked."""
    me = own_page(actor=request.actor)
    waiting = any(
        each.ended_at is None and each.usable_at is None and not each.entered_by_me
        for each in me.cards
    )
    return render(request, "worker/home.html", {"me": me, "waiting": waiting})


@page("wages.days.view")
def days(request: Request, *, month: str = "") -> HttpResponse:
    """My month: what the employer's record says, what my diary says, where they differ."""
    today = request.now.astimezone(CHINA).date()
    chosen = parse_month(month) if month else month_of(today)
    found = own_month(chosen, actor=request.actor, store=fact_store())
    following = add_months(chosen, 1)
    shown = {
        "months": found,
        "month": chosen,
        "previous": f"{add_months(chosen, -1):%Y-%m}",
        "following": f"{following:%Y-%m}" if following <= today else "",
        "today": today,
    }
    return render(request, "worker/days.html", shown)


@page("wages.diary.write", methods=("GET", "POST"))
def diary(request: Request, *, project: int, on: str) -> HttpResponse:
    """Write down one of my days."""
    refusal: HuxinError | None = None
    day = _day(on)
    if request.method == "POST":
        try:
            claim = _claim(request, day)
            write_diary([claim], project=project, actor=request.actor, now=request.now)
        except (NotFound, Refused):
            raise
        except HuxinError as error:
            refusal = error
        else:
            said = speaker_of(request).t("Written down: {day}.", day=day)
            messages.success(request, said)
            return HttpResponseRedirect(reverse("worker:month", kwargs={"month": f"{day:%Y-%m}"}))
    months = own_month(month_of(day), actor=request.actor, store=fact_store())
    site = next((each for each in months if each.project == project), None)
    kept = next((each for each in site.days if each.on == day), None) if site else None
    said = next((name for name, centi in PARTS.items() if kept and centi == kept.diary_centi), "")
    shown = {
        "day": day,
        "site": site.project_name if site else "",
        "record": kept.record if kept else None,
        "part": request.POST.get("part", said),
        "note": request.POST.get("note", kept.note if kept else ""),
        "refusal": refusal,
    }
    return render(request, "worker/diary.html", shown, status=422 if refusal else 200)


@page(SEE, methods=("GET", "POST"))
def card(request: Request) -> HttpResponse:
    """My wage card, and another one instead."""
    refusal: HuxinError | None = None
    if request.method == "POST":
        me = own_page(actor=request.actor)
        number = request.POST.get("number", "")[:40]
        bank = request.POST.get("bank", "")[:80]
        put = change_card if any(each.ended_at is None for each in me.cards) else register_card
        try:
            put(me.worker, number=number, bank=bank, actor=request.actor, now=request.now)
        except (NotFound, Refused):
            raise
        except HuxinError as error:
            refusal = error
        else:
            messages.success(request, speaker_of(request).t("The card is entered."))
            return HttpResponseRedirect(reverse("worker:card"))
    return _card(request, refusal)


@page("registry.card.confirm", methods=("POST",))
def answer_card(request: Request, *, key: int) -> HttpResponse:
    """A card that waits is mine, or it is not and the one before it is mine again."""
    given = "confirm" if "confirm" in request.POST else "refuse"
    try:
        ANSWERS[given](key, actor=request.actor, now=request.now)
    except (NotFound, Refused):
        raise
    except HuxinError as error:
        return _card(request, error)
    speaker = speaker_of(request)
    done = speaker.t("Wages go to this card from now on.")
    undone = speaker.t("The card is refused. Wages go on to the card before it.")
    messages.success(request, done if given == "confirm" else undone)
    return HttpResponseRedirect(reverse("worker:card"))


def _card(request: Request, refusal: HuxinError | None) -> HttpResponse:
    shown = {"me": own_page(actor=request.actor), "refusal": refusal}
    return render(request, "worker/card.html", shown, status=422 if refusal else 200)


@page("registry.contract.open_own", methods=("POST",))
def contract(request: Request, *, key: int) -> HttpResponse:
    """The scan of my labour contract, as a file."""
    return handed(open_own_scan(LabourContract, key, **who(request)), key)


@page("registry.certificate.open_own", methods=("POST",))
def certificate(request: Request, *, key: int) -> HttpResponse:
    """The scan of my certificate, as a file."""
    return handed(open_own_scan(Certificate, key, **who(request)), key)


@page(SEE)
def kept(request: Request) -> HttpResponse:
    """What is kept about me, why, on which article, how long, and who may see it (PIPL 17)."""
    today = request.now.astimezone(CHINA).date()
    shown = {
        "me": own_page(actor=request.actor),
        "notice": own_notice(actor=request.actor, on=today),
    }
    return render(request, "worker/kept.html", shown)


@page(SEE)
def looked(request: Request) -> HttpResponse:
    """Who looked at my protected data, when and why."""
    me = own_page(actor=request.actor)
    found = looked_at(f"registry.worker:{me.worker}", actor=request.actor)
    helped = running(f"registry.worker:{me.worker}", now=request.now)
    shown = {"found": found, "names": fields_named(request), "helped": helped}
    return render(request, "worker/looked.html", shown)


@page("access.worker.assist_end", methods=("POST",))
def end_help(request: Request) -> HttpResponse:
    """Close my pages where an officer has them open at a counter."""
    me = own_page(actor=request.actor)
    row = reach(Worker, me.worker, "access.worker.assist_end", actor=request.actor)
    end_assistance(row, actor=request.actor, now=request.now)
    messages.success(request, speaker_of(request).t("Your pages at the counter are closed."))
    return HttpResponseRedirect(reverse("worker:looked"))


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise NotFound from None


def _claim(request: Request, day: dt.date) -> DayClaim:
    part = request.POST.get("part", "")
    if part not in PARTS:
        raise InputError(
            message("Choose whether you worked the whole day, half of it, or not at all."),
            remedy=message("Tick one of the three."),
        )
    return DayClaim(day, PARTS[part], None, request.POST.get("note", "")[:200])
