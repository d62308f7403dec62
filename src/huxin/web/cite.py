"""Clauses as a reader knows them: the document by its short title and the article, as a link.

《保障农民工工资支付条例》第24条、第28条 instead of two ids; the ids stay in the addresses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from huxin.kernel.texts import message
from huxin.law.lawbook import Lawbook
from huxin.law.model import BASE, Clause

__all__ = ["Cited", "article", "cite", "document_of", "short_title", "title_and_number", "wording"]


@dataclass(frozen=True, slots=True)
class Cited:
    """One link of a citation: what it says, where it leads, the wording to hover over."""

    text: str
    address: str
    wording: str = ""


def cite(clauses: Iterable[str] | str, language: str) -> tuple[Cited, ...]:
    """The clauses as links, the title only where the document changes; what is no clause stays.

    A text of several ids, as an error's `rule` bears them, is taken apart at its commas.
    """
    names = clauses.split(", ") if isinstance(clauses, str) else clauses
    return _cited(tuple(dict.fromkeys(name for name in names if name)), language)


@lru_cache(maxsize=4096)
def _cited(names: tuple[str, ...], language: str) -> tuple[Cited, ...]:
    known = Lawbook.load().clauses
    found: dict[tuple[str, str], Cited] = {}
    before = ""
    for name in sorted(names, key=lambda each: _order(each, names)):
        if name not in known:
            found["", name] = Cited(name, "")
            before = ""
            continue
        clause = known[name]
        title = short_title(clause, language)
        place = article(clause, language)
        text = place if title == before else f"{title}{'' if language == 'zh' else ', '}{place}"
        before = title
        address = f"{reverse('law:document', kwargs={'code': document_of(clause)})}#{name}"
        found.setdefault((title, place), Cited(text, address, wording(clause, language)))
    return tuple(found.values())


def _order(name: str, names: tuple[str, ...]) -> tuple[int, int]:
    """Clauses of one document together, documents in the order in which they are first named."""
    document = name.rpartition("-")[0] if name.startswith("CN-") else name.partition("-")[0]
    first = next(at for at, each in enumerate(names) if each.startswith(document))
    return first, names.index(name)


def document_of(clause: Clause) -> str:
    """The address of its document: of national law what its ids begin with, else the pack."""
    if clause.pack != BASE:
        return clause.pack
    return "-".join(clause.id.split("-")[:2])


def short_title(clause: Clause, language: str) -> str:
    """The document's title without its number, in title marks."""
    if clause.pack == BASE:
        return f"《{title_and_number(clause.document)[0]}》"
    title = Lawbook.load().packs[clause.pack].title
    return f"《{title.zh}》" if language == "zh" else title.say("en")


def title_and_number(document: str) -> tuple[str, str]:
    """The title of a national document, and what stands in brackets behind it."""
    title, opened, number = document.rpartition("（")
    return (title, number.rstrip("）")) if opened else (document, "")


def article(clause: Clause, language: str) -> str:
    """Where in its document: 第24条, 第276条之一, or the heading that the document itself has."""
    where = clause.where
    if clause.pack != BASE:
        return where
    number, _, part = where.partition("-")
    if not number.isdecimal() or len(number) > 3:
        return "" if where.isascii() else where
    if part:
        return message("article {number} bis {part}", number=number, part=part).say(language)
    return message("article {number}", number=number).say(language)


def wording(clause: Clause, language: str) -> str:
    """What it asks for; empty where the catalogue has no wording in that language."""
    if language != "zh":
        return clause.what.text
    return "" if clause.what.zh == clause.what.text else clause.what.zh
