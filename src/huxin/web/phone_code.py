"""A phone number that is asked for and proven by a code: the page that asks, and where it leads."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huxin.access.actions.codes import send_code
from huxin.access.errors import TooSoon
from huxin.kernel.errors import HuxinError
from huxin.web.page import Request, render

__all__ = ["TRIES", "ask_phone"]

TRIES = "tries"


def ask_phone(
    request: Request,
    *,
    room: str,
    purpose: str,
    slot: str,
    shown: Mapping[str, object] | None = None,
) -> HttpResponse:
    """Ask for a number and send a code to it, whoever owns it.

    The number is remembered in `slot` of the session. `room` holds the templates `phone.html` and
    `phone_code.html`, and the address of the page that asks for the code.
    """
    refusal: HuxinError | None = None
    number = request.POST.get("phone", "")[:20]
    if request.method == "POST":
        try:
            send_code(number, purpose=purpose, now=request.now, language=request.language)
        except TooSoon as error:  # the last code can still be used
            request.session[slot], request.session[TRIES] = number, 0
            return render(request, f"{room}/phone_code.html", {"refusal": error}, status=422)
        except HuxinError as error:
            refusal = error
        else:
            request.session[slot], request.session[TRIES] = number, 0
            return HttpResponseRedirect(reverse(f"{room}:phone-code"))
    asked = {**(shown or {}), "refusal": refusal, "phone": number}
    return render(request, f"{room}/phone.html", asked, status=422 if refusal else 200)
