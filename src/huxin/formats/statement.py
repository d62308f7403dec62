"""What every statement of an account says, whichever way it comes: fields and kinds of entries.

The kind of an entry is recognised from the bank's own transaction code where there is one, else
from words of the remark (摘要、用途、附言). Both lists are data here and stand in the reference
page; an entry that neither knows is `other`, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import pyarrow as pa

from huxin.formats.base import Reading
from huxin.formats.spec import FieldSpec, FieldType
from huxin.formats.wordlist import words
from huxin.kernel.texts import N_

__all__ = ["BALANCE_FIELDS", "BANK_CODES", "FIELDS", "KIND_WORDS", "Direction", "KindWords",
           "StatementReading", "kind_of"]  # fmt: skip

Direction: TypeAlias = Literal["credit", "debit", "both"]


def _derived(name: str, kind: FieldType, header: str, meaning: str = "") -> FieldSpec:
    return FieldSpec(name, kind, header, meaning=meaning, derived=True)


FIELDS = (
    FieldSpec("seq", "text", "序号", words("编号 笔数"), meaning=N_("running number")),
    FieldSpec(
        "booked_on",
        "date",
        "交易日期",
        words("""记账日期 交易时间 入账日期 交易日 日期 记账日 账务日期 会计日期 发生日期
              交易日期时间 BookingDate"""),
        required=True,
        meaning=N_("booking day"),
    ),
    FieldSpec(
        "debit_fen",
        "money",
        "借方发生额",
        words("""支出 支出金额 借方金额 借方 转出金额 付款金额 支取金额 借方发生额(支取) 支出(借)
              借方发生金额 Debit"""),
        unit="fen",
        meaning=N_("money out; seen from the bank's books a debit of the account"),
    ),
    FieldSpec(
        "credit_fen",
        "money",
        "贷方发生额",
        words("""收入 收入金额 贷方金额 贷方 转入金额 收款金额 存入金额 贷方发生额(收入) 收入(贷)
              贷方发生金额 Credit"""),
        unit="fen",
        meaning=N_("money in; seen from the bank's books a credit of the account"),
    ),
    FieldSpec(
        "amount_fen",
        "money",
        "交易金额",
        words("发生额 金额 交易额 Amount"),
        unit="fen",
        meaning=N_("amount; credits positive, debits negative"),
    ),
    FieldSpec(
        "direction",
        "text",
        "借贷标志",
        words("借贷 借贷方向 收支标志 收/支 收付标志 借/贷 交易方向 收支 收支类型 方向"),
        meaning=N_("direction, where there is one column of amounts"),
    ),
    FieldSpec(
        "balance_fen",
        "money",
        "余额",
        words("账户余额 当前余额 本次余额 交易后余额 可用余额 Balance"),
        unit="fen",
        meaning=N_("balance after the entry"),
    ),
    FieldSpec(
        "counterparty_name",
        "text",
        "对方户名",
        words("""对方名称 对方账户名称 对手户名 交易对手 对方单位名称 对方账户名 收付款人名称
              对手方名称 交易对方 对方单位 Counterparty"""),
        meaning=N_("name on the other side"),
    ),
    FieldSpec(
        "counterparty_account",
        "card",
        "对方账号",
        words("""对方账户 对手账号 对方帐号 交易对手账号 收付款人账号 对手方账号 对方卡号
              对方银行账号"""),
        meaning=N_("account on the other side"),
    ),
    FieldSpec(
        "remark",
        "text",
        "摘要",
        words("交易摘要 摘要说明 交易说明 摘要内容 Remark"),
        meaning=N_("remark; 摘要, 用途 and 附言 are read together, separated by “ / ”"),
    ),
    FieldSpec(
        "purpose",
        "text",
        "用途",
        words("交易用途 款项用途 资金用途"),
        meaning=N_("purpose; joined to the remark"),
    ),
    FieldSpec(
        "note",
        "text",
        "附言",
        words("备注 交易附言 说明 留言 客户附言"),
        meaning=N_("note; joined to the remark"),
    ),
    FieldSpec(
        "reference",
        "text",
        "流水号",
        words("""交易流水号 凭证号 凭证号码 核心流水号 交易流水 业务流水号 柜员流水号 凭证编号
              业务编号 Reference"""),
        meaning=N_("the bank's own number of the entry"),
    ),
    FieldSpec(
        "account",
        "card",
        "账号",
        words("""账户 账户号 帐号 本方账号 查询账号 客户账号 专户账号 银行账号 本方账户
              Account"""),
        sheet_level=True,
        meaning=N_("account of the statement, in a line above the header or a column"),
    ),
    FieldSpec(
        "account_name",
        "text",
        "户名",
        words("账户名称 本方户名 客户名称 账户户名 单位名称 帐户名称 开户名称 存款人名称"),
        sheet_level=True,
        meaning=N_("name of the account of the statement"),
    ),
    FieldSpec(
        "currency",
        "text",
        "币种",
        words("货币 币别 Currency"),
        sheet_level=True,
        meaning=N_("ISO 4217 code; 人民币 is CNY; not given is CNY"),
    ),
    _derived("kind", "text", "类别", N_("kind of entry, recognised from bank code and remark")),
    _derived(
        "state", "text", "入账状态", N_("booked, pending or info; only booked entries are money")
    ),
    _derived("reason", "text", "退回原因", N_("reason of a return, where the bank gives it")),
    _derived(
        "bank_code",
        "text",
        "银行交易码",
        N_("the bank's transaction code: domain/family/sub-family, or its own"),
    ),
    _derived("statement", "text", "对账单号", N_("number of the statement")),
    _derived(
        "detail",
        "integer",
        "明细序号",
        N_("running number of the detail within a collective entry; 0: the entry itself"),
    ),
)

BALANCE_FIELDS = (
    _derived("statement", "text", "对账单号"),
    _derived("account", "card", "账号"),
    _derived("type", "text", "余额类型"),
    _derived("currency", "text", "币种"),
    _derived("amount_fen", "money", "余额"),
    _derived("on", "date", "日期"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementReading(Reading):
    """A statement of an account: `rows` are entries.

    `details` holds every detail of collective entries (same columns as `rows`), whether or not the
    entry could be split into them; `balances` the balances that the statement names.
    """

    details: pa.Table
    balances: pa.Table


@dataclass(frozen=True, slots=True)
class KindWords:
    """One line of the list of words: the first line whose direction and a word fit decides."""

    kind: str
    direction: Direction
    words: tuple[str, ...]


KIND_WORDS = (
    KindWords("opening", "both", words("期初余额 上期余额 承前页 上页结转")),
    KindWords("unfreeze", "both", words("解冻 解除冻结 解除止付 解控")),
    KindWords("freeze", "both", words("冻结 止付 控制金额")),
    KindWords(
        "deduction",
        "debit",
        words("扣划 划扣 强制扣款 司法扣 法院扣 法院执行 强制执行 抵扣贷款 税务扣缴"),
    ),
    KindWords(
        "wage_return",
        "credit",
        words("""工资退回 退汇 退票 代发退回 代发失败 发放失败 工资退款 工资冲回 代发冲回 失败退款
              失败退回 退回工资 入账失败 工资返还 代发返还"""),
    ),
    KindWords(
        "fee",
        "debit",
        words("""手续费 工本费 管理费 汇费 邮电费 年费 服务费 短信费 网银费 电汇费 函证费
              回单费"""),
    ),
    KindWords("interest", "both", words("利息 结息 付息 息差")),
    KindWords("cash", "both", words("现支 取现 提现 现金 备用金 柜面支取")),
    KindWords(
        "wage",
        "debit",
        words("代发 工资 劳务报酬 薪资 薪酬 薪金 批量代付 批量付款发薪 发薪"),
    ),
    KindWords(
        "labour_cost",
        "credit",
        words("""人工费 人工费用 人工款 劳务费 劳务款 工资款 工资专户 农民工工资 工程款 进度款
              预付款 工资性 拨付工资 工资"""),
    ),
    KindWords(
        "transfer_out",
        "debit",
        words("""转出 转账 转帐 往来 借款 货款 材料 设备 租赁 工程款 归集 上划 还款 调拨 汇出
              网转 保证金 水电费 税款"""),
    ),
    KindWords(
        "transfer_in",
        "credit",
        words("转入 转账 转帐 往来 借款 归还 下拨 调拨 汇入 网转 垫付 存入"),
    ),
)

# Bank transaction codes of ISO 20022 (external code set), most specific first; `*` fits anything.
BANK_CODES: tuple[tuple[str, str, Direction, str], ...] = (
    ("*", "RRTN", "credit", "wage_return"),
    ("*", "PRTN", "credit", "wage_return"),
    ("*", "SALA", "debit", "wage"),
    ("*", "SALA", "credit", "labour_cost"),
    ("*", "INTR", "both", "interest"),
    ("*", "CHRG", "both", "fee"),
    ("*", "FEES", "both", "fee"),
    ("*", "COMM", "both", "fee"),
    ("*", "CWDL", "both", "cash"),
    ("*", "CDPT", "both", "cash"),
    ("CNTR", "*", "both", "cash"),
)


def kind_of(
    amount_fen: int, remark: str, *, bank_code: str = "", purpose: str = "", returned: bool = False
) -> str:
    """The kind of an entry, as in the fact table `account_entry`; `other` when nothing tells.

    `bank_code` is "domain/family/sub-family", `purpose` an ISO 20022 purpose code, `returned` says
    that the bank marked the entry as a return.
    """
    direction: Direction = "credit" if amount_fen > 0 else "debit"
    if returned and direction == "credit":
        return "wage_return"
    parts = bank_code.split("/")
    family, sub = (parts[1], parts[2]) if len(parts) == 3 else ("", "")
    for wanted_family, wanted_sub, way, kind in BANK_CODES:
        fits = wanted_family in {"*", family} and wanted_sub in {"*", sub}
        if fits and way in {"both", direction}:
            return kind
    if purpose == "SALA":
        return "wage" if direction == "debit" else "labour_cost"
    return _kind_by_words(direction, remark)


def _kind_by_words(direction: Direction, remark: str) -> str:
    plain = "".join(remark.split())
    for line in KIND_WORDS:
        if line.direction in {"both", direction} and any(word in plain for word in line.words):
            return line.kind
    return "other"
