"""The fields of a roster (花名册) and all the headings that sites give them."""

from __future__ import annotations

from huxin.formats.spec import FieldSpec
from huxin.formats.wordlist import words
from huxin.kernel.texts import N_

__all__ = ["FIELDS"]

FIELDS = (
    FieldSpec("seq", "integer", "序号", words("序 编号 No. NO 行号"), meaning=N_("running number")),
    FieldSpec("name", "name", "姓名", words(
            "工人姓名 农民工姓名 员工姓名 人员姓名 务工人员姓名 名字 职工姓名"
        ),
              required=True, meaning=N_("worker's name")),
    FieldSpec("identity", "identity", "身份证号",
              words(
            "身份证号码 身份证 公民身份号码 证件号码 证件号 身份证件号码 身份号码"
            " 身份证编号"
        ),
              required=True, meaning=N_("resident identity number, written as text")),
    FieldSpec("gender", "text", "性别", words("男/女"), meaning=N_("sex: 男 or 女")),
    FieldSpec("phone", "phone", "联系电话", words(
            "电话 手机 手机号 手机号码 电话号码 联系方式 本人电话"
        ),
              meaning=N_("worker's telephone")),
    FieldSpec("trade", "text", "工种", words("工种名称 所属工种 从事工种"), meaning=N_("trade")),
    FieldSpec("post", "text", "岗位", words(
            "职务 人员类型 岗位类型 人员类别 岗位名称 职务/岗位"
        ),
              meaning=N_("post: worker, team leader, labour-wage officer …")),
    FieldSpec("team", "text", "班组", words(
            "班组名称 所属班组 施工班组 劳务班组 队组 所在班组"
        ),
              meaning=N_("team"), sheet_level=True),
    FieldSpec("team_leader", "text", "班组长", words(
            "班组长姓名 班组负责人 带班 队长 带班人"
        ),
              meaning=N_("leader of the team"), sheet_level=True),
    FieldSpec("employer", "text", "用工单位",
              words(
            "用人单位 劳务公司 分包单位 单位名称 劳务企业 专业分包单位"
            " 劳务分包单位 用工企业 所属单位 所属企业 参建单位 施工单位 公司名称"
        ),
              meaning=N_("employing company"), sheet_level=True),
    FieldSpec("card", "card", "银行卡号",
              words(
            "工资卡号 卡号 银行账号 工资卡账号 账号 银行帐号 帐号 收款账号 工资卡"
            " 个人账号 银行卡 工资账号 工资卡卡号"
        ),
              meaning=N_("bank card or account, written as text")),
    FieldSpec("bank", "text", "开户行",
              words(
            "开户银行 银行 开户行名称 银行名称 工资卡开户行 所属银行 发卡行"
            " 工资卡类别"
        ),
              meaning=N_("bank of the card")),
    FieldSpec("entered_on", "date", "进场日期",
              words(
            "进场时间 入场日期 入场时间 进场 到岗日期 入职日期 进入工地时间"
            " 上岗日期 上工日期"
        ),
              meaning=N_("first day on the site")),
    FieldSpec("left_on", "date", "退场日期",
              words(
            "退场时间 离场日期 离场时间 退场 离职日期 离开日期 撤场日期 离岗日期"
        ),
              meaning=N_("last day on the site")),
    FieldSpec("registered_on", "date", "实名登记日期",
              words(
            "实名登记时间 实名制登记日期 实名登记 登记日期 实名录入日期 录入日期"
            " 实名采集日期 实名认证日期"
        ),
              meaning=N_("day of real-name registration")),
    FieldSpec("contract_signed_on", "date", "合同签订日期",
              words(
            "劳动合同签订日期 合同签订时间 签订日期 劳动合同签订时间 签约日期"
            " 劳动合同日期 合同日期 用工协议签订日期 劳动合同签订"
        ),
              meaning=N_("day on which the labour contract was signed"),
              parents=words("劳动合同 合同 用工协议"), within=words("签订日期 签订时间 签订")),
    FieldSpec("contract_from", "date", "合同开始",
              words(
            "合同开始日期 合同起始日期 合同起 合同期限起 劳动合同开始日期"
            " 劳动合同起始日期 合同起始 合同生效日期"
        ),
              meaning=N_("first day of the labour contract"),
              parents=words("劳动合同 合同 用工协议 合同期限"), within=words(
            "开始 起 自 开始日期 起始日期"
        )),
    FieldSpec("contract_to", "date", "合同结束",
              words(
            "合同结束日期 合同终止日期 合同止 合同期限止 劳动合同结束日期"
            " 劳动合同终止日期 合同到期日 合同终止 合同到期日期"
        ),
              meaning=N_("last day of the labour contract"),
              parents=words("劳动合同 合同 用工协议 合同期限"), within=words(
            "结束 止 至 结束日期 终止日期"
        )),
    FieldSpec("contract_filed_on", "date", "合同备案日期",
              words("备案日期 合同备案时间 劳动合同备案日期 备案时间 合同备案"),
              meaning=N_("day on which the labour contract was filed"),
              parents=words("劳动合同 合同 用工协议"), within=words("备案 备案日期")),
    FieldSpec("contract_terms_missing", "integer", "缺少条款数",
              words("合同缺少条款数 缺失条款数 缺项数 合同缺项数 必备条款缺少数"),
              unit="count", meaning=N_("required terms that the contract lacks")),
    FieldSpec("day_rate_fen", "money", "日工资",
              words(
            "单价 日工资标准 工资标准 单价/天 日单价 日薪 工价 约定日工资"
            " 约定工资 工资单价"
        ),
              unit="fen", meaning=N_("agreed pay for one day")),
    FieldSpec("settled_on", "date", "结清日期",
              words("工资结清日期 结算日期 结清时间 工资结算日期 退场结清日期"),
              meaning=N_("day on which the pay of a leaver was settled")),
    FieldSpec("confirmed_on", "date", "确认日期",
              words(
            "本人确认日期 结清确认日期 确认时间 签字确认日期 结算确认日期"
        ),
              meaning=N_("day on which the worker confirmed the settlement")),
)  # fmt: skip
