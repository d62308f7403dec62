"""What the signboard of a site must say, worked out from the registers; its public page and poster.

Names and phones of the labour-wage officer and of the offices stand here in clear: the law puts
them on the board (Decree 724 art. 34). Nothing else of a person does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from huxin.access.actor import Actor
from huxin.access.errors import NotFound
from huxin.access.gate import reach
from huxin.access.models import Body
from huxin.access.permissions import table
from huxin.kernel.texts import Message, message
from huxin.law.units import told
from huxin.registry.law import lawbook
from huxin.registry.models import Party, Project, Signboard, SitePost, Sticker
from huxin.registry.policy.images import Photo
from huxin.registry.policy.signboards import ITEMS, required_items
from huxin.registry.queries.dossier import Dossier, open_dossier
from huxin.registry.queries.scans import stored

__all__ = ["BoardLine", "Poster", "board_photo", "poster", "public_board"]

SEE = "registry.project.view"
MINIMUM = "wage.minimum_monthly"
Role, Post = Party.Role, SitePost.Kind
OFFICES = {
    "inspection_phone": "labour_inspection",
    "arbitration": "labour_arbitration",
    "legal_aid": "legal_aid",
    "service_line": "justice_bureau",
}
"""Which department stands behind a line of the board."""


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One line of the board; empty `says`: the registers do not know it yet."""

    item: str
    title: Message
    says: tuple[Message, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Poster:
    """All that is printed: the project, its lines, the offices that help on site."""

    project: str
    place: str
    lines: tuple[BoardLine, ...]
    helpers: tuple[Message, ...]

    @property
    def unknown(self) -> tuple[BoardLine, ...]:
        return tuple(each for each in self.lines if not each.says)


def poster(project: int, *, on: dt.date, actor: Actor) -> Poster:
    """The board of a project within reach; raises NotFound."""
    return _poster(open_dossier(reach(Project, project, SEE, actor=actor), on=on))


def board_photo(project: int, *, actor: Actor) -> Photo:
    """The photo of the signboard; raises NotFound without one, and out of reach."""
    reach(Project, project, SEE, actor=actor)
    board = Signboard.objects.filter(project=project).exclude(photo="").first()
    return stored(board.photo if board else "")


def public_board(code: str, *, on: dt.date) -> Poster:
    """The board behind a sticker, for anybody; raises NotFound for what leads nowhere."""
    wanted = code.strip().upper()
    found = (
        Sticker.objects.filter(code=wanted, withdrawn_on=None)
        .select_related("project__place")
        .first()
    )
    if not wanted or found is None:
        raise NotFound
    return _poster(open_dossier(found.project, on=on))


def _poster(d: Dossier) -> Poster:
    offices = _offices(d)
    lines = []
    for each in required_items(d.here, d.on):
        title = Message(ITEMS[each.id]) if each.id in ITEMS else message("{word}", word=each.id)
        says = _says(d, each.id, offices)
        lines.append(BoardLine(each.id, title, says, d.here.own(each.clauses)))
    helpers = tuple(
        message("{kind}: {room} {hours} {phone}", kind=HELPERS[each.kind], room=each.room,
                hours=each.hours, phone=each.phone)
        for each in d.posts
        if each.kind in HELPERS
    )  # fmt: skip
    return Poster(d.project.name, d.project.place.name, tuple(lines), helpers)


HELPERS: Mapping[str, Message] = {
    Post.LABOUR_OFFICE: message("Labour office"),
    Post.RIGHTS_CENTRE: message("Rights centre"),
}


def _offices(d: Dossier) -> dict[str, Body]:
    """Departments by role: those of the place itself before those of the levels above it."""
    regulators = {role for role, sectors in table().sectors.items() if d.project.sector in sectors}
    roles = {*OFFICES.values(), *regulators}
    parts = d.project.place.path.strip("/").split("/")
    found: dict[str, Body] = {}
    rows = Body.objects.filter(Q(place__in=parts) & Q(role__in=roles), merged_into=None)
    for body in rows.select_related("place").order_by("place__path", "pk"):
        found[body.role] = body
    own = [role for role in table().sectors if role in regulators and role in found]
    if own:
        found["regulator"] = found[own[0]]
    return found


def _says(d: Dossier, item: str, offices: Mapping[str, Body]) -> tuple[Message, ...]:
    reader = READERS.get(item)
    if reader is not None:
        return reader(d)
    if item in OFFICES:
        return _office(offices.get(OFFICES[item]), with_phone=True)
    if item in {"regulator", "regulator_phone"}:
        return _office(offices.get("regulator"), with_phone=item == "regulator_phone")
    return ()


def _office(body: Body | None, *, with_phone: bool) -> tuple[Message, ...]:
    if body is None or (with_phone and not body.phone):
        return ()
    if not with_phone:
        return (message("{name}", name=body.name),)
    return (message("{name} {phone}", name=body.name, phone=body.phone),)


def _named(d: Dossier, *roles: str) -> tuple[Message, ...]:
    held = [each for each in d.parties if each.role in roles and each.left_on is None]
    return tuple(
        message("{name} {phone}", name=each.body.name, phone=each.body.phone)
        if each.body.phone
        else message("{name}", name=each.body.name)
        for each in held
    )


def _officer(d: Dossier) -> tuple[Message, ...]:
    return tuple(
        message("{name} {phone}", name=each.holder, phone=each.phone)
        for each in d.posts
        if each.kind == Post.LABOUR_WAGE_OFFICER and each.holder
    )


def _minimum(d: Dossier) -> tuple[Message, ...]:
    found = d.here.answer(MINIMUM, d.on)
    if found is None:
        return ()
    return (message("{amount} a month", amount=told(found.value, found.unit)),)


def _pay_day(d: Dossier) -> tuple[Message, ...]:
    day, offset = d.project.pay_day, d.project.pay_month_offset
    if day is None:
        return ()
    if offset == 0:
        return (message("day {day} of the same month", day=day),)
    return (message("day {day} of the next month", day=day),)


def _office_of_works(d: Dossier) -> tuple[Message, ...]:
    builder = d.party(Role.GENERAL_CONTRACTOR)
    if builder is None:
        return ()
    name = builder.body.name
    if not d.project.address:
        return (message("{name}, office of {project}", name=name, project=d.project.name),)
    return (
        message("{name}, office of {project}: {address}", name=name, project=d.project.name,
                address=d.project.address),
    )  # fmt: skip


def _law(d: Dossier) -> tuple[Message, ...]:
    """What the law gives a worker about his wage, article by article."""
    articles = [lawbook().clause(each) for each in d.here.own(LAW)]
    return tuple(
        message("{document}, article {article}: {what}", document=each.document,
                article=each.where, what=each.what)
        for each in articles
    )  # fmt: skip


LAW = ("CN-724-10", "CN-724-11", "CN-724-13", "CN-724-16")
"""Money, on time, in full, and whom to turn to."""

READERS: Mapping[str, Callable[[Dossier], tuple[Message, ...]]] = {
    "developer": lambda d: _named(d, Role.DEVELOPER),
    "general_contractor": lambda d: _named(d, Role.GENERAL_CONTRACTOR),
    "subcontractors": lambda d: _named(d, Role.SUBCONTRACTOR, Role.LABOUR_SUBCONTRACTOR),
    "project_office": _office_of_works,
    "labour_wage_officer": _officer,
    "labour_law": _law,
    "minimum_wage": _minimum,
    "pay_day": _pay_day,
}
