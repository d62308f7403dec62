"""What relations mean for receipts: those of the project, and those that a body sent."""

from __future__ import annotations

from django.db.models import Q

from huxin.access.actor import Actor, Held
from huxin.access.gate import Narrow, relate
from huxin.intake.models import Receipt, WaitingRow


def _relations(prefix: str) -> dict[str, Narrow]:
    """Relations of receipts, or of rows whose receipt `prefix` leads to."""
    place, sector = f"{prefix}project__place__path__startswith", f"{prefix}project__sector__in"
    part, sender = f"{prefix}project__parties", f"{prefix}sender"

    def subtree(held: Held, _: Actor) -> Q:
        at_large = {f"{prefix}project": None, f"{sender}__place__path__startswith": held.path}
        return Q(**{place: held.path}) | Q(**at_large)

    def in_sector(held: Held, _: Actor) -> Q:
        return Q(**{place: held.path, sector: sorted(held.sectors)})

    def party(held: Held, _: Actor) -> Q:
        mains = {f"{part}__body": held.body, f"{part}__role": "general_contractor"}
        return Q(**{sender: held.body}) | Q(**mains)

    def own_body(held: Held, _: Actor) -> Q:
        return Q(**{sender: held.body}) if held.body is not None else Q(pk__in=())

    return {"subtree": subtree, "sector": in_sector, "party": party, "own_body": own_body}


relate(Receipt, **_relations(""))
relate(WaitingRow, **_relations("receipt__"))
