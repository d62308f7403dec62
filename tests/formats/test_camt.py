"""ISO 20022 statements: the samples with nothing lost, and messages made to be awkward."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest
from lxml import etree

from huxin.formats import camt
from huxin.formats.base import UnbalancedError
from huxin.formats.camt import looks_like_camt, read_camt
from huxin.formats.statement import StatementReading

DATA = Path(__file__).parent / "data"
SAMPLES = ("camt052.v8.xml", "camt053.v2.minimal.xml", "camt053.v8.xml", "camt054.v8.xml")
NS = "urn:iso:std:iso:20022:tech:xsd:camt.053.001"


def named(root: etree._Element, tag: str) -> list[etree._Element]:
    """Elements by plain XPath, apart from the reader's own way."""
    return cast("list[etree._Element]", root.xpath(f"//*[local-name()='{tag}']"))


def entry(
    amount: str, way: str = "CRDT", *, more: str = "", day: str = "2025-03-10", ccy: str = "CNY"
) -> str:
    return (
        f'<Ntry><Amt Ccy="{ccy}">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts>BOOK</Sts>'
        f"<BookgDt><Dt>{day}</Dt></BookgDt><BkTxCd/>{more}</Ntry>"
    )


def balance(kind: str, amount: str, way: str = "CRDT") -> str:
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">{amount}</Amt>'
        f"<CdtDbtInd>{way}</CdtDbtInd><Dt><Dt>2025-03-01</Dt></Dt></Bal>"
    )


def statement(*parts: str, name: str = "S1") -> str:
    return (
        f"<Stmt><Id>{name}</Id><CreDtTm>2025-04-01T08:00:00</CreDtTm><Acct><Id><Othr><Id>6200001</Id>"
        f"</Othr></Id><Ccy>CNY</Ccy></Acct>{''.join(parts)}</Stmt>"
    )


def read(*statements: str, version: str = "02") -> StatementReading:
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{NS}.{version}"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>M</MsgId><CreDtTm>2025-04-01T08:00:00</CreDtTm></GrpHdr>{''.join(statements)}"
        "</BkToCstmrStmt></Document>"
    )
    return read_camt(text.encode(), file="s.xml")


def codes(reading: StatementReading) -> list[str]:
    return [each.code for each in reading.findings]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_are_read_with_nothing_lost(name: str) -> None:
    data = (DATA / name).read_bytes()
    reading = read_camt(data, file=name)
    root = etree.fromstring(data)
    entries, details, balances = (named(root, tag) for tag in ("Ntry", "TxDtls", "Bal"))
    assert (reading.rows_in, reading.accepted, reading.rejected) == (len(entries), len(entries), 0)
    assert (reading.details.num_rows, reading.balances.num_rows) == (len(details), len(balances))
    signed = "(*[local-name()='Amt']) * (1 - 2 * (*[local-name()='CdtDbtInd'] = 'DBIT'))"
    total = sum((Decimal(str(each.xpath(signed))) for each in entries), Decimal())
    assert sum(reading.rows["amount_fen"].to_pylist()) == total * 100
    paid = named(root, "TxDtls']/*[local-name()='Amt")
    stated = sum((Decimal(each.text or "") for each in paid), Decimal()) * 100
    if paid:
        assert sum(reading.details["amount_fen"].to_pylist()) == stated
    assert "CM-003" not in codes(reading)


def test_what_the_samples_say_oddly_is_warned_about() -> None:
    found = {name: codes(read_camt((DATA / name).read_bytes(), file=name)) for name in SAMPLES}
    assert found == {
        "camt052.v8.xml": ["CM-017"],
        "camt053.v2.minimal.xml": ["CM-011", "CM-017", "CM-021"],
        "camt053.v8.xml": ["CM-011", "CM-017", "CM-021", "CM-012"],
        "camt054.v8.xml": ["CM-017", "CM-012"],
    }


def test_fields_of_a_sample_row() -> None:
    row = read_camt((DATA / "camt053.v8.xml").read_bytes(), file="x").rows.to_pylist()[0]
    assert row["booked_on"] == dt.date(2014, 12, 31)
    assert (row["amount_fen"], row["currency"], row["account"]) == (
        885,
        "EUR",
        "NL26VAYB8060476890",
    )
    assert (row["counterparty_name"], row["counterparty_account"]) == (
        "NAME NAME",
        "NL56AGDH9619008421",
    )
    assert (row["remark"], row["bank_code"]) == ("4654654654654654", "PMNT/RCDT/BOOK")


@pytest.mark.parametrize("version", ["02", "03", "04", "08"])
def test_every_version_is_checked_against_its_schema(version: str) -> None:
    body = entry("5.00").replace("<BkTxCd/>", "<BkTxCd><Prtry><Cd>1</Cd></Prtry></BkTxCd>")
    if version == "08":
        body = body.replace("<Sts>BOOK</Sts>", "<Sts><Cd>BOOK</Cd></Sts>")
    reading = read(
        statement(balance("OPBD", "1.00"), balance("CLBD", "6.00"), body), version=version
    )
    assert codes(reading) == ["CM-017"]
    broken = read(statement(balance("OPBD", "1.00"), body, "<Oops/>"), version=version)
    assert "CM-003" in codes(broken)
    assert broken.accepted == 1


def test_an_unknown_version_is_read_and_said() -> None:
    reading = read(statement(entry("5.00")), version="12")
    assert "CM-005" in codes(reading)
    assert reading.rows["amount_fen"].to_pylist() == [500]


def test_schema_findings_never_quote_a_value() -> None:
    private = "张三6217000012345678901"
    reading = read(statement(entry("5.00", more=f"<NtryRef>{private * 5}</NtryRef>")))
    assert "CM-003" in codes(reading)
    for each in reading.findings:
        assert private not in each.message.say("en") + each.remedy.say("zh")


def test_balances_must_meet_and_then_every_entry_has_its_own() -> None:
    parts = (balance("OPBD", "100.00"), entry("50.00"), entry("30.00", "DBIT"))
    good = read(statement(*parts, balance("CLBD", "120.00")))
    assert good.rows["balance_fen"].to_pylist() == [15000, 12000]
    bad = read(statement(*parts, balance("CLBD", "121.00")))
    assert bad.rows["balance_fen"].to_pylist() == [None, None]
    values = next(each.values for each in bad.findings if each.code == "CM-013")
    assert values["difference"] == 100


def test_a_collective_entry_is_split_when_its_details_add_up() -> None:
    def payment(amount: str, name: str, account: str) -> str:
        return (
            f'<TxDtls><AmtDtls><TxAmt><Amt Ccy="CNY">{amount}</Amt></TxAmt></AmtDtls><RltdPties>'
            f"<Cdtr><Nm>{name}</Nm></Cdtr><CdtrAcct><Id><Othr><Id>{account}</Id></Othr></Id></CdtrAcct>"
            "</RltdPties><Purp><Cd>SALA</Cd></Purp></TxDtls>"
        )

    both = payment("10.00", "甲", "1") + payment("20.00", "乙", "2")
    reading = read(statement(entry("30.00", "DBIT", more=f"<NtryDtls>{both}</NtryDtls>")))
    rows = reading.rows.to_pylist()
    assert [(r["amount_fen"], r["counterparty_account"], r["kind"], r["detail"]) for r in rows] == [
        (-1000, "1", "wage", 1),
        (-2000, "2", "wage", 2),
    ]
    assert reading.accepted == 1
    whole = read(statement(entry("31.00", "DBIT", more=f"<NtryDtls>{both}</NtryDtls>")))
    assert whole.rows["amount_fen"].to_pylist() == [-3100]
    assert whole.details.num_rows == 2
    assert "CM-012" in codes(whole)


def test_a_return_names_the_worker_and_the_reason() -> None:
    detail = (
        "<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>专户</Nm></Dbtr><DbtrAcct><Id><Othr><Id>6200001</Id></Othr>"
        "</Id></DbtrAcct><Cdtr><Nm>工人</Nm></Cdtr><CdtrAcct><Id><Othr><Id>777</Id></Othr></Id></CdtrAcct>"
        "</RltdPties><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls></NtryDtls>"
    )
    row = read(statement(entry("30.00", more=detail))).rows.to_pylist()[0]
    assert (row["kind"], row["reason"]) == ("wage_return", "AC04")
    assert row["counterparty_account"] == "777"


@pytest.mark.parametrize(
    ("way", "remark", "kind"),
    [
        ("CRDT", "2025年3月人工费用", "labour_cost"),
        ("DBIT", "代发工资", "wage"),
        ("CRDT", "工资退回 账号户名不符", "wage_return"),
        ("DBIT", "代发工资手续费", "fee"),
        ("CRDT", "存款利息", "interest"),
        ("DBIT", "法院扣划", "deduction"),
        ("DBIT", "司法冻结", "freeze"),
        ("CRDT", "解除冻结", "unfreeze"),
        ("DBIT", "现支 备用金", "cash"),
        ("DBIT", "转出 材料款", "transfer_out"),
        ("CRDT", "往来款转入", "transfer_in"),
        ("CRDT", "工程进度款", "labour_cost"),
        ("DBIT", "", "other"),
    ],
)
def test_kinds_by_words(way: str, remark: str, kind: str) -> None:
    more = f"<AddtlNtryInf>{remark}</AddtlNtryInf>"
    assert read(statement(entry("1.00", way, more=more))).rows["kind"].to_pylist() == [kind]


@pytest.mark.parametrize(
    ("bad", "code"),
    [(entry("1.005"), "CM-010"), (entry("x"), "CM-009"), (entry("1", "BOTH"), "CM-009"),
     (entry("1", ccy="1!"), "CM-009"), ("<Ntry/>", "CM-009")],
)  # fmt: skip
def test_an_entry_without_an_amount_is_refused_and_the_others_stay(bad: str, code: str) -> None:
    reading = read(statement(entry("5.00"), bad, entry("7.00")))
    assert (reading.rows_in, reading.accepted, reading.rejected) == (3, 2, 1)
    assert [(e.code, e.sheet, e.line) for e in reading.findings if e.refused] == [(code, "1", 2)]


def test_several_statements_and_repeats_are_kept_and_named() -> None:
    twice = entry("5.00", more="<AcctSvcrRef>R1</AcctSvcrRef>")
    reading = read(statement(twice, twice), statement(entry("1", ccy="USD")))
    assert reading.accepted == 3
    assert {"CM-011", "CM-018", "CM-019"} <= set(codes(reading))


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>'
    b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">&b;</Document>'
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<Document", "CM-001"),
        (b"", "CM-001"),
        (BOMB, "CM-002"),
        (b'<!DOCTYPE d SYSTEM "file:///etc/passwd"><d/>', "CM-002"),
        (b"<html/>", "CM-006"),
        (b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"/>', "CM-008"),
    ],
)
def test_files_that_cannot_be_used(data: bytes, code: str) -> None:
    reading = read_camt(data, file="x.xml")
    assert code in codes(reading)
    assert reading.rows_in == reading.rows.num_rows == 0


def test_a_truncated_sample_is_refused_whole() -> None:
    data = (DATA / "camt053.v8.xml").read_bytes()
    assert codes(read_camt(data[: len(data) // 2], file="x.xml")) == ["CM-001"]
    assert looks_like_camt(data)
    assert not looks_like_camt(b"PK\x03\x04")


def test_a_reader_that_loses_an_entry_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camt, "_statements", lambda root: [])
    with pytest.raises(UnbalancedError):
        read_camt((DATA / "camt053.v8.xml").read_bytes(), file="x.xml")
