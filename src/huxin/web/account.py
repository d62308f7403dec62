"""One's own account: the login sessions, and where one lands."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huxin.access import queries
from huxin.access.actions import grants
from huxin.access.actions.sessions import change_password, end_session
from huxin.access.models import Account
from huxin.kernel.errors import HuxinError
from huxin.web.accounts import ACTS
from huxin.web.act import offered
from huxin.web.navigation import home_of
from huxin.web.page import Request, page, render, speaker_of

__all__ = ["end", "home", "me", "password", "take_back"]


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
    offers = offered(ACTS, request, {"access.grant.delegate"})
    shown = {"me": queries.own_account(actor=request.actor), "offers": offers}
    return render(request, "access/me.html", shown)


@page("access.account.secure", methods=("GET", "POST"))
def password(request: Request) -> HttpResponse:
    """Change my password; all my sessions end, and I sign in with the new one."""
    refusal: HuxinError | None = None
    if request.method == "POST":
        old, new = (request.POST.get(name, "")[:200] for name in ("old", "password"))
        try:
            change_password(cast("Account", request.user), old, new, now=request.now)
        except HuxinError as error:
            refusal = error
        else:
            logout(request)
            messages.success(request, speaker_of(request).t("Your password is changed."))
            return HttpResponseRedirect(reverse("access:sign-in"))
    shown = {"refusal": refusal}
    return render(request, "access/password.html", shown, status=422 if refusal else 200)


@page("access.session.end", methods=("POST",))
def end(request: Request, *, key: int) -> HttpResponse:
    """End one of my sessions."""
    end_session(key, actor=request.actor, now=request.now)
    messages.success(request, speaker_of(request).t("That login session has ended."))
    return HttpResponseRedirect(reverse("access:me"))


@page("access.grant.take_back", methods=("POST",))
def take_back(request: Request, *, key: int) -> HttpResponse:
    """Take back a role that I lent."""
    grants.take_back(key, actor=request.actor, now=request.now)
    messages.success(request, speaker_of(request).t("The role is taken back."))
    return HttpResponseRedirect(reverse("access:me"))
