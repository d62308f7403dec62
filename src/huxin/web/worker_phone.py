"""A worker's own phone number: another one, proven by a code sent to it before it counts."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huxin.access.actions.codes import use_code
from huxin.access.errors import NotFound, Refused
from huxin.kernel.errors import HuxinError
from huxin.registry.actions.workers import change_phone
from huxin.registry.queries.workers import own_page
from huxin.web.page import Request, page, render, speaker_of
from huxin.web.phone_code import ask_phone

__all__ = ["code", "phone"]

CHANGE = "registry.worker.change_phone"
NEW_PHONE, PURPOSE = "new-phone", "change-phone"


@page(CHANGE, methods=("GET", "POST"))
def phone(request: Request) -> HttpResponse:
    """Which number is on record, and another one: a code is sent to it, whoever owns it."""
    me = own_page(actor=request.actor)
    return ask_phone(request, room="worker", purpose=PURPOSE, slot=NEW_PHONE, shown={"me": me})


@page(CHANGE, methods=("GET", "POST"))
def code(request: Request) -> HttpResponse:
    """The code that came to the new phone; then it is mine, and I sign in with it anew."""
    number = request.session.get(NEW_PHONE)
    if number is None:
        return HttpResponseRedirect(reverse("worker:phone"))
    refusal: HuxinError | None = None
    if request.method == "POST":
        me = own_page(actor=request.actor)
        try:
            use_code(number, request.POST.get("code", "")[:20], purpose=PURPOSE, now=request.now)
            change_phone(me.worker, phone=number, actor=request.actor, now=request.now)
        except (NotFound, Refused):
            raise
        except HuxinError as error:
            refusal = error
        else:
            said = speaker_of(request).t("Your number is changed. Sign in with the new one.")
            logout(request)
            messages.success(request, said)
            return HttpResponseRedirect(reverse("access:phone"))
    status = 422 if refusal else 200
    return render(request, "worker/phone_code.html", {"refusal": refusal}, status=status)
