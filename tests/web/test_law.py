"""Citations lead to the clause; every document of the law opens to anybody."""

from __future__ import annotations

import pytest
from django.test import Client

from huxin.law.lawbook import Lawbook
from huxin.web.cite import cite, document_of

pytestmark = pytest.mark.django_db


def test_each_clause_is_found_where_its_citation_leads(client: Client) -> None:
    opened: dict[str, str] = {}
    for clause in Lawbook.load().clauses.values():
        (cited,) = cite([clause.id], "zh")
        address, _, anchor = cited.address.partition("#")
        if address not in opened:
            opened[address] = client.get(address).content.decode()
        assert anchor == clause.id
        assert f'id="{anchor}"' in opened[address]
    listed = client.get("/law/").content.decode()
    assert all(f'href="{address}"' in listed for address in opened)


def test_a_citation_names_a_document_once_and_a_place_once() -> None:
    said = [each.text for each in cite(["CN-724-24", "DX-3-03-3", "CN-724-28", "DX-3-03-6"], "zh")]
    assert said == [
        "《保障农民工工资支付条例》第24条",
        "第28条",
        "《关于根治拖欠农民工工资问题的通知》三(三)",
    ]


def test_what_is_no_clause_stays_as_it_was_cited() -> None:
    assert [(each.text, each.address) for each in cite("GB 11643", "zh")] == [("GB 11643", "")]
    assert cite("", "zh") == ()


def test_a_document_shows_the_values_that_it_sets_and_those_it_leaves_open(client: Client) -> None:
    book = Lawbook.load()
    clause = next(c for p in book.packs["cn"].parameters.values() if p.series for c in p.clauses)
    page = client.get(f"/law/{document_of(book.clause(clause))}").content.decode()
    assert "<strong>" in page
    assert client.get("/law/no-such").status_code == 404
