"""May this project get its permit? The gates of its place, answered from the registers."""

from __future__ import annotations

import datetime as dt

from huxin.access.actor import Actor
from huxin.access.gate import reach
from huxin.registry.errors.projects import GateError
from huxin.registry.models import Project
from huxin.registry.policy.gates import GateAnswer, Outcome, answer_gate
from huxin.registry.queries.dossier import Dossier, open_dossier

__all__ = ["answer_of", "check_gate", "gate"]

SEE = "registry.project.view"


def gate(project: int, name: str, *, on: dt.date, actor: Actor) -> GateAnswer:
    """Whether a gate is open for a project on a day, condition by condition; raises NotFound."""
    return answer_of(open_dossier(reach(Project, project, SEE, actor=actor), on=on), name)


def answer_of(dossier: Dossier, name: str) -> GateAnswer:
    """The same for a project that is open already."""
    found = dossier.here.conditions(name, dossier.on)
    return answer_gate(name, found, dossier.standing)


def check_gate(project: Project, name: str, *, on: dt.date, grounds: str = "") -> GateAnswer:
    """Raise GateError unless the gate is open, or only unclear and settled by `grounds`.

    What was settled in writing when the permit was issued is settled for the start as well.
    """
    dossier = open_dossier(project, on=on)
    answer = answer_of(dossier, name)
    grounds = grounds or (dossier.permit.grounds if dossier.permit else "")
    closed, unclear = answer.of(Outcome.NOT_MET), answer.of(Outcome.CANNOT_TELL)
    if closed:
        rule = ", ".join(dict.fromkeys(each for one in closed for each in one.clauses))
        raise GateError.closed([each.says() for each in closed], rule)
    if unclear and not grounds.strip():
        rule = ", ".join(dict.fromkeys(each for one in unclear for each in one.clauses))
        raise GateError.unclear([each.says() for each in unclear], rule)
    return answer
