"""The text of a simple labour contract: all that the law demands, filled with what is known."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from lxml import etree

from huxin.access.errors import NotFound
from huxin.access.models import Body
from huxin.formats.word import word_document
from huxin.law import Lawbook
from huxin.law.templates import BLANK, Paper
from huxin.registry.actions.roster import enrol
from huxin.registry.models import Enrolment
from huxin.registry.queries.contract_text import (
    blank_contract,
    contract_of_project,
    contract_of_stay,
)
from tests.registry.people import entry
from tests.support.world import NOW, World
from tests.warnings.site import writing

DEMANDS = ("contract.required_terms", "contract.written_items")


def lines(paper: Paper | None) -> str:
    assert paper is not None
    return "\n".join(line for part in paper.parts for line in part.lines)


def stay_of(world: World) -> Enrolment:
    actor = world.actor("labour_wage_officer")
    made = enrol(entry(3), project=world.projects["road"].pk, actor=actor, now=NOW)
    assert made.enrolment is not None
    return made.enrolment


def test_it_has_every_term_that_any_document_demands(world: World) -> None:
    """NX-02-7: wage standard, time and way of payment, and whatever else a place asks for."""
    demanded = {
        str(word)
        for pack in Lawbook.load().packs.values()
        for name in DEMANDS
        if name in pack.parameters
        for value in pack.parameters[name].series
        if isinstance(value.value, tuple)
        for word in value.value
    }
    paper = blank_contract(world.regions["640104"])
    assert paper is not None
    assert {"wage_standard", "payment_method", "working_time", "term"} <= demanded
    assert demanded <= paper.covers
    assert "{" not in lines(paper)


def test_it_is_filled_with_project_employer_and_what_is_agreed(world: World) -> None:
    stay = stay_of(world)
    with writing("access.body:test"):
        Body.objects.filter(pk=stay.party.body_id).update(address="代县上馆镇东大街1号")
    actor = world.actor("labour_wage_officer")
    said = lines(contract_of_stay(stay.pk, actor=actor))
    employer = Body.objects.get(pk=stay.party.body_id)
    known = (employer.name, employer.address, stay.project.name, stay.worker.name)
    assert [each for each in known if each not in said] == []
    assert "每月25日足额支付上月工资" in said
    assert f"居民身份证号码：{BLANK}" in said
    assert stay.worker.identity not in said
    of_project = lines(contract_of_project(stay.project_id, actor=actor))
    assert world.bodies["contractor"].name in of_project
    assert f"姓名：{BLANK}" in of_project


def test_only_whoever_may_record_contracts_there_gets_it(world: World) -> None:
    stay = stay_of(world)
    for stranger in ("other_clerk", "banker", "developer_clerk"):
        with pytest.raises(NotFound):
            contract_of_stay(stay.pk, actor=world.actor(stranger))
        with pytest.raises(NotFound):
            contract_of_project(stay.project_id, actor=world.actor(stranger))


def test_word_gets_a_document_that_it_can_read() -> None:
    content = word_document("标题 <1>", [("一、期限", ["自 & 起", "至"])])
    assert content == word_document("标题 <1>", [("一、期限", ["自 & 起", "至"])])
    with zipfile.ZipFile(BytesIO(content)) as book:
        roots = {name: etree.fromstring(book.read(name)) for name in book.namelist()}
    texts = roots["word/document.xml"].itertext()
    assert list(texts) == ["标题 <1>", "一、期限", "自 & 起", "至"]
