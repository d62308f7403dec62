# ruff: noqa: E501 -- Chinese and English of one text stand on one line
"""A report made by hand: three sites, four rules, one of every thing that a renderer shows."""

from __future__ import annotations

import datetime as dt

from huxin.check.model import (
    Answer,
    Article,
    FileLine,
    Group,
    Input,
    Item,
    Liable,
    Method,
    Pack,
    Parameter,
    Report,
    RuleCard,
    Site,
    Step,
    Subject,
    Trouble,
    Unknown,
    Words,
    plain,
)
from huxin.kernel.texts import Fen, Month

AS_OF = dt.date(2025, 7, 31)
PLACE = Words("山西省忻州市代县", "Daixian, Xinzhou, Shanxi")

ART14 = Article(
    "CN-724-14",
    Words("保障农民工工资支付条例 第十四条", "Decree 724, article 14"),
    Words("工资支付日不得迟于次月。", "Wages are paid in the current or the next period."),
)
ART8 = Article(
    "CN-D65-8",
    Words("工程建设领域农民工工资保证金规定 第八条", "Deposit rules, article 8"),
    Words(
        "自取得施工许可证之日起20个工作日内存储。", "Stored within 20 working days of the permit."
    ),
    to_verify=True,
)


def card(number: str, zh: str, en: str, severity: str, family: str, article: Article) -> RuleCard:
    return RuleCard(
        id=number,
        title=Words(zh, en),
        summary=Words(f"{zh}。", f"{en}."),
        remedy=Words("责令限期补足，逾期移送劳动保障监察。", "Order to make good; else hand to inspection."),
        severity=severity,
        scope="project_key worker_key month",
        family=family,
        articles=(article,),
        published=("GZ-05",),
        parameters=(
            Parameter(
                "wage.latest_pay_month_offset", 140923, plain("1 个月"), "months",
                Words("最迟发放月", "Latest month of payment"), ("CN-724-14",),
            ),
        ),
        counts={"hit": 3, "clear": 120, "not_applicable": 4, "cannot_tell": 1},
    )  # fmt: skip


RULES = {
    each.id: each
    for each in (
        card("ARR-01", "应发未发工资", "Wages due and unpaid", "red", "arrears", ART14),
        card("ARR-02", "工资少发", "Wages paid short", "orange", "arrears", ART14),
        card("DEP-01", "工资保证金未存储", "Wage deposit not stored", "yellow", "deposit", ART8),
        card("SGN-01", "维权告示牌缺项", "Signboard lacks items", "blue", "signboard", ART8),
    )
}

LIABLE = Liable(
    owes=Words("忻州恒建劳务有限公司（分包单位）", "Hengjian Labour Co. (subcontractor)"),
    pays_first=Words(
        "山西宏远建设集团（施工总承包单位）", "Hongyuan Construction (general contractor)"
    ),
    cap=Words(
        "建设单位以未结清的工程款为限先行垫付 80,000.00 元",
        "Developer advances up to 80,000.00 yuan",
    ),
    recourse=Words(
        "总包单位清偿后可向分包单位追偿",
        "The general contractor may recover from the subcontractor",
    ),
    reasons=(),
    articles=(ART14,),
)


def step(by: dt.date | None) -> Step:
    derivation = (
        Words("自 2025-07-31 起 5 个工作日", "5 working days from 2025-07-31") if by else None
    )
    return Step(RULES["ARR-01"].remedy, by, derivation)


def item(
    number: int,
    rule: str,
    site: int,
    fen: int,
    month: int | None,
    people: int = 1,
    **changes: object,
) -> Item:
    worker = month is not None
    name, zh, en = (
        ("张*", f"2025年{month}月", f"2025-{month:02d}") if month is not None else ("", "", "")
    )
    return Item(
        key=f"{rule}-{number:012x}",
        rule=rule,
        severity=RULES[rule].severity,
        subject=Subject(
            site,
            Words(zh, en),
            name,
            "1409**********1234" if worker else "",
            dt.date(2025, month, 1) if month is not None else None,
        ),
        amount_fen=fen,
        people=people,
        since=dt.date(2025, (month or 3) + 1, 1),
        says=Words(
            "实发 5,600.00 元，已付 0.00 元，尚欠 5,600.00 元。",
            "Net 5,600.00 yuan, paid 0.00, owed 5,600.00.",
        ),
        inputs=(
            Input("net_fen", Words("实发工资", "Net pay"), Fen(560_000)),
            Input("paid_fen", Words("已付", "Paid"), Fen(560_000 - fen)),
            Input("month", Words("工资月份", "Month"), Month(2025, month or 1, 1)),
        ),
        liable=LIABLE if worker else None,
        step=step(dt.date(2025, 8, 7) if site != 2 else dt.date(2025, 7, 1) if worker else None),
    )


def site(number: int, zh: str, en: str, fen: int, people: int) -> Site:
    return Site(
        number=number,
        key=number,
        folder=f"site-{number:02d}",
        name=Words(zh, en),
        place=140923,
        place_name=PLACE,
        workers=62,
        owed_people=people,
        owed_fen=fen,
        owed_since=dt.date(2025, 3, 1) if fen else None,
        findings={"red": people, "orange": 0, "yellow": 1 if fen else 0, "blue": 0},
        files=7,
        rows_in=500,
        rows_rejected=2,
    )


def report() -> Report:
    """The whole sample."""
    groups = tuple(
        Group(
            item(n, "ARR-01", 1 + n % 2, 560_000 - n, 3 + n % 4),
            (item(n + 100, "ARR-02", 1, 120_000, 3),) if n == 0 else (),
        )
        for n in range(7)
    )
    groups += (
        Group(item(20, "DEP-01", 2, 9_000_000, None, people=0)),
        Group(item(21, "SGN-01", 3, 0, None, people=0)),
    )
    return Report(
        as_of=AS_OF,
        place=140923,
        place_name=PLACE,
        answer=Answer(
            126, 123_456_789, dt.date(2025, 3, 1), 2, 3, 186, len(groups),
            ((dt.date(2025, 3, 1), 26, 20_000_000), (dt.date(2025, 4, 1), 100, 103_456_789)), 540,
        ),
        sites=(
            site(1, "代县滨河新区安置房一期工程", "Binhe resettlement housing, phase 1", 93_456_789, 82),
            site(2, "代县实验中学迁建项目", "Daixian experimental school", 30_000_000, 44),
            site(3, "108国道代县段改造工程", "National road 108, Daixian section", 0, 0),
        ),
        rules=RULES,
        families=(
            ("arrears", Words("工资拖欠", "Wage arrears")),
            ("deposit", Words("工资保证金", "Wage deposit")),
            ("signboard", Words("维权告示牌", "Signboard")),
        ),
        groups=groups,
        files=(
            FileLine(1, "site-01/工资表-2025年3月.xlsx", "wage_sheet", Words("工资表", "Wage sheet"), 64, 62, 2, 5),
            FileLine(2, "site-02/花名册.xlsx", "roster", Words("花名册", "Roster"), 62, 62, 0, 3),
        ),
        troubles=(
            Trouble(
                "WS-001", "error", 2, 2,
                Words("第 17 行：身份证号在表里存成了数字，后几位已经丢失。", "Line 17: the identity number was stored as a number; digits are lost."),
                Words("请把该列设为“文本”后重新填写。", "Set the column to text and type it again."),
                ("site-01/工资表-2025年3月.xlsx F17", "site-01/工资表-2025年3月.xlsx F18"),
            ),
        ),
        unknown=(
            Unknown("DEP-01", "deposit.rate", Words("当地未设定：工资保证金存储比例", "Not set here: deposit rate"), 3, (ART8,)),
        ),
        method=Method("2026.11.0", "2026.11-0123456789ab", tuple(RULES), (Pack("cn", Words("国家规定", "National rules"), "2025-01"),), masked=True),
    )  # fmt: skip


__all__ = ["AS_OF", "plain", "report"]
