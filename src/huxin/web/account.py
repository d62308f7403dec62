"""One's own account: the login sessions, and where one lands."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huxin.access import queries
from huxin.access.actions.sessions import end_session
from huxin.web.navigation import home_of
from huxin.web.page import Request, page, render, speaker_of

__all__ = ["end", "home", "me"]


@page("access.page.public")
def home(request: Request) -> HttpResponse:
    """The first page: one's own work, or what the platform is for those who have not signed in."""
    if request.actor.account is None:
        return render(request, "public/home.html")
    address = home_of(request.actor)
    if address == "/":
        return HttpResponseRedirect(reverse("access:me"))
    return HttpResponseRedirect(address)


@page("access.session.view")
def me(request: Request) -> HttpResponse:
    """Who I am here, what I may do, and where I am signed in."""
    return render(request, "access/me.html", {"me": queries.own_account(actor=request.actor)})


@page("access.session.end", methods=("POST",))
def end(request: Request, *, key: int) -> HttpResponse:
    """End one of my sessions."""
    end_session(key, actor=request.actor, now=request.now)
    messages.success(request, speaker_of(request).t("That login session has ended."))
    return HttpResponseRedirect(reverse("access:me"))
