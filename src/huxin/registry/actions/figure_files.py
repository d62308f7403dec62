"""Takes a list of figures into the register: each line by itself, or refused with its reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q

from huxin.access.actor import Actor
from huxin.access.change import Change, change
from huxin.access.gate import visible
from huxin.access.models import Body
from huxin.formats.base import Reading
from huxin.kernel.errors import HuxinError
from huxin.kernel.texts import message
from huxin.registry.actions.figures import SUPPLY, FigureForm, keep_figure
from huxin.registry.errors.people import TooManyRowsError
from huxin.registry.errors.projects import FieldError
from huxin.registry.models import Project
from huxin.registry.taken import RefusedRow, Taken

__all__ = ["take_figures", "take_lines"]

ROWS_MAX = 20_000
CODE = "figure.row"


def take_figures(
    reading: Reading, *, project: Project | None, actor: Actor, now: dt.datetime
) -> Taken:
    """The figures of a list; with `project`, lines that name nobody are about it.

    The source is the sender's own body. Raises TooManyRowsError.
    """
    rows = reading.rows.to_pylist()
    if len(rows) > ROWS_MAX:
        raise TooManyRowsError(len(rows), limit=ROWS_MAX)
    source = min(actor.bodies, default=None)
    if source is None:
        raise FieldError(
            "figure.source",
            message("Nobody is named as the source of these figures."),
            message("Hand the list in with an account of the unit that tells them."),
        )
    with change(SUPPLY, actor=actor, now=now) as doing:
        return take_lines(doing, rows, project=project, source=source)


def take_lines(
    doing: Change, rows: list[Mapping[str, Any]], *, project: Project | None, source: int
) -> Taken:
    """Each line for itself, within a change that is under way."""
    about = _About(doing.actor, rows, project)
    accepted = unchanged = 0
    refused: list[RefusedRow] = []
    for row in rows:
        try:
            with transaction.atomic():
                form = FigureForm(row["kind"], row["month"], row["value"], row.get("reason") or "")
                _, is_new = keep_figure(doing, about.of(row), form, source=source)
        except HuxinError as error:
            code = getattr(error, "code", CODE)
            refused.append(RefusedRow(row["line"], code, error, row["sheet"] or ""))
            continue
        accepted += is_new
        unchanged += not is_new
    return Taken(accepted, unchanged, tuple(refused))


class _About:
    """The firms and projects that lines name, within the actor's reach. Two queries."""

    def __init__(
        self, actor: Actor, rows: list[Mapping[str, Any]], project: Project | None
    ) -> None:
        mine = visible(Project, SUPPLY, actor=actor)
        self._project = mine.filter(pk=project.pk).first() if project else None
        self._asked = project
        codes = {_said(row, "firm_code").upper() for row in rows} - {""}
        names = {_said(row, "firm") for row in rows} - {""}
        sites = {_said(row, "project_code") for row in rows} - {""}
        firms = visible(Body, SUPPLY, actor=actor).filter(merged_into=None)
        found = firms.filter(Q(credit_code__in=codes) | Q(name__in=names)).distinct()
        self._coded: dict[str, Body] = {}
        self._named: dict[str, list[Body]] = {}
        for each in found if codes | names else ():
            self._coded[each.credit_code] = each
            self._named.setdefault(each.name, []).append(each)
        self._sites = {each.code: each for each in mine.filter(code__in=sites)} if sites else {}

    def of(self, row: Mapping[str, Any]) -> Body | Project:
        """Whom a line is about; raises FieldError."""
        site, code, name = (
            _said(row, "project_code"), _said(row, "firm_code").upper(), _said(row, "firm"),
        )  # fmt: skip
        if site:
            return self._site(site)
        if code or name:
            return self._firm(code, name)
        if self._asked is not None:
            return self._project or self._site(self._asked.code)
        raise FieldError(
            CODE,
            message("The line names neither a firm nor a project."),
            message("Give the firm's credit code or full name, or the project's code."),
        )

    def _site(self, code: str) -> Project:
        found = self._sites.get(code)
        if found is None or (self._asked is not None and found != self._asked):
            raise FieldError(
                CODE,
                message("Project {code} is not one that you tell figures of.", code=code),
                message("Compare the code with the register of projects."),
            )
        return found

    def _firm(self, code: str, name: str) -> Body:
        named = self._named.get(name, [])
        found = self._coded.get(code) if code else (named[0] if len(named) == 1 else None)
        if found is None or (code and name and found.name != name):
            raise FieldError(
                CODE,
                message("No firm of this credit code and name is on record, or more than one."),
                message("Give the credit code and the full name as the licence has them."),
            )
        return found


def _said(row: Mapping[str, Any], name: str) -> str:
    return " ".join(str(row.get(name) or "").split())
