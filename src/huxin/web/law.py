"""The law that the platform carries out: its documents, and each clause with values and parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse

from huxin.access.errors import NotFound
from huxin.kernel.texts import Message
from huxin.law.lawbook import Lawbook
from huxin.law.model import BASE, Clause, Pack
from huxin.law.units import told
from huxin.web.cite import article, document_of, short_title, title_and_number, wording
from huxin.web.page import Request, page, render

__all__ = ["document", "documents"]


@dataclass(frozen=True, slots=True)
class Document:
    """One document: its address, title, who made it, since when, and its number of clauses."""

    code: str
    title: str
    number: str = ""
    issuer: str = ""
    from_on: dt.date | None = None
    date_note: str = ""
    clauses: int = 0


@dataclass(frozen=True, slots=True)
class Value:
    """A value that a clause sets, or leaves to the place."""

    title: Message
    value: Message | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One clause as its document's page shows it; `subject` is the matter that it belongs to."""

    id: str
    where: str
    wording: str
    subject: Message | None
    to_verify: bool
    is_boundary: bool
    values: tuple[Value, ...]


@page("access.page.public")
def documents(request: Request) -> HttpResponse:
    """Every document: the local ones, and the national law they stand on."""
    book, language = Lawbook.load(), request.language
    local = [_of_pack(pack, language) for pack in book.packs.values() if pack.code != BASE]
    shown = {"local": local, "national": _national(book, language)}
    return render(request, "law/documents.html", shown)


@page("access.page.public")
def document(request: Request, *, code: str) -> HttpResponse:
    """One document, clause by clause, with the values that it sets."""
    book, language = Lawbook.load(), request.language
    if code in book.packs and code != BASE:
        pack = book.packs[code]
        about, clauses = _of_pack(pack, language), list(pack.clauses.values())
    else:
        pack = book.packs[BASE]
        clauses = [each for each in pack.clauses.values() if document_of(each) == code]
        if not clauses:
            raise NotFound
        about = _of_national(clauses, language)
    values = _values(pack)
    subjects = {each.id: each.name for p in book.packs.values() for each in p.capabilities}
    lines = [
        _line(each, subjects.get(each.capability), values.get(each.id, ()), language)
        for each in clauses
    ]
    return render(request, "law/document.html", {"about": about, "lines": lines})


def _of_pack(pack: Pack, language: str) -> Document:
    note = pack.date_note.say(language) if pack.date_note else ""
    return Document(
        pack.code, f"《{pack.title.zh}》" if language == "zh" else pack.title.say("en"),
        pack.number, pack.issuer.say(language), pack.from_on, note, len(pack.clauses),
    )  # fmt: skip


def _national(book: Lawbook, language: str) -> list[Document]:
    found: dict[str, list[Clause]] = {}
    for each in book.packs[BASE].clauses.values():
        found.setdefault(document_of(each), []).append(each)
    return [_of_national(clauses, language) for clauses in found.values()]


def _of_national(clauses: list[Clause], language: str) -> Document:
    first = clauses[0]
    _, number = title_and_number(first.document)
    days = [each.in_force_from for each in clauses if each.in_force_from]
    return Document(
        document_of(first), short_title(first, language), number,
        from_on=min(days, default=None), clauses=len(clauses),
    )  # fmt: skip


def _values(pack: Pack) -> dict[str, tuple[Value, ...]]:
    """Clause id → the values of its pack that cite it."""
    found: dict[str, list[Value]] = {}
    for each in pack.parameters.values():
        last = each.series[-1].value if each.series else None
        if _is_coded(last):
            continue
        said = None if last is None else told(last, each.unit)
        for clause in each.clauses:
            found.setdefault(clause, []).append(Value(each.description, said, each.is_open))
    return {clause: tuple(values) for clause, values in found.items()}


def _is_coded(value: object) -> bool:
    """Whether a value is made of words of the packs' own, which tell a reader nothing."""
    words = (value,) if isinstance(value, str) else value
    return isinstance(words, tuple | list) and any(
        isinstance(each, str) and each.isidentifier() and each.isascii() for each in words
    )


def _line(clause: Clause, subject: Message | None, values: Iterable[Value], language: str) -> Line:
    return Line(
        clause.id, article(clause, language), wording(clause, language), subject,
        clause.mark == "M", clause.is_boundary, tuple(values),
    )  # fmt: skip
