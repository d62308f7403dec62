"""The chain of parties 参建单位 and the progress payments 工程款支付 that pass along it."""

from __future__ import annotations

from huxin.formats.project_sheet.tables import TableSpec, choice, field_of
from huxin.kernel.texts import N_

__all__ = ["PARTY", "PROGRESS_PAYMENT"]

PARTY = TableSpec(
    "party",
    "参建单位",
    N_("companies and persons that take part, one line each"),
    (
        field_of("role", "text", "角色", "参建角色 单位类型 单位角色 参建类型", meaning=N_("role")),
        field_of(
            "name",
            "text",
            "单位名称",
            "名称 企业名称 公司名称 姓名或名称",
            meaning=N_("name of the company or person"),
        ),
        field_of(
            "credit_code",
            "text",
            "统一社会信用代码",
            "信用代码 社会信用代码",
            meaning=N_("credit code (GB 32100)"),
        ),
        field_of(
            "parent",
            "text",
            "上级单位",
            "发包单位 上家 合同相对方 发包人",
            meaning=N_("name of the party that contracted to it"),
        ),
        field_of(
            "is_person",
            "flag",
            "自然人",
            "是否自然人 个人",
            meaning=N_("a natural person, not a company"),
        ),
        field_of(
            "is_licensed",
            "flag",
            "具备资质",
            "是否具备资质 有资质 资质",
            meaning=N_("holds the qualification for its part"),
        ),
        field_of(
            "listed_on",
            "date",
            "列入失信名单日期",
            "失信联合惩戒名单列入日期 列入名单日期 列入日期",
            meaning=N_("on the list of dishonest employers since"),
        ),
        field_of(
            "joined_on",
            "date",
            "合同签订日期",
            "分包合同签订日期 签约日期 进场日期",
            meaning=N_("contract of its part signed"),
        ),
        field_of(
            "registered_capital_fen",
            "money",
            "注册资本",
            "注册资金",
            meaning=N_("registered capital"),
        ),
    ),
    ("参建各方", "参建单位一览", "parties", "party"),
    {
        "role": choice(
            developer="建设单位 业主 甲方 发包方 开发商",
            general_contractor="施工总承包单位 总包 总承包 总承包单位 施工总承包 施工单位 总包单位",
            subcontractor="分包单位 专业分包单位 专业分包 分包",
            labour_subcontractor="劳务分包单位 劳务分包 劳务公司 劳务单位",
            supervisor="监理单位 监理",
        ),
    },
)

PROGRESS_PAYMENT = TableSpec(
    "progress_payment",
    "工程款支付",
    N_("progress payments, due or made, one line each; also as a file of its own"),
    (
        field_of(
            "payment_no",
            "integer",
            "期次",
            "支付期次 序号 付款期次 期数",
            meaning=N_("running number in the project"),
        ),
        field_of(
            "month",
            "month",
            "所属月份",
            "计量月份 工程月份 月份 产值月份",
            meaning=N_("period of works"),
        ),
        field_of("kind", "text", "款项类别", "款项类型 类别 款项性质", meaning=N_("kind")),
        field_of(
            "output_fen",
            "money",
            "完成产值",
            "完成工程量价款 本期产值 当期产值 工程产值",
            meaning=N_("value of the works completed in the period"),
        ),
        field_of("due_on", "date", "应付日期", "约定支付日期 到期日 应支付日期", meaning=N_("due")),
        field_of(
            "paid_on",
            "date",
            "实付日期",
            "支付日期 实际支付日期 付款日期",
            meaning=N_("paid; not given: not paid"),
        ),
        field_of(
            "amount_fen",
            "money",
            "实付金额",
            "支付金额 实际支付金额 付款金额 工程款金额",
            meaning=N_("amount paid"),
        ),
        field_of(
            "labour_cost_fen",
            "money",
            "其中人工费",
            "拨付专户人工费 人工费用 拨付人工费 转入专户金额",
            meaning=N_("of it moved to the special account"),
        ),
    ),
    (
        "工程款",
        "工程进度款",
        "进度款支付",
        "工程款支付台账",
        "progress_payments",
        "progress_payment",
    ),
    {
        "kind": choice(
            advance="预付款 工程预付款",
            progress="进度款 工程进度款",
            final="结算款 竣工结算款 尾款",
        ),
    },
)
