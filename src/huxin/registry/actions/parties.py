"""The chain of parties: add, leave, listed; teams at its end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huxin.access.actor import Actor
from huxin.access.change import change
from huxin.access.models import Body
from huxin.kernel.texts import message
from huxin.registry.errors.projects import StepError
from huxin.registry.models import Enrolment, Party, Project, Team
from huxin.registry.policy.parties import Link, check_link

__all__ = ["PartyForm", "add_party", "add_team", "leave", "link_of", "list_party"]


@dataclass(frozen=True, slots=True)
class PartyForm:
    """One body's part in a project; `parent` is the party that contracted to it."""

    body: int
    role: str
    parent: int | None = None
    is_person: bool = False
    is_licensed: bool | None = None
    joined_on: dt.date | None = None


def link_of(party: Party) -> Link:
    """A party as the policy sees it."""
    return Link(party.pk, party.role, party.parent_id, party.is_person, party.is_licensed)


def add_party(project: int, form: PartyForm, *, actor: Actor, now: dt.datetime) -> Party:
    """Add a party below another; raises NotFound, StepError. A person is taken in and flagged.

    The same body in the same role again is the same party: it is brought up to date and, if it had
    left, is there once more.
    """
    with change("registry.party.add", actor=actor, now=now) as doing:
        site = doing.reach(Project, project)
        chain = {each.pk: each for each in site.parties.filter(left_on=None)}
        if form.parent is not None and form.parent not in chain:
            raise _no_parent()
        body = Body.objects.filter(pk=form.body).first()
        if body is None:
            raise _no_parent()
        known = site.parties.filter(body=body, role=form.role).first()
        if known is not None and form.parent == known.pk:
            raise StepError(
                "party.circle",
                message("A party cannot stand below itself."),
                message("Choose who contracted to it."),
            )
        others = [link_of(each) for key, each in chain.items() if known is None or key != known.pk]
        if known is not None:
            others.append(Link(known.pk, form.role, form.parent))
        above = None if form.parent is None else link_of(chain[form.parent])
        check_link(form.role, above, others, own=None if known is None else known.pk)
        party = known or Party(project=site, body=body, role=form.role)
        before = {} if known is None else {"parent": known.parent_id, "left_on": known.left_on}
        party.parent_id, party.is_person = form.parent, form.is_person
        party.is_licensed, party.left_on = form.is_licensed, None
        party.joined_on = form.joined_on or party.joined_on
        doing.keep(party)
        doing.note(
            party,
            before=before,
            after={"project": site.pk, "body": body.pk, "role": form.role, "parent": form.parent,
                   "is_person": form.is_person, "is_licensed": form.is_licensed},
        )  # fmt: skip
    return party


def leave(party: int, *, on: dt.date, actor: Actor, now: dt.datetime) -> Party:
    """A party has left; raises StepError while others stand below it or its people are on site."""
    with change("registry.party.leave", actor=actor, now=now) as doing:
        row = doing.reach(Party, party)
        below = row.below.filter(left_on=None).exists()
        people = Enrolment.objects.filter(party=row, left_on=None).exists()
        if below or people:
            raise StepError(
                "party.needed",
                message("Parties below it, or its people, are still on the project."),
                message("Record first that they left, with their wages settled."),
            )
        if row.left_on is None:
            row.left_on = on
            doing.keep(row)
            doing.note(row, before={"left_on": None}, after={"left_on": on})
    return row


def list_party(party: int, *, on: dt.date | None, actor: Actor, now: dt.datetime) -> Party:
    """Since when a party is on the list of dishonest employers; None: it is on it no longer."""
    with change("registry.party.list", actor=actor, now=now) as doing:
        row = doing.reach(Party, party)
        before = row.listed_on
        row.listed_on = on
        doing.keep(row)
        doing.note(row, before={"listed_on": before}, after={"listed_on": on})
    return row


def add_team(party: int, name: str, *, trade: str = "", actor: Actor, now: dt.datetime) -> Team:
    """A team of a party; the same name again is the same team."""
    with change("registry.party.add", actor=actor, now=now) as doing:
        row = doing.reach(Party, party)
        if not name.strip():
            raise StepError(
                "team.name",
                message("The team has no name."),
                message("Enter its name as the roster writes it."),
            )
        team, made = Team.objects.get_or_create(
            party=row, name=name.strip(), defaults={"trade": trade}
        )
        if made:
            doing.note(team, after={"party": row.pk, "name": team.name, "trade": trade})
    return team


def _no_parent() -> StepError:
    return StepError(
        "party.unknown",
        message("The company, or who contracted to it, is not on record here."),
        message("Register the company, and choose a party that has not left."),
    )
