"""What month grids and day lists of attendance are: fields, headings, codes."""

from __future__ import annotations

from huxin.formats.base import FindingCode, Severity
from huxin.formats.people_codes import people_codes
from huxin.formats.spec import FieldSpec, FormatSpec
from huxin.formats.wordlist import words
from huxin.kernel.texts import N_

__all__ = ["ATTENDANCE_GRID", "ATTENDANCE_LIST", "GRID_PEOPLE", "LIST_PEOPLE"]

_SEQ = FieldSpec(
    "seq", "integer", "序号", words("序 编号 No. NO 行号"), meaning=N_("running number")
)
_NAME = FieldSpec(
    "name", "name", "姓名", words(
            "工人姓名 农民工姓名 员工姓名 人员姓名 务工人员姓名 名字 职工姓名"
        ),
    required=True, meaning=N_("worker's name"),
)  # fmt: skip
_IDENTITY = FieldSpec(
    "identity", "identity", "身份证号",
    words(
            "身份证号码 身份证 公民身份号码 证件号码 证件号 身份证件号码 身份号码"
            " 身份证编号"
        ),
    meaning=N_("resident identity number, written as text"),
)  # fmt: skip
_TEAM = FieldSpec(
    "team", "text", "班组", words("班组名称 所属班组 施工班组 劳务班组 队组 所在班组"),
    meaning=N_("team"), sheet_level=True,
)  # fmt: skip
_TRADE = FieldSpec("trade", "text", "工种", words("工种名称 岗位 职务"), meaning=N_("trade"))
_EMPLOYER = FieldSpec(
    "employer", "text", "用工单位", words(
            "用人单位 劳务公司 分包单位 单位名称 劳务企业 施工单位 所属单位"
            " 参建单位"
        ),
    meaning=N_("employing company"), sheet_level=True,
)  # fmt: skip
_PROJECT = FieldSpec(
    "project", "text", "项目名称", words("工程名称 工程项目 工程项目名称 所属项目"),
    meaning=N_("project"), sheet_level=True,
)  # fmt: skip
_MINUTES = FieldSpec(
    "minutes", "minutes", "工作分钟", derived=True, unit="minutes",
    meaning=N_("time worked; not given where only presence is known"),
)  # fmt: skip
_CENTI = FieldSpec(
    "day_centi", "days", "折合工日", derived=True, unit="1/100 day",
    meaning=N_("day as counted: 100 whole, 50 half, 0 absent"),
)  # fmt: skip

GRID_PEOPLE = {
    "number": "AT-001",
    "unsound": "AT-002",
    "form": "AT-003",
    "no_name": "AT-004",
    "nobody": "AT-005",
    "twice": "AT-006",
    "name_number": "AT-007",
    "swapped": "AT-008",
    "no_identity": "AT-009",
}
LIST_PEOPLE = {
    "number": "AL-001",
    "unsound": "AL-002",
    "form": "AL-003",
    "no_name": "AL-004",
    "nobody": "AL-005",
    "name_number": "AL-006",
    "swapped": "AL-007",
    "no_identity": "AL-008",
}

ATTENDANCE_GRID = FormatSpec(
    id="attendance_grid",
    title=N_("Attendance, month grid"),
    kinds=("xlsx", "xls", "csv"),
    fields=(
        _SEQ, _NAME, _IDENTITY, _TEAM, _TRADE, _EMPLOYER, _PROJECT,
        FieldSpec("total_centi", "days", "合计", words(
            "合计天数 出勤合计 出勤天数 小计 出勤 总工日 合计工日 工日合计 总计"
            " 出勤总计 本月出勤 实出勤 出工合计 合计出勤 天数 合计工时 总天数"
            " 累计工日 工日"
        ),
            unit="1/100 day", meaning=N_(
                "days as added up in the sheet; "
                "compared with the marks"
            )),
        FieldSpec("on", "date", "日期", derived=True, meaning=N_("day of the mark")),
        _MINUTES, _CENTI,
        FieldSpec("mark", "mark", "考勤符号", derived=True, meaning=N_("mark as written")),
    ),
    codes=(
        *people_codes(GRID_PEOPLE),
        FindingCode("AT-010", Severity.ERROR,
                    N_("Cell {cell}: the mark for day {day} is not known; the day was left out."),
                    N_(
                        "Use √ for a day, 0.5 for half a day, hours as "
                        "a number, × or 假 for absent."
                    )),
        FindingCode("AT-011", Severity.ERROR,
                    N_("Cell {cell}: a mark stands under day "
                    "{day}, but the month has {length} days; "
                       "it was left out."),
                    N_("Delete the mark, or correct the month in the title.")),
        FindingCode("AT-012", Severity.WARNING,
                    N_("Cell {cell}: the total says {written} days, but the marks come to {sum}."),
                    N_("Count the marks of the line again and correct the total or the marks.")),
        FindingCode("AT-013", Severity.ERROR,
                    N_("Line {line}: the month of the sheet is not known, so no day has a date."),
                    N_(
                        "Write the month in the title, such as 2025年3月考勤表, "
                        "and hand it in again."
                    ),
                    refuses=True),
        FindingCode("AT-014", Severity.WARNING,
                    N_("The sheet is for {month}, which has not begun yet on {as_of}."),
                    N_("Correct the month in the title.")),
        FindingCode("AT-015", Severity.WARNING,
                    N_("Cell {cell}: what stands under {header} cannot be read; it was left out."),
                    N_("Write it as the reference page shows.")),
    ),
    recognised=N_("By a heading for a name or identity number and at least seven days of the month "
                  "in a row beside it."),
    needs=(("name", "identity"),),
    day_columns=True,
    titles=("考勤表", "考勤", "出勤表", "记工", "点工"),
    notes=(
        N_("Days may stand in one line (1 to 31) or in "
        "two lines (1 to 15 over 16 to 31), then each "
           "worker takes two lines."),
        N_("A blank cell yields no row; a written mark yields one, also for absence."),
    ),
)  # fmt: skip

ATTENDANCE_LIST = FormatSpec(
    id="attendance_list",
    title=N_("Attendance, day list"),
    kinds=("xlsx", "xls", "csv"),
    fields=(
        _SEQ, _NAME, _IDENTITY, _TEAM, _TRADE, _EMPLOYER, _PROJECT,
        FieldSpec("on", "date", "日期", words(
            "考勤日期 出勤日期 打卡日期 工作日期 上班日期 记工日期"
        ),
                  required=True, meaning=N_("work day")),
        FieldSpec("in_at", "moment", "上班时间", words(
            "进场时间 上班打卡 首次打卡 签到时间 上班 入场时间 最早打卡 进场 签到"
            " 上班打卡时间 最早"
        ),
            meaning=N_("first punch, 07:30 or a full date and time")),
        FieldSpec("out_at", "moment", "下班时间", words(
            "离场时间 下班打卡 末次打卡 签退时间 下班 出场时间 最晚打卡 出场 签退"
            " 下班打卡时间 最晚"
        ),
            meaning=N_("last punch; earlier than the first means the next day")),
        FieldSpec("hours_centi", "days", "工时", words(
            "小时 工作时长 出勤工时 工作小时 时长 工时(小时) 出勤小时 工作时间"
            " 当日工时 时长(小时)"
        ),
            unit="1/100 hour", meaning=N_("hours worked")),
        _MINUTES, _CENTI,
        FieldSpec("punches", "integer", "打卡次数", derived=True,
                  meaning=N_("times given for the day; not given where hours or a mark stand")),
        FieldSpec("mark", "mark", "考勤结果", words(
            "出勤情况 考勤状态 出勤 状态 考勤 出勤状态 结果"
        ),
                  meaning=N_("mark as in a month grid")),
    ),
    codes=(
        *people_codes(LIST_PEOPLE),
        FindingCode("AL-009", Severity.ERROR,
                    N_("Line {line}: the date is missing or cannot be read."),
                    N_("Write the date as 2025-03-01; the other {accepted} rows were accepted."),
                    refuses=True),
        FindingCode("AL-010", Severity.WARNING,
                    N_("Cell {cell}: what stands under {header} cannot be read; it was left out."),
                    N_("Write times as 07:30 and hours as a number.")),
        FindingCode("AL-011", Severity.WARNING,
                    N_(
                        "Line {line}: {hours} hours on one day are "
                        "impossible; they were left out."
                    ),
                    N_("Correct the hours or the times.")),
        FindingCode("AL-012", Severity.WARNING,
                    N_("Line {line}: this person already has line {first} on the same day."),
                    N_("Delete one of the lines, or say which of them holds.")),
        FindingCode("AL-013", Severity.WARNING,
                    N_("Line {line}: the day lies after {as_of}."),
                    N_("Correct the date.")),
    ),
    recognised=N_("By headings for a name or identity number, for "
    "a date, and for times, hours or a "
                  "result of the day."),
    needs=(("name", "identity"), ("on",), ("in_at", "out_at", "hours_centi", "mark")),
    telling=("on", "in_at", "out_at", "hours_centi", "mark"),
    titles=("考勤明细", "考勤", "打卡", "出勤"),
    foreign=words("应发工资 实发工资 借方金额 贷方金额 余额 失败原因"),
)  # fmt: skip
