"""What a project sheet says of deposits, letters, signboard and permit, line by line."""

from __future__ import annotations

from huxin.access.change import change
from huxin.access.errors import NotFound
from huxin.access.gate import reach
from huxin.access.models import Body
from huxin.facts.schema import SIGNBOARD_ITEMS
from huxin.kernel.texts import message
from huxin.registry.actions.deposits import DepositForm, GroundForm, record_deposit, state_ground
from huxin.registry.actions.guarantees import GuaranteeForm, record_guarantee
from huxin.registry.actions.sheet_desk import Desk, Row, body_of, builder_of
from huxin.registry.actions.site import record_board
from huxin.registry.errors.projects import FieldError
from huxin.registry.models import Permit, Project

__all__ = ["board", "deposit", "letter", "permit"]

ISSUE = "registry.permit.issue"
AS_FOUND = "登记前已核发"
"""Grounds of a permit older than the register: no gate was asked for it here."""


def deposit(desk: Desk, row: Row) -> bool:
    builder, form = builder_of(desk.project), row.get("form")
    ground = GroundForm(row.get("clean_years"), row.get("had_arrears"), row.get("is_listed"))
    stated = (ground.clean_years, ground.had_arrears, ground.is_listed) != (None, None, None)
    if form == "exempt" or stated:
        exempt = GroundForm(*_plain(ground), exempt=form == "exempt")
        state_ground(desk.project.pk, exempt, **desk.who)
        if form == "exempt":
            return True
    if form in {None, "none"} or builder is None or row.get("stored_on") is None:
        raise FieldError(
            "deposit.form",
            message("The deposit has no form, payer or day."),
            message("Give its form, sum and day; without a deposit leave the line out."),
        )
    given = DepositForm(str(form), builder.pk, row.get("stored_fen") or 0, row["stored_on"])
    record_deposit(desk.project.pk, given, **desk.who)
    return True


def _plain(ground: GroundForm) -> tuple[int | None, bool | None, bool | None]:
    return ground.clean_years, ground.had_arrears, ground.is_listed


def board(desk: Desk, row: Row) -> bool:
    bits = row.get("items_bits") or 0
    items = [name for at, name in enumerate(SIGNBOARD_ITEMS) if bits >> at & 1]
    if row.get("put_up_on") is None:
        raise FieldError(
            "signboard.form",
            message("The signboard has no day on which it was put up."),
            message("Give the day."),
        )
    record_board(desk.project.pk, items=items, put_up_on=row["put_up_on"], **desk.who)
    return True


def letter(desk: Desk, row: Row) -> bool:
    number, issuer = (row.get("number") or "").strip(), (row.get("issuer") or "").strip()
    if not number or not issuer:
        raise FieldError(
            "guarantee.issuer",
            message("The sheet names neither the issuer nor the number of the letter."),
            message("Enter the letter on the project's page."),
        )
    if desk.project.guarantees.filter(number=number, issuer__name=issuer).exists():
        return False
    if row.get("from_on") is None:
        raise FieldError(
            "guarantee.form",
            message("The letter has no day on which it begins."),
            message("Give the day."),
        )
    known = Body.objects.filter(name=issuer).exclude(kind="bank").first()
    keeper = known or body_of({"name": issuer}, desk.project.place_id, desk.actor, desk.now, "bank")
    form = GuaranteeForm(
        str(row.get("kind")), number, keeper.pk, row.get("amount_fen") or 0, row["from_on"],
        row.get("to_on"),
    )  # fmt: skip
    record_guarantee(desk.project.pk, form, **desk.who)
    return True


def permit(desk: Desk, said: Row) -> None:
    """A permit that was issued before the project came here: only its issuer may hand it in."""
    number, issued_on = (said.get("permit_number") or "").strip(), said.get("permit_on")
    if not number or issued_on is None or desk.project.permits.filter(number=number).exists():
        return

    def record() -> bool:
        issuers = [each.body for each in desk.actor.held if each.body is not None]
        if not issuers or not _may_issue(desk):
            raise FieldError(
                "permit.form",
                message("The sheet's permit has no issuer."),
                message("Let the department that issued it hand the sheet in."),
            )
        with change(ISSUE, actor=desk.actor, now=desk.now) as doing:
            site = doing.reach(Project, desk.project.pk)
            permit = doing.keep(Permit(
                project=site, kind=Permit.Kind.CONSTRUCTION, number=number, issued_on=issued_on,
                issued_by_id=issuers[0], grounds=AS_FOUND,
            ))  # fmt: skip
            doing.note(permit, after={"project": site.pk, "number": number,
                                      "issued_on": issued_on, "grounds": AS_FOUND})  # fmt: skip
        return True

    desk.take({}, record)


def _may_issue(desk: Desk) -> bool:
    try:
        reach(Project, desk.project.pk, ISSUE, actor=desk.actor)
    except NotFound:
        return False
    return True
