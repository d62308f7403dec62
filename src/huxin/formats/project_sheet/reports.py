"""Figures and papers about the project: indicators 指标, complaints 投诉线索, deliveries 报送."""

from __future__ import annotations

from dataclasses import replace

from huxin.formats.project_sheet.tables import TableSpec, choice, field_of
from huxin.kernel.texts import N_

__all__ = [
    "COMPLAINT", "COUNT_KINDS", "FEED_DELIVERY", "FIGURE_LIST", "INDICATOR", "SHARE_KINDS",
]  # fmt: skip

COUNT_KINDS = ("power_used", "opinion_leads", "disputes", "petitions")
SHARE_KINDS = ("progress_planned_ppm", "progress_actual_ppm")

INDICATOR = TableSpec(
    "indicator",
    "指标",
    N_("figures about the project or the employer, one line per figure and month"),
    (
        field_of("kind", "text", "指标名称", "指标 指标类别 名称", meaning=N_("what is measured")),
        field_of("month", "month", "月份", "所属月份 统计月份 期间", meaning=N_("month")),
        field_of(
            "value",
            "text",
            "数值",
            "值 指标值 金额",
            meaning=N_("yuan, a share such as 35%, or a count, as the kind of figure asks"),
        ),
    ),
    ("预警指标", "经营指标", "indicators", "indicator"),
    {
        "kind": choice(
            water_fee_owed="欠缴水费 水费欠缴 拖欠水费",
            power_fee_owed="欠缴电费 电费欠缴 拖欠电费",
            gas_fee_owed="欠缴燃气费 燃气费欠缴 欠缴气费 拖欠燃气费",
            rent_owed="欠缴租金 拖欠租金 租金欠缴",
            property_fee_owed="欠缴物业费 拖欠物业费",
            tax_owed="欠缴税款 欠税 拖欠税款",
            tax_paid="已缴税款 纳税额 缴税额",
            loan_overdue="逾期贷款 贷款逾期",
            social_insurance_owed="欠缴社会保险费 欠缴社保 拖欠社保费",
            cash_flow="现金流 经营现金流 现金流量",
            power_used="用电量 耗电量",
            progress_planned_ppm="计划进度 计划形象进度",
            progress_actual_ppm="实际进度 实际形象进度 形象进度",
            opinion_leads="舆情线索 舆情线索数",
            disputes="劳动争议 纠纷 争议数 纠纷数",
            petitions="信访 信访件数 上访",
        ),
    },
)

_VALUE = INDICATOR.field("value")
FIGURE_LIST = TableSpec(
    "figure_list",
    "经营指标清单",
    N_("figures about many firms and projects, one line per firm or project, figure and month"),
    (
        field_of("firm_code", "text", "统一社会信用代码", "社会信用代码 信用代码 单位信用代码",
                 meaning=N_("credit code of the firm")),
        field_of("firm", "text", "单位名称", "企业名称 用人单位 用户名称 纳税人名称 借款人",
                 meaning=N_("full name of the firm")),
        field_of("project_code", "text", "项目编号", "项目编码 工程编号 项目代码",
                 meaning=N_("code of the project")),
        field_of("kind", "text", "指标名称", "指标 指标类别 经营指标",
                 meaning=N_("what is measured")),
        field_of("month", "month", "月份", "所属月份 统计月份 所属期", meaning=N_("month")),
        replace(_VALUE, aliases=("指标值", "本月数", "欠缴金额")),
        field_of("reason", "text", "更正原因", "更正说明",
                 meaning=N_("why an earlier figure was wrong, where this one corrects it")),
    ),
    choices=INDICATOR.choices,
)  # fmt: skip

COMPLAINT = TableSpec(
    "complaint",
    "投诉线索",
    N_("complaints, clues and demands about the project; who made them is not asked"),
    (
        field_of("kind", "text", "类别", "线索类别 类型", meaning=N_("kind")),
        field_of(
            "received_on",
            "date",
            "收到日期",
            "受理登记日期 接收日期 来件日期",
            meaning=N_("received"),
        ),
        field_of(
            "people",
            "integer",
            "涉及人数",
            "人数",
            meaning=N_("how many workers it concerns"),
        ),
        field_of("amount_fen", "money", "涉及金额", "金额 欠薪金额", meaning=N_("wages claimed")),
        field_of("accepted_on", "date", "受理日期", meaning=N_("accepted")),
        field_of("filed_on", "date", "立案日期", meaning=N_("filed as a case")),
        field_of(
            "reported_on",
            "date",
            "企业报告日期",
            "报告日期",
            meaning=N_("reported by developer and general contractor"),
        ),
        field_of(
            "order_on", "date", "责令支付日期", "责令限期支付日期", meaning=N_("ordered to pay")
        ),
        field_of(
            "order_limit_on",
            "date",
            "限期届满日期",
            "责令期限 限期至",
            meaning=N_("limit of the order"),
        ),
        field_of("resolved_on", "date", "办结日期", "化解日期 解决日期", meaning=N_("resolved")),
    ),
    ("投诉举报", "投诉", "complaints", "complaint"),
    {
        "kind": choice(
            complaint="投诉 投诉举报 举报",
            clue="线索 欠薪线索",
            group_demand="集体讨薪 群体讨薪 集体访",
            arbitration="仲裁 劳动仲裁",
        ),
    },
)

FEED_DELIVERY = TableSpec(
    "feed_delivery",
    "报送",
    N_("deliveries of the feeds and reports that the document requires, one line each"),
    (
        field_of(
            "feed", "text", "报送事项", "事项 报表名称 报送内容", meaning=N_("feed or report")
        ),
        field_of("month", "month", "所属月份", "月份 报送期间", meaning=N_("period it reports on")),
        field_of(
            "due_on",
            "date",
            "应报日期",
            "报送期限 截止日期",
            meaning=N_("day by which it is to be delivered"),
        ),
        field_of(
            "delivered_on",
            "date",
            "报送日期",
            "实际报送日期 上报日期",
            meaning=N_("delivered; not given: not delivered"),
        ),
    ),
    ("报送记录", "信息报送", "feed_deliveries", "feed_delivery"),
)
