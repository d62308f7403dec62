"""Each operation of the interface names its row in the permission table, and what it may answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from inspect import Parameter, Signature, signature
from typing import Annotated, Any, ParamSpec, TypeVar

from django.urls import URLPattern
from ninja import Header, NinjaAPI, Schema, Status

from huxin.access.actions.repeats import once_by_name
from huxin.access.gate import check
from huxin.access.permissions import table
from huxin.api.auth import asked, key_of, once
from huxin.api.errors import ApiError, Problem
from huxin.kernel.clock import SystemClock
from huxin.kernel.texts import message

__all__ = [
    "BIG", "PROBLEMS", "IdempotencyKey", "act", "addresses", "answers", "done", "for_every_key",
    "operation", "public",
]  # fmt: skip

P = ParamSpec("P")
R = TypeVar("R")
BIG = 2**63 - 1
NAMED: dict[str, str] = {}
"""The permission row of each operation, by the name of its function."""
PROBLEMS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 413, 415, 422), Problem)
OF_OTHER_PARTS = frozenset({"request", "body", "key"})
"""What a view is given that is no question of the address."""
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        max_length=80,
        pattern=r"^[!-~]{1,80}$",
        description="What the sender calls this request. The same again under it is answered with"
        " what was answered first (200) and changes nothing; another content under it is refused"
        " (409).",
    ),
]


def answers(found: Any) -> dict[int, Any]:
    """What a question may be answered."""
    return {200: found, **PROBLEMS}


def done(made: type[Schema]) -> dict[int, Any]:
    """What an act may be answered: 201 when it was carried out, 200 when it had been before."""
    return {200: made, 201: made, **PROBLEMS}


def operation(name: str, *, repeatable: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Put an operation under a row of the permission table; an unknown name fails at import.

    `repeatable`: the same request twice changes nothing, because the operation knows deliveries by
    their own key, and its nonce need not be remembered.
    """
    if not table().operation(name).by_key:
        raise ValueError(f"{name} is not marked as one that keys are issued for")
    return _guarding(name, _check_issued, repeatable=repeatable)


def for_every_key(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A question that no key has to be issued for; the permission table names the roles."""
    table().operation(name)
    return _guarding(name, lambda *_: None)


def _guarding(
    name: str, check_key: Callable[[Any, str], None], *, repeatable: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def guard(view: Callable[P, R]) -> Callable[P, R]:
        known = frozenset(signature(view).parameters) - OF_OTHER_PARTS

        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            check(name, actor=asked(args[0]))
            check_key(args[0], name)
            _know(args[0], known)
            if not repeatable:
                once(args[0])
            return view(*args, **kwargs)

        # Ninja reads the types of a view in its own module, which is not this one.
        guarded.__signature__ = signature(view, eval_str=True)  # type: ignore[attr-defined]
        if NAMED.setdefault(view.__name__, name) != name:
            raise ValueError(f"two operations are called {view.__name__}")
        return guarded

    return guard


def act(name: str) -> Callable[[Callable[P, Schema]], Callable[P, Status[Any]]]:
    """An operation that writes: under an Idempotency-Key it is carried out once (ADR 0007)."""

    def guard(view: Callable[P, Schema]) -> Callable[P, Status[Any]]:
        plain = signature(view, eval_str=True)

        @wraps(view)
        def acting(*args: P.args, **kwargs: P.kwargs) -> Status[Any]:
            named = kwargs.pop("key", None)
            if not isinstance(named, str):
                return Status(201, view(*args, **kwargs))
            found = once_by_name(
                key_of(args[0]), named, _content(args[0]),
                lambda: view(*args, **kwargs).model_dump_json(), now=SystemClock().now(),
            )  # fmt: skip
            return Status(200 if found.is_repeat else 201, json.loads(found.text))

        acting.__signature__ = _with_key(plain)  # type: ignore[attr-defined]
        return operation(name)(acting)

    return guard


def _with_key(plain: Signature) -> Signature:
    named = Parameter("key", Parameter.KEYWORD_ONLY, default=None, annotation=IdempotencyKey)
    return plain.replace(parameters=[*plain.parameters.values(), named])


def _content(request: Any) -> str:
    """What is asked, in one digest: method, address and body."""
    asked_for = f"{request.method}\n{request.get_full_path()}\n".encode("utf-8", "replace")
    return sha256(asked_for + request.body).hexdigest()


def _check_issued(request: Any, name: str) -> None:
    if name not in key_of(request).operations:
        raise ApiError(
            403,
            message("The key was not issued for this operation."),
            message("Ask whoever keeps the accounts of your unit for a key that is."),
            where=name,
        )


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
