"""Which warnings a company answers: those on it, not those on what an authority left undone."""

from __future__ import annotations

from django.db.models import QuerySet

from huxin.access.actor import Actor
from huxin.access.gate import visible
from huxin.rules.catalogue import RULES
from huxin.warnings.models import Warning

__all__ = ["OF_AUTHORITY", "answerable"]

ANSWER = "warnings.warning.answer"
OF_AUTHORITY = frozenset(name for name, rule in RULES.items() if rule.spec.liable == "authority")
"""Rules that watch what a department has to do."""


def answerable(*, actor: Actor) -> QuerySet[Warning]:
    """The warnings that the actor may answer; a department's own omission is answered by nobody."""
    return visible(Warning, ANSWER, actor=actor).exclude(rule__in=OF_AUTHORITY)
