"""Works contracts: recorded with their wage clauses, checked by a regulator."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from huxin.access.actor import Actor
from huxin.access.change import change
from huxin.kernel.clock import CHINA
from huxin.kernel.texts import message
from huxin.registry.errors.projects import FieldError
from huxin.registry.law import Here
from huxin.registry.models import Party, Project, WorksContract
from huxin.registry.policy.works import WorksFinding, check_terms

__all__ = ["WorksForm", "check_works_contract", "findings_of", "record_works_contract"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksForm:
    """What a works contract says; None: not known."""

    number: str = ""
    signed_on: dt.date | None = None
    price_fen: int | None = None
    labour_cost_day: int | None = None
    labour_cost_fen: int | None = None
    labour_cost_share_ppm: int | None = None
    labour_cost_cycle_months: int | None = None
    has_measuring_term: bool | None = None
    has_settlement_term: bool | None = None
    has_labour_cost_term: bool | None = None
    has_wage_priority_term: bool | None = None
    contractor_financed: bool | None = None


def record_works_contract(
    project: int,
    form: WorksForm,
    *,
    client: int,
    contractor: int,
    actor: Actor,
    now: dt.datetime,
) -> WorksContract:
    """Record a contract, or bring it up to date (same sides, same number); raises FieldError.

    A change voids an earlier check.
    """
    values = asdict(form)
    with change("registry.works_contract.record", actor=actor, now=now) as doing:
        site = doing.reach(Project, project)
        sides = {each.pk: each for each in site.parties.filter(pk__in=(client, contractor))}
        if len(sides) < len({client, contractor}) or client == contractor:
            raise FieldError(
                "works.sides",
                message("A works contract is between two parties of the project."),
                message("Add both to the chain of parties first."),
            )
        if form.signed_on is not None and form.signed_on > now.astimezone(CHINA).date():
            raise FieldError(
                "works.future",
                message("The contract cannot have been signed on {on}.", on=form.signed_on),
                message("Copy the day from the contract."),
            )
        contract = WorksContract.objects.filter(
            project=site, client=client, contractor=contractor, number=form.number
        ).first() or WorksContract(
            project=site, client=sides[client], contractor=sides[contractor], number=form.number
        )
        before = {name: getattr(contract, name) for name in values} if contract.pk else {}
        changed = {name: new for name, new in values.items() if getattr(contract, name) != new}
        if changed or contract.pk is None:
            for name, value in values.items():
                setattr(contract, name, value)
            contract.checked_on = contract.checked_by = None
            contract.found = []
            doing.keep(contract)
            doing.note(contract, before=before, after={"project": site.pk, **values})
    return contract


def check_works_contract(contract: int, *, actor: Actor, now: dt.datetime) -> WorksContract:
    """Record a regulator's check: what is missing or unlawful on this day stands in `found`."""
    today = now.astimezone(CHINA).date()
    with change("registry.works_contract.check", actor=actor, now=now) as doing:
        row = doing.reach(WorksContract, contract)
        row.found = [each.id for each in findings_of(row, today)]
        row.checked_on, row.checked_by_id = today, actor.account
        doing.keep(row)
        doing.note(row, after={"found": row.found, "checked_on": today})
    return row


def findings_of(contract: WorksContract, today: dt.date) -> tuple[WorksFinding, ...]:
    """What the law of the day of signing asks of the contract and does not find."""
    project = contract.project
    return check_terms(
        contract,
        here=Here.of(project.place),
        on=contract.signed_on or today,
        funding=project.funding,
        is_general=contract.client.role == Party.Role.DEVELOPER,
    )
