"""Each operation of the interface names its row in the permission table, and what it may answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from django.urls import URLPattern
from ninja import NinjaAPI

from huxin.access.gate import check
from huxin.access.permissions import table
from huxin.api.auth import asked, once
from huxin.api.errors import ApiError, Problem
from huxin.kernel.texts import message

__all__ = ["BIG", "PROBLEMS", "addresses", "operation", "public"]

P = ParamSpec("P")
R = TypeVar("R")
BIG = 2**63 - 1
NAMED: dict[str, str] = {}
"""The permission row of each operation, by the name of its function."""
PROBLEMS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 413, 415, 422), Problem)


def operation(name: str, *, repeatable: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Put an operation under a row of the permission table; an unknown name fails at import.

    `repeatable`: the same request twice changes nothing, because the operation knows deliveries by
    their own key, and its nonce need not be remembered.
    """
    table().operation(name)

    def guard(view: Callable[P, R]) -> Callable[P, R]:
        known = frozenset(signature(view).parameters)

        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            check(name, actor=asked(args[0]))
            _know(args[0], known)
            if not repeatable:
                once(args[0])
            return view(*args, **kwargs)

        # Ninja reads the types of a view in its own module, which is not this one.
        guarded.__signature__ = signature(view, eval_str=True)  # type: ignore[attr-defined]
        NAMED[view.__name__] = name
        return guarded

    return guard


def _know(request: Any, known: frozenset[str]) -> None:
    """Refuse what the description does not name: a misspelt question must not pass unheard."""
    for each in request.GET:
        if each not in known:
            raise ApiError(
                422,
                message("The request does not fit the interface."),
                message("Compare the named field with the description of the interface."),
                where=each[:200].encode("utf-8", "replace").decode(),
            )


def public(view: Callable[P, R]) -> Callable[P, R]:
    """An operation for anybody: it stands in the table as well, and no key is asked for."""
    NAMED[view.__name__] = "api.server.ping"
    return view


def addresses(api: NinjaAPI) -> list[URLPattern]:
    """The addresses of the interface; each view says its operation, as pages do."""
    patterns = [each for each in api.urls[0] if isinstance(each, URLPattern) and each.name in NAMED]
    for pattern in patterns:
        pattern.callback.operation = NAMED[str(pattern.name)]  # type: ignore[attr-defined]
    return patterns
