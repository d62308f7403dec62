"""One place that turns errors into pages: status, the four parts of the error, a way on."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import cast

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from huxin.access.errors import NotFound, Refused, StepUp
from huxin.kernel.errors import HuxinError
from huxin.kernel.texts import N_, message
from huxin.web.page import Request, render, speaker_of

__all__ = ["FailureMiddleware", "failed", "locked_out", "not_found"]

STATUS: tuple[tuple[type[HuxinError], int, str], ...] = (
    (NotFound, 404, N_("Not found")),
    (Refused, 403, N_("Not allowed")),
    (HuxinError, 422, N_("This could not be done")),
)
STEP_UP = "/second-factor"
log = structlog.get_logger(__name__)


class FailureMiddleware:
    """Shows an error that a view raised, unless the view says it beside its own form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page of an error of ours; others go on to the last-resort page."""
        if request.path.startswith("/api/") or not isinstance(error, HuxinError):
            return None
        asked = cast("Request", request)
        if isinstance(error, StepUp):
            return HttpResponseRedirect(f"{STEP_UP}?next={asked.path}")
        status, title = _kind(error)
        shown = {"title": speaker_of(asked).t(title), "error": error, "reference": ""}
        return render(asked, "error.html", shown, status=status)


def _kind(error: HuxinError) -> tuple[int, str]:
    return next((code, text) for kind, code, text in STATUS if isinstance(error, kind))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """The answer to an address that does not exist: the same as for what is not yours."""
    asked = cast("Request", request)
    shown = {"title": speaker_of(asked).t("Not found"), "error": NotFound(), "reference": ""}
    return render(asked, "error.html", shown, status=404)


def locked_out(request: HttpRequest, *_: object) -> HttpResponse:
    """Too many wrong passwords: the same for every name, with the time to wait."""
    asked = cast("Request", request)
    error = HuxinError(
        message("Too many wrong tries for this name from here."),
        remedy=message("Wait a quarter of an hour, then try again."),
    )
    shown = {"title": speaker_of(asked).t("Sign in"), "error": error, "reference": ""}
    return render(asked, "error.html", shown, status=429)


def failed(request: HttpRequest) -> HttpResponse:
    """The last-resort page: a reference number only; the log holds kind and place, no content."""
    reference = secrets.token_hex(4)
    log.error("page failed", reference=reference, path=request.path)
    asked = cast("Request", request)
    shown = {
        "title": speaker_of(asked).t("Something failed"),
        "error": None,
        "reference": reference,
    }
    return render(asked, "error.html", shown, status=500)
