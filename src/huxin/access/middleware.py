"""Puts on every request who asks, when, in which language; asked anew each time, never cached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from huxin.access.actions.sessions import STEP_UP, session_key, still_open
from huxin.access.actor import ANYBODY, Actor, of_account
from huxin.access.models import Account, LoginSession
from huxin.kernel.clock import SystemClock
from huxin.kernel.texts import LANGUAGES

__all__ = ["LANGUAGE_COOKIE", "ActorMiddleware"]

LANGUAGE_COOKIE = "huxin-language"
SEEN_EVERY = dt.timedelta(minutes=1)
_CLOCK = SystemClock()


class ActorMiddleware:
    """`request.actor`, `.now`, `.language`, `.login_session`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked: Any = request
        asked.now = _CLOCK.now()
        asked.language = self._language(request)
        asked.actor, asked.login_session = self._who(request, asked.now)
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
        if now - session.last_seen_at > SEEN_EVERY:
            LoginSession.objects.filter(pk=session.pk).update(last_seen_at=now)
        at = session.second_factor_at
        actor = of_account(account, now=now, second_factor=at is not None and now - at <= STEP_UP)
        return actor, session
