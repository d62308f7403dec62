"""What relations mean for the tables of access itself."""

from __future__ import annotations

from django.db.models import Q

from huxin.access.actor import Actor, Held
from huxin.access.gate import relate
from huxin.access.models import (
    Account,
    ApiKey,
    Body,
    Export,
    Grant,
    LoginSession,
    Region,
    Reveal,
    Seat,
)

NOBODY = Q(pk__in=())


def _own(path: str, actor: Actor) -> Q:
    return Q(**{path: actor.account}) if actor.account is not None else NOBODY


def _body(path: str, held: Held) -> Q:
    return Q(**{path: held.body}) if held.body is not None else NOBODY


relate(Region, subtree=lambda held, _: Q(path__startswith=held.path))
relate(
    Body,
    subtree=lambda held, _: (
        Q(place__path__startswith=held.path) | Q(parts__project__place__path__startswith=held.path)
    ),
    own_body=lambda held, _: _body("pk", held),
    party=lambda held, _: _body("parts__project__parties__body", held),
)
relate(
    Account,
    subtree=lambda held, _: Q(place__path__startswith=held.path),
    own_body=lambda held, _: _body("body", held),
    self=lambda _, actor: _own("pk", actor),
)
relate(
    Grant,
    subtree=lambda held, _: Q(place__path__startswith=held.path),
    own_body=lambda held, _: _body("body", held),
    self=lambda _, actor: _own("account", actor),
)
relate(Seat, subtree=lambda held, _: Q(place__path__startswith=held.path))
relate(
    LoginSession,
    subtree=lambda held, _: Q(account__place__path__startswith=held.path),
    own_body=lambda held, _: _body("account__body", held),
    self=lambda _, actor: _own("account", actor),
)
relate(
    Reveal,
    subtree=lambda held, _: Q(account__place__path__startswith=held.path),
)
relate(
    Export,
    subtree=lambda held, _: Q(account__place__path__startswith=held.path),
    own_body=lambda held, _: _body("account__body", held),
    self=lambda _, actor: _own("account", actor),
)
relate(
    ApiKey,
    subtree=lambda held, _: Q(place__path__startswith=held.path),
    own_body=lambda held, _: _body("body", held),
)
