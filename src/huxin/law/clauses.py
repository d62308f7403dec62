"""Reads the catalogues: clauses, national articles, capabilities, published warnings."""

from __future__ import annotations

from pathlib import Path

from huxin.kernel.texts import message
from huxin.law.model import BASE, Capability, Clause, Pack, Warned
from huxin.law.reader import Bilingual, Scalar, Section, plain, read_section

_CATALOGUE = ("id", "where", "who", "what", "params", "kind", "capability")
_CATALOGUE_MORE = ("coop", "open", "same_as", "boundary", "boundary_note", "note")
_NATIONAL = ("id", "document", "article", "who", "what", "mark", "in_force_from")
_MARKS = ("V", "E", "M")
_WARNING = (
    "id", "name_zh", "name_en", "class", "indicator", "formula", "thresholds",
    "handling_deadline", "handler", "evidence", "source",
)  # fmt: skip


def read_clauses(path: Path, root: Path, pack: Pack) -> dict[str, Clause]:
    """Every clause of a pack by id, in file order."""
    if not path.exists():
        pack.spot.fail(
            message("the pack has no clauses.yaml"),
            message("add it; every value cites a clause"),
        )
    file = read_section(path, root)
    file.only(("clauses",))
    found: dict[str, Clause] = {}
    for entry in file.sections("clauses"):
        clause = _national(entry) if pack.code == BASE else _catalogued(entry, pack)
        if clause.id in found:
            entry.at("id").fail(
                message("the clause stands twice: {clause}", clause=clause.id),
                message("give each requirement an id of its own"),
            )
        if clause.id.split("-", 1)[0] not in pack.prefixes:
            entry.at("id").fail(
                message("the clause is not of this document: {clause}", clause=clause.id),
                message("clause ids of this pack begin with {keys}", keys=pack.prefixes),
            )
        found[clause.id] = clause
    return found


def _catalogued(entry: Section, pack: Pack) -> Clause:
    entry.only(_CATALOGUE, _CATALOGUE_MORE)
    name = entry.text("id")
    if entry.flag("boundary") != bool(entry.text("boundary_note")):
        entry.spot.fail(
            message("boundary and boundary_note go together: {clause}", clause=entry.text("id")),
            message("say what is built instead, or take the mark away"),
        )
    params = entry.section("params")
    return Clause(
        id=name,
        pack=pack.code,
        document=name.partition("-")[0],
        where=entry.text("where"),
        who=entry.texts("who"),
        what=Bilingual(entry.text("what"), zh=entry.text("what")),
        spot=entry.at("id"),
        kind=entry.text("kind"),
        capability=entry.text("capability"),
        params={key: plain(raw) for key, raw in params.entries.items()},
        coop=entry.texts("coop"),
        open=entry.texts("open"),
        same_as=entry.texts("same_as"),
        is_boundary=entry.flag("boundary"),
        boundary_note=entry.text("boundary_note"),
        note=entry.text("note"),
    )


def _national(entry: Section) -> Clause:
    entry.only(_NATIONAL, ("note",))
    if entry.text("mark") not in _MARKS:
        entry.at("mark").fail(
            message("unknown mark: {text}", text=entry.text("mark")),
            message("use one of: {keys}", keys=_MARKS),
        )
    what = entry.entries["what"]
    return Clause(
        id=entry.text("id"),
        pack=BASE,
        document=entry.text("document"),
        where=entry.text("article"),
        who=entry.texts("who"),
        what=Bilingual(what.text, zh=what.text) if isinstance(what, Scalar) else entry.both("what"),
        spot=entry.at("id"),
        note=entry.text("note"),
        mark=entry.text("mark"),
        in_force_from=entry.day("in_force_from"),
    )


def read_capabilities(path: Path, root: Path) -> tuple[Capability, ...]:
    """The capabilities in the order of the file; none when there is no file."""
    if not path.exists():
        return ()
    file = read_section(path, root)
    file.only(("capabilities",))
    found: list[Capability] = []
    for entry in file.sections("capabilities"):
        entry.only(("id", "en", "zh", "clauses"), ("boundary",))
        found.append(
            Capability(
                id=entry.text("id"),
                name=Bilingual(entry.text("en"), zh=entry.text("zh")),
                clauses=entry.texts("clauses"),
                boundary=entry.texts("boundary"),
                spot=entry.at("id"),
            )
        )
    return tuple(found)


def read_warnings(path: Path, root: Path) -> tuple[Warned, ...]:
    """The published warning rules in the order of the file; none when there is no file."""
    if not path.exists():
        return ()
    file = read_section(path, root)
    file.only(("sources", "rules"), ("meta",))
    sources = file.section("sources")
    found: list[Warned] = []
    for entry in file.sections("rules"):
        entry.only(_WARNING, ("article", "note"))
        if entry.text("source") not in sources:
            entry.at("source").fail(
                message("unknown source: {text}", text=entry.text("source")),
                message("describe it under sources"),
            )
        found.append(
            Warned(
                id=entry.text("id"),
                name=Bilingual(entry.text("name_en"), zh=entry.text("name_zh")),
                source=entry.text("source"),
                evidence=entry.text("evidence"),
                entry={key: plain(raw) for key, raw in entry.entries.items()},
                spot=entry.at("id"),
            )
        )
    return tuple(found)
