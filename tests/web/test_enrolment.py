"""One line of a roster on its page: every move done by whom it is for, refused to others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huxin.access.change import name_of
from huxin.access.models import Reveal
from huxin.registry.actions.roster import enrol
from huxin.registry.models import Card, Certificate, Enrolment, LabourContract
from tests.registry.people import card, entry, identity, phone
from tests.registry.test_site import jpeg, segment
from tests.support.browser_free import sign_in
from tests.support.world import NOW, World

OF_CONTRACT = ("file", "end", "check", "scan", "open")
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@dataclass
class Line:
    """A worker of the labour company on the road, and everybody who may open his line."""

    world: World
    stay: Enrolment
    contract: LabourContract
    clients: dict[str, Client] = field(default_factory=dict)

    def by(self, who: str) -> Client:
        if who not in self.clients:
            self.clients[who] = sign_in(self.world, who, at=NOW)
        return self.clients[who]

    def of(self, name: str) -> str:
        """Where a move is made: to the line, to its contract, or to its worker's newest card."""
        on = f"/contracts/{self.contract.pk}" if name in OF_CONTRACT else self.address
        if name in ("confirm", "refuse"):
            on = f"/cards/{Card.objects.latest('pk').pk}"
        return f"/workers/{self.stay.worker_id}/card/change" if name == "change" else f"{on}/{name}"

    def do(self, name: str, said: Mapping[str, object], *, who: str = "labour_wage_officer") -> int:
        return self.by(who).post(self.of(name), said).status_code

    def page(self, who: str = "labour_wage_officer") -> str:
        answer = self.by(who).get(self.address)
        assert answer.status_code == 200
        return answer.content.decode()

    @property
    def address(self) -> str:
        return f"/enrolments/{self.stay.pk}"


@pytest.fixture
def line(world: World) -> Iterator[Line]:
    actor = world.actor("labour_wage_officer")
    made = enrol(entry(3), project=world.projects["road"].pk, actor=actor, now=NOW)
    assert made.enrolment is not None
    assert made.contract is not None
    with time_machine.travel(NOW, tick=False):
        yield Line(world, made.enrolment, made.contract)


DONE: dict[str, dict[str, object]] = {
    "amend": {"team": "木工二班", "day_rate_fen": "320", "post": "worker", "reason": "换班组"},
    "contract": {"signed_on": "2025-09-01", "from_on": "2025-09-01", "to_on": "2025-12-31"},
    "file": {"filed_on": "2025-06-02"},
    "end": {"to_on": "2025-09-25", "reason": "协商解除"},
    "check": {"stated": ["working_time", "work_content", "wage_standard", "payment_time"]},
    "card": {"number": card(3), "bank": "农商行"},
    "certificate": {"kind": "电工证", "number": "T-1", "to_on": "2030-01-01"},
    "leave": {"left_on": "2025-09-20"},
}
WRONG: dict[str, dict[str, object]] = {
    "leave": {"left_on": "2025-05-01"},
    "amend": {"reason": "没有变化", "post": "worker"},
    "contract": {"signed_on": "2026-09-01", "from_on": "2026-09-01"},
    "file": {"filed_on": "2025-12-31"},
    "end": {"to_on": "2025-04-01", "reason": "协商解除"},
    "check": {"stated": ["something_else"]},
    "card": {"number": "123"},
    "certificate": {"kind": "电工证", "number": "T-1", "issued_on": "2025-02-01",
                    "to_on": "2025-01-01"},
}  # fmt: skip


def everything() -> list[object]:
    """All that the moves of a line write."""
    return [list(each.objects.values()) for each in (Enrolment, LabourContract, Card, Certificate)]


def test_each_move_is_refused_when_wrong_closed_to_others_and_made(line: Line) -> None:
    client = line.by("labour_wage_officer")
    for name, right in DONE.items():
        before = everything()
        assert client.get(line.of(name)).status_code == 200
        wrong = client.post(line.of(name), WRONG[name])
        assert wrong.status_code == 422, name
        assert 'role="alert"' in wrong.content.decode()
        assert line.do(name, right, who="housing_officer") == 403
        assert line.do(name, right, who="other_clerk") == 404
        assert everything() == before
        assert line.do(name, right) == 302, name
        assert everything() != before
    stay = Enrolment.objects.get(pk=line.stay.pk)
    assert (str(stay.left_on), stay.day_rate_fen) == ("2025-09-20", 32_000)
    assert stay.team is not None
    assert stay.team.name == "木工二班"
    contract = LabourContract.objects.get(pk=line.contract.pk)
    assert (str(contract.filed_on), str(contract.to_on)) == ("2025-06-02", "2025-09-25")
    assert contract.terms_missing == ["payment_method"]
    assert LabourContract.objects.filter(worker=stay.worker).count() == 2
    assert Certificate.objects.get().number == "T-1"
    shown = line.page()
    for word in ("木工二班", "320.00", "已退场", "2025年6月2日", "电工证", "2025-12-31"):
        assert word in shown
    for number in (identity(3), phone(3), card(3)):
        assert number not in shown


def test_an_employer_changes_no_card_and_a_second_officer_confirms_it(line: Line) -> None:
    line.do("card", DONE["card"])
    other = {"number": card(4)}
    assert line.do("change", other) == 403
    assert line.do("change", other, who="inspector") == 302
    assert line.do("confirm", {}, who="inspector") == 422
    assert line.do("confirm", {}) == 403
    assert line.do("confirm", {}, who="hrss_officer") == 302
    assert line.do("refuse", {}, who="inspector") == 422


def test_readers_see_no_move_that_they_may_not_make(line: Line) -> None:
    assert "办理退场登记" in line.page()
    for who in ("housing_officer", "office_clerk"):
        assert "办理退场登记" not in line.page(who)


def test_a_line_costs_the_same_however_much_stands_on_it(line: Line) -> None:
    client, counts = line.by("labour_wage_officer"), []
    for _ in range(2):
        with CaptureQueriesContext(connection) as caught:
            client.get(line.address)
        counts.append(len(caught))
        for name, said in DONE.items():
            if name != "leave":
                line.do(name, said)
    assert counts[0] == counts[1]


def scan(content: bytes) -> dict[str, SimpleUploadedFile]:
    return {"scan": SimpleUploadedFile("合同.pdf", content)}


def test_a_scan_is_opened_with_a_reason_that_the_worker_reads(line: Line) -> None:
    line.do("certificate", DONE["certificate"])
    certificate = f"/certificates/{Certificate.objects.get().pk}"
    officer = line.by("labour_wage_officer")
    for on in (f"/contracts/{line.contract.pk}", certificate):
        assert line.by("inspector").post(f"{on}/open", {"reason": "核对合同"}).status_code == 404
        for broken in (b"GIF89a", PDF[:-8], b""):
            assert officer.post(f"{on}/scan", scan(broken)).status_code == 422
        assert line.by("other_clerk").post(f"{on}/scan", scan(PDF)).status_code == 404
        assert f"{on}/open" not in line.page()
        for content, kind in ((jpeg(segment(0xE1, b"GPS")), "jpeg"), (PDF, "pdf")):
            assert officer.post(f"{on}/scan", scan(content)).status_code == 302
            assert line.by("inspector").post(f"{on}/open", {"reason": " "}).status_code == 422
            assert line.by("banker").post(f"{on}/open", {"reason": "核对合同"}).status_code == 403
            answer = line.by("inspector").post(f"{on}/open", {"reason": "核对合同"})
            assert (answer.status_code, answer["Content-Type"].endswith(kind)) == (200, True)
            assert answer["Content-Disposition"].startswith("attachment")
            assert answer.content == (PDF if kind == "pdf" else jpeg())
        assert f"{on}/open" in line.page("inspector")
    looks = Reveal.objects.filter(object=name_of(line.stay.worker)).order_by("pk")
    assert [each.fields for each in looks] == [["contract_scan"]] * 2 + [["certificate_scan"]] * 2
    assert (
        "技能证书扫描件"
        in line.by("inspector").get(f"/workers/{line.stay.worker_id}").content.decode()
    )
