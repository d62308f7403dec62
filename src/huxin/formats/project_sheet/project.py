"""The project itself 项目信息: place, price, dates, special account and what was agreed on pay."""

from __future__ import annotations

from huxin.formats.project_sheet.tables import TableSpec, choice, field_of, share
from huxin.kernel.texts import N_

__all__ = ["PROJECT"]

_IDENTITY = (
    field_of(
        "name",
        "text",
        "项目名称",
        "工程名称 工程项目名称 项目全称 工程项目",
        meaning=N_("name of the project"),
    ),
    field_of("code", "text", "项目编码", "项目编号 项目代码 工程编码", meaning=N_("code")),
    field_of(
        "place",
        "text",
        "行政区划代码",
        "项目所在地代码 所在地区划代码 项目所在地 所在地 区划代码 建设地点代码",
        meaning=N_("six-digit division code (GB/T 2260) of the place of works"),
    ),
    field_of("sector", "text", "工程类别", "行业类别 行业 工程行业 所属行业", meaning=N_("sector")),
    field_of(
        "funding", "text", "投资主体", "资金来源 投资性质 投资类型", meaning=N_("who invests")
    ),
    field_of("state", "text", "项目状态", "工程状态 状态 施工状态", meaning=N_("state of works")),
    field_of(
        "contract_price_fen",
        "money",
        "合同造价",
        "合同价 合同价款 合同金额 工程造价 工程合同价 合同总价 工程施工合同额",
        meaning=N_("contract price"),
    ),
)

_DATES = (
    field_of(
        "contract_signed_on",
        "date",
        "施工合同签订日期",
        "合同签订日期 施工合同日期",
        meaning=N_("works contract signed"),
    ),
    field_of(
        "permit_on",
        "date",
        "施工许可日期",
        "施工许可证日期 施工许可证发证日期 施工许可证取得日期",
        meaning=N_("construction permit issued"),
    ),
    field_of(
        "permit_number",
        "text",
        "施工许可证号",
        "施工许可证编号 许可证编号",
        meaning=N_("number of the construction permit"),
    ),
    field_of(
        "permit_waived",
        "flag",
        "免办施工许可",
        "无需施工许可 免施工许可",
        meaning=N_("no construction permit is needed"),
    ),
    field_of("started_on", "date", "开工日期", "实际开工日期", meaning=N_("works started")),
    field_of(
        "planned_end_on",
        "date",
        "合同竣工日期",
        "计划竣工日期 计划完工日期 合同完工日期 约定竣工日期",
        meaning=N_("completion by contract"),
    ),
    field_of(
        "completed_on",
        "date",
        "实际竣工日期",
        "竣工日期 完工日期 实际完工日期",
        meaning=N_("works completed"),
    ),
    field_of(
        "funds_proven",
        "flag",
        "资金落实证明",
        "建设资金落实 资金安排证明 有资金落实证明",
        meaning=N_("proof that the construction money is there"),
    ),
)

_SITE = (
    field_of(
        "registered_on",
        "date",
        "实名平台登记日期",
        "实名制平台登记日期 平台登记日期 实名制登记日期",
        meaning=N_("entered on the real-name platform"),
    ),
    field_of(
        "attendance_device_on",
        "date",
        "考勤设备启用日期",
        "考勤机启用日期 考勤设备安装日期",
        meaning=N_("attendance device in use since"),
    ),
    field_of(
        "has_labour_wage_officer",
        "flag",
        "配备劳资专管员",
        "劳资专管员 是否配备劳资专管员",
        meaning=N_("a labour-wage officer is posted"),
    ),
    field_of(
        "has_rights_centre",
        "flag",
        "设立维权中心",
        "维权中心 农民工维权中心 设立维权工作室 设立劳务办公室",
        meaning=N_("a site rights centre or labour office exists"),
    ),
)

_ACCOUNT = (
    field_of(
        "account_number",
        "card",
        "专户账号",
        "工资专用账户账号 农民工工资专用账户账号 专用账户账号 工资专户账号",
        meaning=N_("number of the wage special account"),
    ),
    field_of(
        "account_name",
        "text",
        "专户名称",
        "工资专用账户名称 专用账户名称 专户户名",
        meaning=N_("name of the wage special account"),
    ),
    field_of(
        "account_bank",
        "text",
        "专户开户行",
        "专户开户银行 专用账户开户银行 开户银行",
        meaning=N_("bank of the wage special account"),
    ),
    field_of(
        "account_opened_on",
        "date",
        "专户开立日期",
        "专户开设日期 专用账户开立日期 开户日期",
        meaning=N_("wage special account opened"),
    ),
    field_of(
        "account_filed_on",
        "date",
        "专户备案日期",
        "专用账户备案日期",
        meaning=N_("wage special account filed with the authority"),
    ),
    field_of(
        "account_agreement_on",
        "date",
        "三方协议签订日期",
        "资金管理三方协议签订日期 三方监管协议日期",
        meaning=N_("tri-party agreement on the account signed"),
    ),
    field_of(
        "account_name_matches",
        "flag",
        "专户名称合规",
        "专户名称规范 账户名称合规",
        meaning=N_("the account's name is contractor, project and 农民工工资专用账户"),
    ),
    field_of(
        "account_closed_on",
        "date",
        "专户撤销日期",
        "专户销户日期 专用账户撤销日期",
        meaning=N_("wage special account closed"),
    ),
    field_of(
        "account_notice_days",
        "integer",
        "撤销公示天数",
        "销户公示天数 专户撤销公示天数",
        meaning=N_("days of public notice before closing"),
    ),
)

_AGREED = (
    field_of(
        "pay_day",
        "integer",
        "工资发放日",
        "工资支付日 每月发薪日 发薪日",
        meaning=N_("agreed day of the month on which wages are paid"),
    ),
    field_of(
        "pay_month_offset",
        "integer",
        "发放月份",
        "当月或次月发放 发薪月份",
        meaning=N_("当月 (0): paid in the month worked; 次月 (1): in the next"),
    ),
    field_of(
        "labour_cost_day",
        "integer",
        "人工费拨付日",
        "人工费用拨付日 人工费用拨付日期",
        meaning=N_("agreed day of the month on which the developer pays labour cost"),
    ),
    field_of(
        "labour_cost_fen",
        "money",
        "每月人工费金额",
        "每月人工费用 约定人工费金额 人工费数额",
        meaning=N_("agreed monthly labour cost"),
    ),
    share(
        "labour_cost_share_ppm",
        "人工费比例",
        "人工费用比例 人工费占进度款比例 约定人工费比例",
        meaning=N_("agreed share of progress payments that is labour cost"),
    ),
    field_of(
        "labour_cost_cycle_months",
        "integer",
        "人工费拨付周期",
        "人工费用拨付周期 拨付周期",
        meaning=N_("agreed cycle of labour-cost payments in months"),
    ),
    field_of(
        "has_measuring_term",
        "flag",
        "约定计量周期",
        "合同约定计量周期",
        meaning=N_("works contract fixes the measuring cycle"),
    ),
    field_of(
        "has_settlement_term",
        "flag",
        "约定结算方式",
        "合同约定结算办法 约定结算办法",
        meaning=N_("works contract fixes the settlement method"),
    ),
    field_of(
        "has_labour_cost_term",
        "flag",
        "约定人工费条款",
        "合同约定人工费用 约定人工费用拨付",
        meaning=N_("works contract fixes date and amount or share of labour cost"),
    ),
    field_of(
        "has_wage_priority_term",
        "flag",
        "约定工资优先条款",
        "约定工资优先支付 工资优先支付条款",
        meaning=N_("works contract has the wage-priority clause"),
    ),
    field_of(
        "contractor_financed",
        "flag",
        "垫资施工",
        "施工单位垫资 是否垫资",
        meaning=N_("the contractor has to finance the works"),
    ),
)

PROJECT = TableSpec(
    "project",
    "项目信息",
    N_("the project, one line per item: name in the first column, value in the second"),
    (*_IDENTITY, *_DATES, *_SITE, *_ACCOUNT, *_AGREED),
    ("工程信息", "项目基本信息", "项目概况", "工程概况", "project"),
    {
        "sector": choice(
            building="房屋建筑 房建 建筑 房屋建筑工程 建筑工程 住建",
            municipal="市政 市政工程 市政公用",
            transport="交通 公路 交通工程 公路工程 交通运输",
            water="水利 水利工程 水务",
            railway="铁路 铁路工程 轨道交通",
            mine="矿山 煤矿 矿山工程 非煤矿山",
            ore_dressing="选厂 选矿厂",
            tourism="旅游 文旅 旅游开发 文旅工程",
            other="其他 其它",
        ),
        "funding": choice(
            government="政府投资 政府 财政 财政资金 政府工程",
            state_owned="国有企业投资 国企 国有 国有投资 国有企业",
            private="社会投资 民间投资 民营 企业投资 私营 自筹",
        ),
        "state": choice(
            building="在建 施工中 正在施工",
            paused="停工 暂停 停建",
            completed="完工 竣工 已完工 已竣工",
            settled="已结算 结算 已办结算",
        ),
        "pay_month_offset": choice(**{"0": "当月 本月", "1": "次月 下月"}),
    },
)
