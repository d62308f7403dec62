"""A worker's own phone number: another one, proven by a code sent to it before it counts."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huxin.access.actions.codes import send_code, use_code
from huxin.access.errors import NotFound, Refused, TooSoon
from huxin.kernel.errors import HuxinError
from huxin.registry.actions.workers import change_phone
from huxin.registry.queries.workers import own_page
from huxin.web.page import Request, page, render, speaker_of

__all__ = ["code", "phone"]

CHANGE = "registry.worker.change_phone"
NEW_PHONE, PURPOSE = "new-phone", "change-phone"


@page(CHANGE, methods=("GET", "POST"))
def phone(request: Request) -> HttpResponse:
    """Which number is on record, and another one: a code is sent to it, whoever owns it."""
    me = own_page(actor=request.actor)
    refusal: HuxinError | None = None
    number = request.POST.get("phone", "")[:20]
    if request.method == "POST":
        try:
            send_code(number, purpose=PURPOSE, now=request.now, language=request.language)
        except TooSoon as error:  # the last code can still be used
            request.session[NEW_PHONE] = number
            return render(request, "worker/phone_code.html", {"refusal": error}, status=422)
        except HuxinError as error:
            refusal = error
        else:
            request.session[NEW_PHONE] = number
            return HttpResponseRedirect(reverse("worker:phone-code"))
    shown = {"me": me, "refusal": refusal, "phone": number}
    return render(request, "worker/phone.html", shown, status=422 if refusal else 200)


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
