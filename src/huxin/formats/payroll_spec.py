"""The spec of payroll results: fields, codes, and the words banks use for states and channels."""

from __future__ import annotations

from huxin.formats.base import FindingCode, Severity
from huxin.formats.spec import FieldSpec, FormatSpec
from huxin.formats.wordlist import words
from huxin.kernel.texts import N_

__all__ = ["CHANNEL_WORDS", "SPEC", "STATE_WORDS"]

STATE_UNKNOWN = FindingCode(
    "PR-001",
    Severity.WARNING,
    N_("Line {line}: the state is none that is known; it was taken as unknown, not as paid."),
    N_("Ask the bank what became of the payment and write 成功, 失败 or 退回."),
)
NO_STATE = FindingCode(
    "PR-002",
    Severity.WARNING,
    N_("{file} {sheet} says of no line what became of it; all are taken as unknown."),
    N_("Ask the bank for the result list, not for the list that was handed in."),
)
SUM_DIFFERS = FindingCode(
    "PR-003",
    Severity.WARNING,
    N_("{file} {sheet}: the stated total is {stated}, the lines make {found}."),
    N_("Lines are missing, refused or changed: compare with the bank's list of the batch."),
)
NUMBER_DIFFERS = FindingCode(
    "PR-004",
    Severity.WARNING,
    N_("{file} {sheet}: the stated number of payments is {stated}, there are {found}."),
    N_("Lines are missing or stand twice: compare with the bank's list of the batch."),
)
NOT_POSITIVE = FindingCode(
    "PR-005",
    Severity.ERROR,
    N_("Line {line} was refused: a payment must be more than nothing."),
    N_("Correct the amount; returned money stands as a positive amount with state 退回."),
    refuses=True,
)
NO_HEADER = FindingCode(
    "PR-006",
    Severity.NOTE,
    N_("{file} has no header; its columns were known by what stands in them."),
    N_("Nothing to do if the columns named in the explanation of headers are right."),
)

STATE_WORDS = {
    "paid": words(
        """成功 交易成功 处理成功 已入账 入账成功 已发放 发放成功 代发成功 已支付 付款成功 入账
        已到账 S SUCCESS 正常 完成"""
    ),
    "failed": words(
        """失败 交易失败 处理失败 发放失败 代发失败 入账失败 付款失败 未成功 不成功 拒绝
        F FAIL FAILED"""
    ),
    "returned": words("退回 已退回 退汇 已退汇 退票 已退票 冲回 R RETURNED"),
    "unknown": words("处理中 待处理 未知 可疑 待确认 已受理 提交成功 已提交 L 银行处理中 在途"),
}
CHANNEL_WORDS = {
    "special_account": words("专户代发 专户 工资专户 专用账户 专用账户代发 银行代发 代发"),
    "other_account": words("其他账户 一般户 基本户 公户 对公转账 个人转账 网银转账 微信 支付宝"),
    "cash": words("现金 现金发放"),
    "in_kind": words("实物 有价证券 实物抵付 以物抵薪"),
}

SPEC = FormatSpec(
    id="payroll_result",
    title=N_("Payroll result list (代发结果)"),
    kinds=("xlsx", "xls", "csv", "txt"),
    fields=(
        FieldSpec(
            "batch",
            "text",
            "批次号",
            words("批次 代发批次 批次编号 批号 业务批次号"),
            sheet_level=True,
            meaning=N_("number of the batch, in a column or above the header"),
        ),
        FieldSpec(
            "seq",
            "text",
            "序号",
            words("明细序号 编号 顺序号 明细号"),
            meaning=N_("running number"),
        ),
        FieldSpec(
            "name",
            "name",
            "姓名",
            words("户名 收款户名 收款人 收款人户名 收款人姓名 客户姓名 账户名称 收款人名称"),
            meaning=N_("payee"),
        ),
        FieldSpec(
            "identity",
            "identity",
            "身份证号",
            words("证件号码 身份证 身份证号码 证件号 客户证件号"),
            meaning=N_("identity number"),
        ),
        FieldSpec(
            "card",
            "card",
            "银行卡号",
            words(
                "账号 帐号 收款账号 卡号 收款卡号 收款人账号 收款帐号 工资卡号 银行账号 代发账号"
            ),
            meaning=N_("card or account that was to be credited"),
        ),
        FieldSpec(
            "amount_fen",
            "money",
            "金额",
            words("交易金额 代发金额 发放金额 实发金额 应发金额 付款金额 入账金额 发放额 转账金额"),
            required=True,
            unit="fen",
            meaning=N_("amount"),
        ),
        FieldSpec(
            "month",
            "month",
            "工资月份",
            words("工资所属月份 所属月份 月份 发放月份 工资所属期"),
            sheet_level=True,
            meaning=N_("month worked, in a column, above the header or in the title"),
        ),
        FieldSpec(
            "paid_on",
            "date",
            "交易日期",
            words(
                """发放日期 入账日期 处理日期 付款日期 代发日期 支付日期 到账日期 日期
                入账时间 交易时间"""
            ),
            sheet_level=True,
            meaning=N_("day of the bank's answer"),
        ),
        FieldSpec(
            "state",
            "text",
            "处理状态",
            words(
                "状态 交易状态 处理结果 交易结果 发放状态 结果 代发状态 代发结果 发放结果 入账状态"
            ),
            meaning=N_("what became of it"),
        ),
        FieldSpec(
            "reason",
            "text",
            "失败原因",
            words("原因 备注 错误信息 返回信息 失败信息 附言 退回原因 摘要 处理信息 说明"),
            meaning=N_("the bank's reason"),
        ),
        FieldSpec(
            "channel",
            "text",
            "发放渠道",
            words("渠道 发放方式 支付方式 代发渠道"),
            meaning=N_("from which account or in which way; not given is not known"),
        ),
    ),
    codes=(STATE_UNKNOWN, NO_STATE, SUM_DIFFERS, NUMBER_DIFFERS, NOT_POSITIVE, NO_HEADER),
    needs=(("name", "card", "identity"), ("amount_fen",), ("state", "reason", "batch")),
    telling=("state", "batch", "reason"),
    titles=words("代发 回单 发放结果 代发结果 批量 发放明细 代发明细"),
    foreign=words(
        "余额 应发工资 实发工资 工种 班组 借方发生额 贷方发生额 对方户名 出勤天数 日工资"
    ),
    recognised=N_(
        "A payee, an amount and a state, reason or batch among the headings; or text with `|` in "
        "which such columns can be told without a header."
    ),
    notes=(N_("Stated totals (笔数, 总金额, 合计) above or below the list are compared with it."),),
)
