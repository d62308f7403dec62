"""Signing in and out: staff by password and authenticator, workers by phone and code."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

import segno
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from markupsafe import Markup

from huxin.access.actions.codes import use_code
from huxin.access.actions.sessions import (
    close_session,
    enrol_second_factor,
    open_session,
    pass_second_factor,
    renew_session,
    set_password,
)
from huxin.access.errors import NotSignedIn, WrongCode
from huxin.access.middleware import LANGUAGE_COOKIE
from huxin.access.models import Account
from huxin.access.second_factor import address, fresh_seed
from huxin.kernel.errors import HuxinError
from huxin.kernel.texts import LANGUAGES
from huxin.registry.errors.people import SharedPhoneError
from huxin.registry.queries.sign_in import worker_account
from huxin.web.page import Request, page, render
from huxin.web.phone_code import TRIES, ask_phone

__all__ = ["bind", "language", "phone", "phone_code", "second_factor", "sign_in", "sign_out"]

PENDING, SEED, BACK, PHONE = "pending", "seed", "back", "phone"
PENDING_LIVES = dt.timedelta(minutes=10)
TRIES_MAX = 5
BACKEND = "django.contrib.auth.backends.ModelBackend"
PUBLIC = "access.page.public"
PURPOSE = "sign-in"


@page(PUBLIC, methods=("GET", "POST"))
def sign_in(request: Request) -> HttpResponse:
    """Name and password; what follows is the second factor, and nobody is signed in before it."""
    refusal: HuxinError | None = None
    name = request.POST.get("login", "")[:60].replace("\x00", "")
    if request.method == "POST":
        password = request.POST.get("password", "")[:200]
        account = authenticate(request, login=name, password=password)
        if isinstance(account, Account) and account.kind == Account.Kind.STAFF:
            request.session.cycle_key()
            request.session[PENDING] = {"account": account.pk, "at": request.now.timestamp()}
            request.session[BACK] = _back(request)
            return HttpResponseRedirect(
                reverse("access:second-factor" if account.seed else "access:bind")
            )
        refusal = NotSignedIn()
    shown = {"refusal": refusal, "name": name, "back": _back(request)}
    return render(request, "access/sign_in.html", shown, status=422 if refusal else 200)


@page(PUBLIC, methods=("GET", "POST"))
def second_factor(request: Request) -> HttpResponse:
    """The code of the authenticator: to sign in, or again before what needs it."""
    account, signed_in = _pending(request)
    if account is None:
        return HttpResponseRedirect(reverse("access:sign-in"))
    if not account.seed:
        return HttpResponseRedirect(reverse("access:bind"))
    refusal: HuxinError | None = None
    if request.method == "POST":
        try:
            session = cast("Any", request).login_session if signed_in else None
            code = request.POST.get("code", "")[:20]
            pass_second_factor(account, code, session=session, now=request.now)
        except HuxinError as error:
            refusal = error
        else:
            if session is not None:
                request.session.cycle_key()
                renew_session(session, key=request.session.session_key or "")
            return _enter(request, account, second_factor=True, signed_in=signed_in)
    status = 422 if refusal else 200
    return render(request, "access/second_factor.html", {"refusal": refusal}, status=status)


@page(PUBLIC, methods=("GET", "POST"))
def bind(request: Request) -> HttpResponse:
    """First signing in: an own password where the first one was given, and an authenticator."""
    account, _ = _pending(request)
    if account is None or account.seed:
        return HttpResponseRedirect(reverse("access:sign-in"))
    seed = request.session.setdefault(SEED, fresh_seed())
    refusal: HuxinError | None = None
    codes: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            if account.must_change_password:
                set_password(account, request.POST.get("password", "")[:200], now=request.now)
            code = request.POST.get("code", "")[:20]
            codes = enrol_second_factor(account, seed, code, now=request.now)
        except HuxinError as error:
            refusal = error
        else:
            account.refresh_from_db()
            del request.session[SEED]
            _enter(request, account, second_factor=True, signed_in=False)
    drawn = Markup(segno.make(address(seed, account.login)).svg_inline(scale=4))  # noqa: S704 -- made here
    shown = {
        "refusal": refusal, "qr": drawn, "seed": seed, "codes": codes,
        "needs_password": account.must_change_password, "back": request.session.get(BACK, "/"),
    }  # fmt: skip
    return render(request, "access/bind.html", shown, status=422 if refusal else 200)


@page(PUBLIC, methods=("GET", "POST"))
def phone(request: Request) -> HttpResponse:
    """A worker gives his phone number; a code is sent to it, whoever owns it."""
    return ask_phone(request, room="access", purpose=PURPOSE, slot=PHONE)


@page(PUBLIC, methods=("GET", "POST"))
def phone_code(request: Request) -> HttpResponse:
    """The code that came to the phone."""
    number = request.session.get(PHONE)
    if number is None:
        return HttpResponseRedirect(reverse("access:phone"))
    refusal: HuxinError | None = None
    if request.method == "POST":
        try:
            _count_try(request)
            known = use_code(
                number, request.POST.get("code", "")[:20], purpose=PURPOSE, now=request.now
            )
            account = worker_account(known)
            if account is None:
                return render(request, "access/unknown_phone.html", {"refusal": None})
            return _enter(request, account, second_factor=False, signed_in=False)
        except SharedPhoneError as error:
            return render(request, "access/unknown_phone.html", {"refusal": error})
        except HuxinError as error:
            refusal = error
    status = 422 if refusal else 200
    return render(request, "access/phone_code.html", {"refusal": refusal}, status=status)


@page(PUBLIC, methods=("POST",))
def sign_out(request: Request) -> HttpResponse:
    """End this session; the browser is told to forget what it holds."""
    close_session(request.session.session_key or "", now=request.now)
    logout(request)
    answer = HttpResponseRedirect("/")
    answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@page(PUBLIC, methods=("POST",))
def language(request: Request) -> HttpResponse:
    """Choose the language of all pages."""
    chosen = request.POST.get("language", "")
    answer = HttpResponseRedirect(_safe(request, request.POST.get("next", "/")))
    if chosen in LANGUAGES:
        answer.set_cookie(
            LANGUAGE_COOKIE, chosen, max_age=365 * 24 * 3600, samesite="Lax", httponly=True,
            secure=request.is_secure(),
        )  # fmt: skip
    return answer


def _pending(request: Request) -> tuple[Account | None, bool]:
    """Whose second factor is asked: of a session that is open, or of one about to be."""
    user = request.user
    if isinstance(user, Account) and request.actor.account == user.pk:
        return user, True
    found = request.session.get(PENDING)
    if not found or request.now.timestamp() - found["at"] > PENDING_LIVES.total_seconds():
        return None, False
    return Account.objects.filter(pk=found["account"], is_active=True).first(), False


def _enter(
    request: Request, account: Account, *, second_factor: bool, signed_in: bool
) -> HttpResponse:
    back = _safe(request, request.session.get(BACK, "") or request.GET.get("next", "/"))
    if not signed_in:
        login(request, account, backend=BACKEND)
        key = request.session.session_key or ""
        device = request.headers.get("User-Agent", "")
        open_session(account, key=key, device=device, second_factor=second_factor, now=request.now)
    for name in (PENDING, BACK, PHONE, TRIES):
        request.session.pop(name, None)
    return HttpResponseRedirect(back)


def _count_try(request: Request) -> None:
    """A few tries at a code, then from the beginning."""
    request.session[TRIES] = request.session.get(TRIES, 0) + 1
    if request.session[TRIES] > TRIES_MAX:
        request.session.pop(PENDING, None)
        request.session.pop(PHONE, None)
        raise WrongCode


def _back(request: HttpRequest) -> str:
    return _safe(request, request.POST.get("next") or request.GET.get("next", "/"))


def _safe(request: HttpRequest, address: str) -> str:
    """Only an address of this site."""
    allowed = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if allowed else "/"
