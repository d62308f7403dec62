"""Puts on every request who asks, when, in which language; asked anew each time, never cached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from huxin.access.actions.sessions import STEP_UP, session_key, still_open
from huxin.access.actor import ANYBODY, Actor, Held, of_account
from huxin.access.models import Account, LoginSession
from huxin.access.passwords import must_change
from huxin.kernel.clock import SystemClock
from huxin.kernel.texts import LANGUAGES

__all__ = ["LANGUAGE_COOKIE", "ActorMiddleware", "source_of"]

LANGUAGE_COOKIE = "huxin-language"
SEEN_EVERY = dt.timedelta(minutes=1)
_CLOCK = SystemClock()


def source_of(request: HttpRequest) -> str:
    """The address that a request comes from, as our own proxy saw it; what a sender claims of
    himself further left in the header is not believed."""
    direct: str = request.META.get("REMOTE_ADDR", "")
    if not settings.INSTALLATION.behind_proxy:
        return direct
    return request.headers.get("X-Forwarded-For", direct).rpartition(",")[2].strip()


class ActorMiddleware:
    """`request.actor`, `.now`, `.language`, `.login_session`, `.must_change_password`.

    Whoever must change his password holds none of his roles before he has.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked: Any = request
        asked.now = _CLOCK.now()
        asked.language = self._language(request)
        asked.actor, asked.login_session = self._who(request, asked.now)
        account = asked.login_session and asked.login_session.account
        asked.must_change_password = bool(account) and must_change(account, now=asked.now)
        if asked.must_change_password:
            asked.actor = replace(asked.actor, held=(Held("signed_in"),))
        return self.get_response(request)

    @staticmethod
    def _language(request: HttpRequest) -> str:
        chosen = request.COOKIES.get(LANGUAGE_COOKIE, "")
        return chosen if chosen in LANGUAGES else LANGUAGES[0]

    @staticmethod
    def _who(request: HttpRequest, now: dt.datetime) -> tuple[Actor, LoginSession | None]:
        account = request.user
        if not isinstance(account, Account) or not request.session.session_key:
            return ANYBODY, None
        key = session_key(request.session.session_key)
        session = LoginSession.objects.filter(key=key, account=account).first()
        if session is None or not still_open(session, now=now):
            logout(request)
            return ANYBODY, None
        session.account = account
        if now - session.last_seen_at > SEEN_EVERY:
            LoginSession.objects.filter(pk=session.pk).update(last_seen_at=now)
        at = session.second_factor_at
        actor = of_account(account, now=now, second_factor=at is not None and now - at <= STEP_UP)
        return actor, session
