"""The fields of a wage sheet (工资表) and all the headings that sites give them."""

from __future__ import annotations

from huxin.formats.spec import FieldSpec
from huxin.formats.wordlist import words
from huxin.kernel.texts import N_

__all__ = ["FIELDS"]

_EARNED = words("应发工资 应发 应发金额 应发项目 应付工资 收入 工资构成 工资组成 本月工资 工资")
_DEDUCTED = words("扣款 扣除 代扣 应扣 应扣款 扣款项目 扣发 扣减 代扣代缴 减项 扣除项目")

FIELDS = (
    FieldSpec("seq", "integer", "序号", words("序 编号 No. NO 行号"), meaning=N_("running number")),
    FieldSpec(
        "name",
        "name",
        "姓名",
        words(
            "工人姓名 农民工姓名 员工姓名 人员姓名 务工人员姓名 收款人姓名 户名"
            " 名字 职工姓名 领款人"
        ),
        required=True,
        meaning=N_("worker's name"),
    ),
    FieldSpec(
        "identity",
        "identity",
        "身份证号",
        words(
            "身份证号码 身份证 公民身份号码 证件号码 证件号 身份证件号码 身份号码"
            " 身份证编号 身份证号(18位)"
        ),
        required=True,
        meaning=N_("resident identity number, written as text"),
    ),
    FieldSpec("trade", "text", "工种", words(
            "岗位工种 工种/岗位 工种名称 岗位 职务 工种岗位"
        ), meaning=N_("trade")),
    FieldSpec("team", "text", "班组", words(
            "班组名称 所属班组 施工班组 劳务班组 队组 所在班组"
        ), meaning=N_("team")),
    FieldSpec(
        "month",
        "month",
        "工资月份",
        words(
            "月份 所属月份 工资所属月份 发放月份 所属期 工资期间 工资年月 年月"
            " 工资周期"
        ),
        unit="first day of month",
        meaning=N_("month in which the work was done"),
    ),
    FieldSpec(
        "days_centi",
        "days",
        "出勤天数",
        words(
            "出勤 工日 工数 出工天数 实际出勤 实际出勤天数 考勤天数 天数 用工天数"
            " 出勤工日 出勤日数 工天 计工数 本月出勤 当月出勤天数 本月工作量"
            " 出勤数 工时(天) 上班天数"
        ),
        unit="1/100 day",
        meaning=N_("days worked in the month"),
    ),
    FieldSpec(
        "day_rate_fen",
        "money",
        "日工资",
        words(
            "单价 日工资标准 工资标准 单价/天 日单价 工日单价 日薪 工价 元/天"
            " 单价(元/天) 日工资单价 计时单价 日均工资"
        ),
        unit="fen",
        meaning=N_("pay for one day"),
    ),
    FieldSpec(
        "base_fen",
        "money",
        "基本工资",
        words(
            "计时工资 计件工资 基础工资 出勤工资 正常工资 标准工资 点工工资"
            " 工资小计 计量工资"
        ),
        unit="fen",
        meaning=N_("basic, time or piece wage"),
        parents=_EARNED,
        within=words("计时 基本 计件 基础 点工 出勤 正常出勤"),
    ),
    FieldSpec(
        "overtime_fen",
        "money",
        "加班工资",
        words("加班费 加班 加班金额 加点工资 加班加点工资 延时工资"),
        unit="fen",
        meaning=N_("overtime pay"),
        parents=_EARNED,
        within=words("加班 加点 延时"),
    ),
    FieldSpec(
        "bonus_fen",
        "money",
        "奖金",
        words(
            "其他 奖励 补贴 津贴 奖金/其他 其他工资 补助 奖金补贴 津补贴 其它"
            " 奖金及其他 高温补贴 津贴补贴"
        ),
        unit="fen",
        meaning=N_("bonus, allowances and other pay"),
        parents=_EARNED,
        within=words("其他 奖金 补贴 津贴 其它 奖励"),
    ),
    FieldSpec(
        "payable_fen",
        "money",
        "应发工资",
        words(
            "应发 应发金额 应发合计 应发工资合计 应付工资 应发小计 工资总额"
            " 应领工资 应发数 应得工资 应发工资小计 本月应发 本月应发工资 应付金额"
            " 工资合计 应支付工资 合计工资 应发总额 总工资 当月应发工资"
        ),
        required=True,
        unit="fen",
        meaning=N_("pay due before deductions"),
        parents=_EARNED,
        within=words("合计 小计 总额 总计 应发合计"),
    ),
    FieldSpec(
        "tax_fen",
        "money",
        "个税",
        words("个人所得税 扣个税 代扣个税 个调税 所得税 税金 代扣税"),
        unit="fen",
        meaning=N_("income tax withheld"),
        parents=_DEDUCTED,
        within=words("税 税款"),
    ),
    FieldSpec(
        "social_fen",
        "money",
        "社保",
        words(
            "社会保险 扣社保 代扣社保 社保个人部分 保险 社保费 个人社保 五险"
            " 社会保险费"
        ),
        unit="fen",
        meaning=N_("social insurance withheld"),
        parents=_DEDUCTED,
        within=words("保险 社保"),
    ),
    FieldSpec(
        "advance_fen",
        "money",
        "借支",
        words(
            "预支 已借支 借款 预支工资 扣借支 生活费 借支款 预借 已预支 借支金额"
            " 预支款 已支 借支生活费"
        ),
        unit="fen",
        meaning=N_("advances taken off"),
        parents=_DEDUCTED,
        within=words("借支 预支 生活费 借款"),
    ),
    FieldSpec(
        "deducted_fen",
        "money",
        "扣款合计",
        words(
            "扣款 应扣合计 扣除合计 扣款金额 应扣 应扣金额 扣款小计 扣除 应扣款"
            " 代扣合计 应扣工资 扣发合计"
        ),
        unit="fen",
        meaning=N_("all deductions together"),
        parents=_DEDUCTED,
        within=words("合计 小计 总计 总额"),
    ),
    FieldSpec(
        "net_fen",
        "money",
        "实发工资",
        words(
            "实发 实发金额 实领工资 实领 实领金额 实付工资 实付 实付金额 实发数"
            " 实发合计 本月实发 实得工资 实发工资合计 到手工资 实际发放"
            " 实际发放金额 实际支付 实发工资额 代发金额 应实发 本月实发工资"
            " 实收工资 发放金额"
        ),
        required=True,
        unit="fen",
        meaning=N_("pay handed out after deductions"),
    ),
    FieldSpec(
        "card",
        "card",
        "银行卡号",
        words(
            "工资卡号 卡号 银行账号 工资卡账号 账号 银行帐号 帐号 收款账号 工资卡"
            " 个人账号 工资卡银行账号 银行卡 收款账户 工资账号 开户账号"
            " 本人银行卡号"
        ),
        meaning=N_("bank card or account, written as text"),
    ),
    FieldSpec(
        "bank",
        "text",
        "开户行",
        words(
            "开户银行 银行 开户行名称 银行名称 工资卡开户行 所属银行 开户银行名称"
            " 工资卡类别 发卡行"
        ),
        meaning=N_("bank of the card"),
    ),
    FieldSpec(
        "phone",
        "phone",
        "电话",
        words("联系电话 手机 手机号 手机号码 电话号码 联系方式 本人电话"),
        meaning=N_("worker's telephone"),
    ),
    FieldSpec(
        "signed",
        "flag",
        "本人签字",
        words(
            "签字 签名 农民工签字 领款签字 本人签名 工人签字 个人确认签字"
            " 领款人签字 本人确认 确认签字 签字确认 领取人签字 本人签字(按手印)"
            " 签收 农民工签名 领款人签章 本人签字确认 工人签字确认"
        ),
        meaning=N_("whether the worker signed; an empty cell means no"),
    ),
    FieldSpec(
        "reviewed",
        "flag",
        "总包审核",
        words(
            "总承包审核 总包审核签字 审核 总包确认 施工总承包审核 总包复核"
            " 审核状态 总包单位审核"
        ),
        meaning=N_("whether the general contractor reviewed the line"),
    ),
    FieldSpec(
        "in_kind",
        "flag",
        "发放方式",
        words("支付方式 发放形式 支付形式 发放途径"),
        meaning=N_("whether pay was in goods or vouchers (实物, 有价证券)"),
    ),
    FieldSpec(
        "employer",
        "text",
        "用工单位",
        words(
            "用人单位 劳务公司 分包单位 单位名称 劳务企业 专业分包单位"
            " 劳务分包单位 用工企业 公司名称 编制单位 填报单位 参建单位 施工单位"
            " 用工单位名称 所属单位"
        ),
        meaning=N_("employing company"),
        sheet_level=True,
    ),
    FieldSpec(
        "project",
        "text",
        "项目名称",
        words("工程名称 项目 工程项目 工程项目名称 项目部 所属项目 工程"),
        meaning=N_("project"),
        sheet_level=True,
    ),
    FieldSpec(
        "drawn_up_on",
        "date",
        "制表日期",
        words("编制日期 填表日期 制表时间 造表日期 编制时间 填报日期"),
        meaning=N_("day on which the sheet was drawn up"),
        sheet_level=True,
    ),
    FieldSpec(
        "posted_from",
        "date",
        "公示开始",
        words(
            "公示开始日期 公示时间 公示日期 公示期 公示起始日期 公示开始时间"
            " 公示期间 公示起 公示起止日期"
        ),
        meaning=N_("first day of posting on site; 公示期：起至止 gives both days"),
        sheet_level=True,
    ),
    FieldSpec(
        "posted_to",
        "date",
        "公示结束",
        words("公示结束日期 公示截止日期 公示止 公示结束时间 公示截止"),
        meaning=N_("last day of posting on site"),
        sheet_level=True,
    ),
)  # fmt: skip
