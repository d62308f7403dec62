"""One shape for every refusal: {code, what, where, rule, remedy}, in Chinese or English."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from pydantic import Field

from huxin.access.errors import NotFound, Refused, StepUp
from huxin.kernel.errors import HuxinError
from huxin.kernel.texts import Message, message

__all__ = ["ApiError", "Problem", "answer", "install", "language_of", "nothing_here"]

CODE_OF = {400: "AP-400", 401: "AP-401", 403: "AP-403", 404: "AP-404", 409: "AP-409",
           413: "AP-413", 415: "AP-415", 422: "AP-422"}  # fmt: skip
STATUS: tuple[tuple[type[HuxinError], int], ...] = (
    (NotFound, 404),
    (Refused, 403),
    (StepUp, 403),
    (HuxinError, 409),
)
"""What fits the description of the interface (else 422) and is refused by the record: 409."""


class Problem(Schema):
    """Why a request was not carried out, and what to do."""

    code: str = Field(description="Stable code: AP-… of the interface, others of the register.")
    what: str = Field(description="What happened.")
    where: str = Field(description="Which part of the request or which record is meant.")
    rule: str = Field(description="The rule behind it, if one is.")
    remedy: str = Field(description="What to do now.")


class ApiError(HuxinError):
    """A request that the interface itself does not take."""

    def __init__(self, status: int, what: Message, remedy: Message, *, where: str = "") -> None:
        self.status = status
        super().__init__(what, where=where, remedy=remedy)


def language_of(request: HttpRequest) -> str:
    """English for who asks for it, else Chinese."""
    return "en" if request.headers.get("Accept-Language", "").lower().startswith("en") else "zh"


def answer(request: HttpRequest, error: HuxinError) -> HttpResponse:
    """The refusal as JSON."""
    status = error.status if isinstance(error, ApiError) else _status(error)
    said = language_of(request)
    content = {
        "code": getattr(error, "code", "") or CODE_OF[status],
        "what": error.what.say(said),
        "where": error.where,
        "rule": error.rule,
        "remedy": error.remedy.say(said) if error.remedy else "",
    }
    response = JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response


def _status(error: HuxinError) -> int:
    return next(status for kind, status in STATUS if isinstance(error, kind))


def nothing_here(request: HttpRequest, **_: Any) -> HttpResponse:
    """An address of the interface that does not exist: the same answer as for what is not yours."""
    return answer(request, NotFound())


nothing_here.operation = "api.server.ping"  # type: ignore[attr-defined] # it tells no more than that


def install(api: NinjaAPI) -> None:
    """Make the interface answer every refusal in the one shape."""
    handlers: dict[type[Exception], Any] = {
        HuxinError: answer,
        Http404: lambda request, _: answer(request, NotFound()),
        ValidationError: _unfit,
        HttpError: _unreadable,
        UnreadablePostError: _unreadable,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _unfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0] if error.errors else {}
    where = ".".join(str(part) for part in first.get("loc", ()))[:200]
    return answer(
        request,
        ApiError(
            422,
            message("The request does not fit the interface."),
            message("Compare the named field with the description of the interface."),
            where=where.encode("utf-8", "replace").decode(),
        ),
    )


def _unreadable(request: HttpRequest, error: Exception) -> HttpResponse:  # noqa: ARG001
    return answer(
        request,
        ApiError(
            400,
            message("The request cannot be read as JSON."),
            message("Send one JSON object, encoded in UTF-8."),
        ),
    )
