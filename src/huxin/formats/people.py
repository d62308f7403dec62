"""Checks of the people in a list: their numbers, their names, their cards, and nobody twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa

from huxin.formats.table import Table
from huxin.kernel.identity_columns import identities_ok, luhn_ok
from huxin.kernel.texts import Value

__all__ = ["check_people"]

_SWAPPED_SHARE = 0.5


def check_people(
    table: Table, ids: Mapping[str, str], *, as_of: dt.date, once: bool = True
) -> None:
    """Numbers stored as numbers, faulty identities, missing names, the same person twice, cards.

    `ids` gives the format's code for each kind of `people_codes`; `once` says that a person stands
    in a sheet once only.
    """
    _check_identities(table, ids, as_of)
    named, known = table.given("name"), table.given("identity")
    lost = np.zeros(table.size, np.bool_)
    if table.has("identity"):
        lost[table.parsed["identity"].at("number")] = True
    table.find(ids["nobody"], np.flatnonzero(~named & ~known & ~lost), refuses=True)
    if table.has("name"):
        numbers = table.parsed["name"].at("number")
        table.find(ids["name_number"], numbers, at="name")
        table.find(ids["no_name"], np.flatnonzero(table.cells["name"].blank & known), at="name")
    _check_swapped(table, ids)
    if once:
        _check_twice(table, ids)
    _check_cards(table, ids)


def _check_identities(table: Table, ids: Mapping[str, str], as_of: dt.date) -> None:
    if not table.has("identity"):
        return
    found = table.parsed["identity"]
    table.find(ids["number"], found.at("number"), at="identity", refuses=True)
    table.find(ids["form"], found.at("form"), at="identity")
    sound = identities_ok(found.values, as_of=as_of)
    table.find(ids["unsound"], np.flatnonzero(~sound & table.given("identity")), at="identity")
    blank = table.cells["identity"].blank & table.given("name")
    table.find(ids["no_identity"], np.flatnonzero(blank), at="identity")


def _check_swapped(table: Table, ids: Mapping[str, str]) -> None:
    if not (table.has("name") and table.has("identity") and table.size):
        return
    numbers = len(table.parsed["name"].at("number"))
    names = len(table.parsed["identity"].at("form"))
    if min(numbers, names) > _SWAPPED_SHARE * table.size:
        table.say(ids["swapped"])


def _check_twice(table: Table, ids: Mapping[str, str]) -> None:
    """A person is known by the identity number, by the name only where there is none."""
    known = table.given("identity")
    for name, among in (("identity", known), ("name", table.given("name") & ~known)):
        places = np.flatnonzero(among)
        if len(places) < 2:
            continue
        values = table.values(name)
        coded = (values if among.all() else values.take(pa.array(places))).dictionary_encode()
        if len(coded.dictionary) == len(places):
            continue
        codes = coded.indices.to_numpy()
        firsts = places[np.unique(codes, return_index=True)[1]]
        again = np.isin(places, firsts, invert=True)
        first = dict(zip(places[again].tolist(), firsts[codes[again]].tolist(), strict=True))
        table.find(ids["twice"], places[again], at=name, values=_first_line(table, first))


def _first_line(table: Table, first: Mapping[int, int]) -> Callable[[int], Mapping[str, Value]]:
    return lambda place: {"first": table.line(first[place])}


def _check_cards(table: Table, ids: Mapping[str, str]) -> None:
    if table.has("card"):
        found = table.parsed["card"]
        table.find(ids["card_number"], found.at("number"), at="card")
        table.find(ids["card_form"], found.at("form"), at="card")
        weak = ~luhn_ok(found.values) & table.given("card")
        table.find(ids["card_weak"], np.flatnonzero(weak), at="card")
