"""What secures the wages: deposit 工资保证金, guarantees 担保, the signboard 维权告示牌; and what
courts did to that money 司法措施.
"""

from __future__ import annotations

from huxin.formats.project_sheet.tables import TableSpec, choice, field_of
from huxin.kernel.texts import N_

__all__ = ["COURT_MEASURE", "DEPOSIT", "GUARANTEE", "SIGNBOARD", "SIGNBOARD_WORDS"]

DEPOSIT = TableSpec(
    "deposit",
    "工资保证金",
    N_("the wage deposit of the project, one line"),
    (
        field_of("form", "text", "存储形式", "缴存形式 形式 保证金形式 方式", meaning=N_("form")),
        field_of(
            "stored_fen",
            "money",
            "存储金额",
            "缴存金额 保证金金额 金额",
            meaning=N_("amount stored or guaranteed"),
        ),
        field_of(
            "stored_on", "date", "存储日期", "缴存日期 保函出具日期", meaning=N_("day stored")
        ),
        field_of(
            "clean_years",
            "integer",
            "无欠薪年数",
            "连续无欠薪年数 未发生拖欠年数",
            meaning=N_("years without arrears before, as the authority states them"),
        ),
        field_of(
            "had_arrears",
            "flag",
            "曾有欠薪",
            "两年内有欠薪 前两年发生拖欠",
            meaning=N_("the contractor had arrears in the two years before"),
        ),
        field_of(
            "is_listed",
            "flag",
            "列入失信名单",
            "是否列入失信名单",
            meaning=N_("the contractor is on the list of dishonest employers"),
        ),
        field_of("used_fen", "money", "动用金额", "使用金额", meaning=N_("drawn to pay wages")),
        field_of("used_on", "date", "动用日期", "使用日期", meaning=N_("day drawn")),
        field_of(
            "notice_on",
            "date",
            "支付通知日期",
            "支付通知书日期 通知银行日期",
            meaning=N_("notice to pay sent to the bank"),
        ),
        field_of(
            "bank_paid_on",
            "date",
            "银行支付日期",
            "银行付款日期",
            meaning=N_("bank paid after the notice"),
        ),
        field_of("topped_up_on", "date", "补足日期", "补存日期", meaning=N_("made full again")),
        field_of(
            "return_applied_on",
            "date",
            "申请返还日期",
            "返还申请日期 退还申请日期",
            meaning=N_("return applied for"),
        ),
        field_of("returned_on", "date", "返还日期", "退还日期", meaning=N_("returned")),
    ),
    ("保证金", "农民工工资保证金", "deposit"),
    {
        "form": choice(
            cash="现金 现金存储 专户存储 银行存款",
            bank_guarantee="银行保函 保函",
            insurance="工程保证保险 保证保险 保险",
            guarantee_fund="企业欠薪保障金 欠薪保障金",
            third_party="第三方担保 担保公司担保 担保",
            exempt="免存 免缴 免于存储",
            none="未存储 未缴存 无",
        ),
    },
)

GUARANTEE = TableSpec(
    "guarantee",
    "担保",
    N_("guarantees and letters of guarantee, one line each"),
    (
        field_of(
            "guarantee_no",
            "integer",
            "序号",
            "担保序号 编号",
            meaning=N_("running number in the project"),
        ),
        field_of(
            "kind", "text", "担保类别", "担保类型 类别 担保种类", meaning=N_("what it secures")
        ),
        field_of(
            "number", "text", "保函编号", "担保编号 保函号", meaning=N_("number of the letter")
        ),
        field_of(
            "issuer",
            "text",
            "出具机构",
            "保函出具机构 担保机构 开立机构 出函银行",
            meaning=N_("who issued the letter"),
        ),
        field_of("amount_fen", "money", "担保金额", "金额 保函金额", meaning=N_("amount")),
        field_of("from_on", "date", "生效日期", "起始日期 开始日期", meaning=N_("runs from")),
        field_of(
            "to_on", "date", "到期日期", "失效日期 终止日期 有效期至 到期日", meaning=N_("runs to")
        ),
    ),
    ("担保保函", "工程款支付担保", "guarantees", "guarantee"),
    {
        "kind": choice(
            owner_payment="工程款支付担保 业主支付担保 支付担保",
            wage_deposit="工资保证金保函 工资保证金担保 保证金保函",
        ),
    },
)

COURT_MEASURE = TableSpec(
    "court_measure",
    "司法措施",
    N_("what courts did to the money kept for wages, one line each"),
    (
        field_of(
            "measure_no", "integer", "序号", "编号", meaning=N_("running number in the project")
        ),
        field_of("held", "text", "资金", "资金类别 账户类别", meaning=N_("what money it hit")),
        field_of("kind", "text", "措施", "措施类别 措施种类", meaning=N_("what was done")),
        field_of("on", "date", "措施日期", "日期 送达日期", meaning=N_("day of the measure")),
        field_of("amount_fen", "money", "金额", "涉及金额 冻结金额", meaning=N_("amount")),
        field_of(
            "serves_wages",
            "flag",
            "为本项目工资执行",
            "是否为支付本项目工资",
            meaning=N_("it is for this project's wages"),
        ),
        field_of(
            "lifted_on",
            "date",
            "解除日期",
            "解封日期 退回日期",
            meaning=N_("released or paid back"),
        ),
    ),
    ("法院措施", "court_measures", "court_measure"),
    {
        "held": choice(
            special_account="工资专用账户 农民工工资专用账户 专用账户 专户",
            wage_deposit="工资保证金 农民工工资保证金 保证金",
        ),
        "kind": choice(seal="查封", freeze="冻结", deduct="划拨 扣划 划扣"),
    },
)

SIGNBOARD_WORDS = choice(
    developer="建设单位",
    general_contractor="施工总承包单位 总包单位 总承包单位",
    subcontractors="分包单位",
    regulator="监管部门 行业监管部门 行业主管部门",
    labour_wage_officer="劳资专管员",
    minimum_wage="最低工资标准",
    pay_day="工资支付日期 工资发放日期",
    regulator_phone="监管部门电话 行业监管部门投诉举报电话 主管部门电话",
    inspection_phone="劳动监察电话 劳动保障监察投诉举报电话 监察电话",
    arbitration="劳动争议调解仲裁申请渠道 仲裁渠道 调解仲裁渠道",
    legal_aid="法律援助申请渠道 法律援助渠道 法律援助",
    service_line="公共法律服务热线 服务热线",
)

SIGNBOARD = TableSpec(
    "signboard",
    "维权告示牌",
    N_("the signboard of the project, one line"),
    (
        field_of("put_up_on", "date", "设立日期", "设置日期 立牌日期", meaning=N_("put up")),
        field_of(
            "photo_on", "date", "照片备案日期", "照片日期 拍照日期", meaning=N_("photo filed")
        ),
        field_of("checked_on", "date", "检查日期", "核查日期", meaning=N_("last checked")),
        field_of(
            "items",
            "text",
            "公示内容",
            "牌面内容 告示内容 items",
            meaning=N_("what stands on it, separated by 、"),
        ),
        *(
            field_of(
                f"shows_{label}",
                "flag",
                f"载明{said[0]}",
                " ".join((*said, label)),
                meaning=N_("this stands on the signboard"),
            )
            for label, said in SIGNBOARD_WORDS.items()
        ),
    ),
    ("告示牌", "维权信息告示牌", "signboard"),
)
