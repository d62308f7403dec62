"""A lawbook of four packs, small enough to read, in which one fault at a time is planted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

CN = """\
code: cn
title: {zh: 国家规定, en: National rules}
issuer: {zh: 国务院, en: State Council}
prefixes: [CN]
places: []
from: 1995-01-01
"""
SHAN = """\
code: shan
title: {zh: 山省办法, en: Measures of Shan Province}
issuer: {zh: 山省, en: Shan Province}
number: 山政发〔2016〕1号
prefixes: [SH]
places: ["140000"]
parent: cn
from: 2016-01-01
known_from: 2016-03-01
"""
XIAN = """\
code: xian
title: {zh: 小县通知, en: Notice of Xiao County}
issuer: {zh: 小县, en: Xiao County}
prefixes: [XI]
places: ["140923"]
parent: shan
from: 2020-05-26
to: 2024-01-01
date_note: {zh: 日期待核, en: the date is assumed}
"""
ZONE = """\
code: zone
title: {zh: 新区方案, en: Plan of the New Area}
issuer: {zh: 新区, en: New Area}
prefixes: [ZO]
places: ["140900"]
zone: true
parent: shan
from: 2017-10-17
"""
ARTICLE = """\
clauses:
- id: CN-724-15
  document: 条例
  article: "15"
  who: [employer]
  what: {zh: 保存三年, en: Keep for three years}
  mark: V
  in_force_from: 2020-05-01
"""
CLAUSE = """\
- id: {id}
  where: 一
  who: [Employer (企业)]
  what: Do what {id} asks.
  params: {{}}
  kind: other
  capability: {capability}
"""


def clauses(*entries: str) -> str:
    """A clauses.yaml: each entry is an id, then further lines."""
    found = ["clauses:\n"]
    for entry in entries:
        name, *more = entry.split("\n")
        capability = "pay" if name.endswith("1") else "site"
        found.append(CLAUSE.format(id=name, capability=capability))
        found.extend(f"  {line}\n" for line in more)
    return "".join(found)


WAGE_CN = """\
retention_years:
  description: Years for which wage records are kept.
  description_zh: 工资支付记录保存年限
  unit: years
  values: {2020-05-01: "3"}
  clauses: [CN-724-15]
minimum:
  description: Least monthly wage.
  description_zh: 月最低工资标准
  unit: yuan
  open: true
  clauses: [CN-724-15]
posting_days:
  description: Days of posting.
  description_zh: 公示天数
  unit: days
  values: {2021-01-01: "5"}
  sources: [{zh: 某规定, en: Some rule}]
"""
WAGE_SHAN = """\
share:
  description: Least share of a progress payment.
  description_zh: 拨付比例
  unit: ratio
  values:
    2016-01-01: "0.22"
    2018-01-01: end
    2019-01-01: "0.25"
  known: {2019-01-01: 2019-06-01}
  clauses: [SH-1]
  to_verify: true
posting_days:
  unit: days
  open: true
  clauses: [SH-2]
  settles: [SH-2 posting_days]
zero_days:
  description: Days of grace.
  description_zh: 宽限天数
  unit: days
  values: {2016-01-01: "0"}
  clauses: [SH-2]
  fulfils: [SH-4]
"""
WAGE_XIAN = """\
share:
  unit: ratio
  values: {from: "0.30"}
  clauses: [XI-1]
areas:
  description: Areas of restriction.
  description_zh: 惩戒领域
  unit: list
  values: {from: ["bidding", "credit"]}
  clauses: [XI-1]
"""
DUTIES = """\
- id: shan.report
  title: {zh: 每月报送, en: Monthly report}
  by: [employer]
  to: [hrss]
  schedule: {every: month, before: "10", parameter: wage.posting_days}
  clauses: [SH-1]
"""
FEEDS = """\
- id: shan.feed
  title: {zh: 项目信息, en: Project data}
  from: [hrss]
  to: [hrss]
  schedule: {every: year, month: "4", day: "30", window: {from: "11-01", to: spring_festival}}
  clauses: [SH-1]
"""
ROUTES = """\
- id: shan.route
  title: {zh: 工程款欠薪, en: Unpaid project money}
  when: {cause: [project_money]}
  to: [hrss]
  clauses: [SH-1]
"""
ROLES = """\
- id: employer
  zh: 用人单位
  en: employer
  clauses: [CN-724-15]
  bodies: {shan: [企业]}
- id: hrss
  zh: 人社部门
  en: HRSS department
  clauses: []
"""
CAPABILITIES = """\
capabilities:
- {id: pay, en: Pay, zh: 支付, clauses: [SH-1, XI-1, ZO-1]}
- {id: site, en: Site, zh: 现场, clauses: [SH-2, SH-3, SH-4, SH-T5], boundary: [SH-3]}
"""
WARNINGS = """\
sources: {gz: {title: 贵州, kind: page}}
rules:
- id: GZ-01
  name_zh: 未发薪
  name_en: Unpaid
  class: published warning
  indicator: months
  formula: x
  thresholds: [{level: high, colour: red, when: always}]
  handling_deadline: none
  handler: none
  evidence: published
  source: gz
"""
FILES: Mapping[str, str] = {
    "cn/pack.yaml": CN,
    "cn/clauses.yaml": ARTICLE,
    "cn/roles.yaml": ROLES,
    "cn/capabilities.yaml": CAPABILITIES,
    "cn/published_warnings.yaml": WARNINGS,
    "cn/parameters/wage.yaml": WAGE_CN,
    "shan/pack.yaml": SHAN,
    "shan/clauses.yaml": clauses(
        "SH-1",
        "SH-2\nopen: [posting_days (no number)]",
        "SH-3\nboundary: true\nboundary_note: Watch money only.",
        "SH-4",
        "SH-T5\nsame_as: [SH-4]",
    ),
    "shan/parameters/wage.yaml": WAGE_SHAN,
    "shan/duties.yaml": DUTIES,
    "shan/feeds.yaml": FEEDS,
    "shan/routes.yaml": ROUTES,
    "xian/pack.yaml": XIAN,
    "xian/clauses.yaml": clauses("XI-1"),
    "xian/parameters/wage.yaml": WAGE_XIAN,
    "zone/pack.yaml": ZONE,
    "zone/clauses.yaml": clauses("ZO-1"),
}


def build(folder: Path, changes: Mapping[str, str] | None = None) -> Path:
    """Write the packs under `folder`, some files replaced, and give the folder back."""
    for name, text in {**FILES, **(changes or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
