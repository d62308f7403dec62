"""The page of the law packs' parameters, and how their values are written in other pages."""

from __future__ import annotations

from collections.abc import Iterator

from huxin.cli.reference.markdown import page, table
from huxin.law import Bilingual, Lawbook, Parameter
from huxin.law.units import LawValue, written

__all__ = ["parameters_page", "values_of"]

HEAD = ("name", "description", "说明", "unit", "values by pack")


def parameters_page(book: Lawbook) -> str:
    """Every parameter name with its values in each pack and the ground they stand on."""
    rows = []
    for name, unit in sorted(book.names.items()):
        told = next(each.description for _, each in _entries(book, name) if each.description.zh)
        said = (told.say("en"), told.say("zh"))
        rows.append((f"`{name}`", *said, unit, values_of(book, name)))
    intro = (
        f"{len(rows)} names. *Not set*: the document requires a value and leaves it to the place. "
        "*To be verified*: read in an excerpt only."
    )
    return page("Parameters of the law packs", intro, table(HEAD, rows))


def values_of(book: Lawbook, name: str) -> str:
    """What each pack says on `name`, with its clauses and sources."""
    return "; ".join(f"{code}: {_said(each)}" for code, each in _entries(book, name))


def _entries(book: Lawbook, name: str) -> Iterator[tuple[str, Parameter]]:
    for code, pack in sorted(book.packs.items()):
        if name in pack.parameters:
            yield code, pack.parameters[name]


def _said(each: Parameter) -> str:
    values = ", ".join(f"{_value(dated.value)} from {dated.from_on}" for dated in each.series)
    sources = [said.say("en") if isinstance(said, Bilingual) else said for said in each.sources]
    ground = ", ".join((*each.clauses, *sources))
    doubt = ", *to be verified*" if each.to_verify else ""
    return f"{values or '*not set*'} ({ground}{doubt})"


def _value(value: LawValue | None) -> str:
    if value is None:
        return "nothing"
    text = written(value)
    return f"**{text if isinstance(text, str) else ' · '.join(text)}**"
