"""Departments' systems record permits, approvals and what they state of firms."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router

from huxin.access.gate import reach, visible
from huxin.api.auth import asked
from huxin.api.operation import BIG, act, answers, done, operation
from huxin.api.schemas.decisions import (
    ApprovalIn,
    PermitIn,
    PermitOut,
    PermitPage,
    StatementIn,
    StatementOut,
    StatementPage,
    WithdrawIn,
)
from huxin.kernel.clock import SystemClock
from huxin.registry.actions import permits, statements
from huxin.registry.models import Permit, Project, Statement

__all__ = ["router"]

router = Router(tags=["decisions"])
Key = Annotated[int, Path(ge=1, le=BIG)]
SEE, SEE_STATEMENTS = "registry.project.view", "registry.statement.view"


@router.get("/projects/{project}/permits", response=answers(PermitPage), summary="Its permits")
@operation(SEE)
def list_permits(request: HttpRequest, project: Key) -> PermitPage:
    """Permits, start reports and approvals of a project, also those that were withdrawn."""
    site = reach(Project, project, SEE, actor=asked(request))
    return PermitPage(permits=[_permit(each) for each in site.permits.order_by("pk")])


@router.post("/projects/{project}/permits", response=done(PermitOut), summary="Issue a permit")
@act("registry.permit.issue")
def issue_permit(request: HttpRequest, project: Key, body: PermitIn) -> PermitOut:
    """Refused with reasons and clauses while the gate of the place is shut; ask the gate first."""
    form = permits.PermitForm(**body.model_dump())
    return _permit(permits.issue_permit(
        project, form, actor=asked(request), now=SystemClock().now()
    ))  # fmt: skip


@router.post(
    "/projects/{project}/approvals", response=done(PermitOut),
    summary="Approve an investment project",
)  # fmt: skip
@act("registry.project.approve")
def approve_project(request: HttpRequest, project: Key, body: ApprovalIn) -> PermitOut:
    """Approved or filed; refused with reasons and clauses while the gate of the place is shut."""
    return _permit(permits.approve_project(
        project, number=body.number, issued_on=body.issued_on, issued_by=body.issued_by,
        grounds=body.grounds, actor=asked(request), now=SystemClock().now(),
    ))  # fmt: skip


@router.post("/permits/{permit}/withdraw", response=done(PermitOut), summary="Withdraw a permit")
@act("registry.permit.withdraw")
def withdraw_permit(request: HttpRequest, permit: Key, body: WithdrawIn) -> PermitOut:
    """From a day on, with the reason; the record stays."""
    return _permit(permits.withdraw_permit(
        permit, on=body.on, reason=body.reason, actor=asked(request), now=SystemClock().now()
    ))  # fmt: skip


@router.get(
    "/bodies/{unit}/statements", response=answers(StatementPage), summary="What is stated of a firm"
)
@operation(SEE_STATEMENTS)
def list_statements(request: HttpRequest, unit: Key) -> StatementPage:
    """Statements of departments about a firm within reach; none of a firm that is not."""
    found = visible(Statement, SEE_STATEMENTS, actor=asked(request)).filter(body=unit)
    return StatementPage(statements=[_statement(each) for each in found])


@router.post(
    "/bodies/{unit}/statements", response=done(StatementOut), summary="State something of a firm"
)
@act("registry.statement.make")
def make_statement(request: HttpRequest, unit: Key, body: StatementIn) -> StatementOut:
    """Arrears, unpaid project money, abnormal operation: that there is, or that there is none."""
    form = statements.StatementForm(body.kind, body.holds, body.on, body.grounds)
    return _statement(statements.make_statement(
        unit, form, stated_by=body.stated_by, actor=asked(request), now=SystemClock().now()
    ))  # fmt: skip


@router.post(
    "/statements/{statement}/withdraw", response=done(StatementOut), summary="Take it back"
)
@act("registry.statement.withdraw")
def withdraw_statement(request: HttpRequest, statement: Key, body: WithdrawIn) -> StatementOut:
    """From a day on, with the reason; the record stays."""
    return _statement(statements.withdraw_statement(
        statement, on=body.on, reason=body.reason, actor=asked(request), now=SystemClock().now()
    ))  # fmt: skip


def _permit(row: Permit) -> PermitOut:
    names = set(PermitOut.model_fields) - {"id", "project", "issued_by"}
    return PermitOut(
        id=row.pk, project=row.project_id, issued_by=row.issued_by_id,
        **{name: getattr(row, name) for name in names},
    )  # fmt: skip


def _statement(row: Statement) -> StatementOut:
    names = set(StatementOut.model_fields) - {"id", "body", "stated_by"}
    return StatementOut(
        id=row.pk, body=row.body_id, stated_by=row.stated_by_id,
        **{name: getattr(row, name) for name in names},
    )  # fmt: skip
