"""The report as stable JSON: sorted keys, both languages, dates as text, money as whole fen.

The schema is docs/reference/report.schema.json; its version stands in `schema`.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import TypeAlias

from huxin.check.model import (
    SCHEMA,
    Article,
    FileLine,
    Group,
    Item,
    Liable,
    Parameter,
    Report,
    RuleCard,
    Said,
    Site,
    Trouble,
    Unknown,
)
from huxin.kernel.texts import Message, Value

__all__ = ["as_data", "render_json"]

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool | None"


def render_json(report: Report) -> str:
    """The whole report; the same report gives the same bytes."""
    return json.dumps(as_data(report), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def as_data(report: Report) -> dict[str, Json]:
    """The report as plain lists and mappings."""
    answer, method = report.answer, report.method
    return {
        "schema": SCHEMA,
        "as_of": _day(report.as_of),
        "place": {"code": report.place, "name": _said(report.place_name)},
        "answer": {
            "people": answer.people,
            "amount_fen": answer.fen,
            "since": _day(answer.since),
            "unrecorded_people": answer.unrecorded_people,
            "unrecorded_fen": answer.unrecorded_fen,
            "sites": answer.sites,
            "sites_total": answer.sites_total,
            "workers": answer.workers,
            "findings": answer.findings,
            "judged_months": answer.judged_months,
            "by_month": [
                {"month": _day(month), "people": people, "amount_fen": fen}
                for month, people, fen in answer.by_month
            ],
        },
        "sites": [_site(each) for each in report.sites],
        "rules": {name: _rule(card) for name, card in sorted(report.rules.items())},
        "families": [{"id": name, "title": _said(title)} for name, title in report.families],
        "findings": _findings(report.groups),
        "files": [_file(each) for each in report.files],
        "row_findings": [_trouble(each) for each in report.troubles],
        "unknown": [_unknown(each) for each in report.unknown],
        "method": {
            "program": method.program,
            "rule_set": method.rule_set,
            "rules": list(method.rules),
            "packs": [
                {"code": each.code, "title": _said(each.title), "version": each.version}
                for each in method.packs
            ],
            "masked": method.masked,
        },
    }


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _said(said: Said | None) -> Json:
    return None if said is None else {"zh": said.say("zh"), "en": said.say("en")}


def _value(value: Value) -> Json:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Message):
        return _said(value)
    if isinstance(value, tuple):
        return [_value(each) for each in value]
    return value


def _site(site: Site) -> Json:
    return {
        "number": site.number,
        "folder": site.folder,
        "name": _said(site.name),
        "place": {"code": site.place, "name": _said(site.place_name)},
        "workers": site.workers,
        "owed_people": site.owed_people,
        "owed_fen": site.owed_fen,
        "owed_since": _day(site.owed_since),
        "findings": dict(site.findings),
        "files": site.files,
        "rows_in": site.rows_in,
        "rows_rejected": site.rows_rejected,
    }


def _article(article: Article) -> Json:
    return {
        "id": article.id,
        "where": _said(article.where),
        "wording": _said(article.wording),
        "to_verify": article.to_verify,
    }


def _parameter(parameter: Parameter) -> Json:
    return {
        "name": parameter.name,
        "place": parameter.place,
        "value": _said(parameter.value),
        "unit": parameter.unit,
        "description": _said(parameter.description),
        "clauses": list(parameter.clauses),
        "sources": list(parameter.sources),
        "to_verify": parameter.to_verify,
    }


def _rule(card: RuleCard) -> Json:
    return {
        "id": card.id,
        "title": _said(card.title),
        "summary": _said(card.summary),
        "remedy": _said(card.remedy),
        "severity": card.severity,
        "scope": card.scope.split(),  # type: ignore[dict-item]
        "family": card.family,
        "articles": [_article(each) for each in card.articles],
        "published": list(card.published),
        "parameters": [_parameter(each) for each in card.parameters],
        "counts": dict(card.counts),
    }


def _liable(liable: Liable | None) -> Json:
    if liable is None:
        return None
    return {
        "is_arrear": liable.is_arrear,
        "owes": _said(liable.owes),
        "pays_first": _said(liable.pays_first),
        "cap": _said(liable.cap),
        "recourse": _said(liable.recourse),
        "reasons": [_said(each) for each in liable.reasons],
        "articles": [each.id for each in liable.articles],
    }


def _findings(groups: tuple[Group, ...]) -> Json:
    return [
        _finding(item, number, leads=item is group.lead)
        for number, group in enumerate(groups, 1)
        for item in (group.lead, *group.also)
    ]


def _finding(item: Item, group: int, *, leads: bool) -> Json:
    subject, step = item.subject, item.step
    return {
        "key": item.key,
        "group": group,
        "leads": leads,
        "rule": item.rule,
        "severity": item.severity,
        "site": subject.site,
        "subject": {
            "label": _said(subject.label),
            "worker": subject.worker or None,
            "identity": subject.identity or None,
            "month": _day(subject.month),
        },
        "amount_fen": item.amount_fen,
        "people": item.people,
        "since": _day(item.since),
        "says": _said(item.says),
        "inputs": [
            {"name": each.name, "label": _said(each.label), "value": _value(each.value)}
            for each in item.inputs
        ],
        "liable": _liable(item.liable),
        "next": {
            "what": _said(step.what),
            "by": _day(step.by),
            "derivation": _said(step.derivation),
            "provisional": step.provisional,
        },
    }


def _file(file: FileLine) -> Json:
    return {
        "site": file.site,
        "file": file.file,
        "format": file.format,
        "rows_in": file.rows_in,
        "accepted": file.accepted,
        "rejected": file.rejected,
        "left_alone": file.left_alone,
    }


def _trouble(trouble: Trouble) -> Json:
    return {
        "code": trouble.code,
        "severity": trouble.severity,
        "times": trouble.times,
        "refused": trouble.refused,
        "says": _said(trouble.says),
        "remedy": _said(trouble.remedy),
        "places": list(trouble.places),
    }


def _unknown(unknown: Unknown) -> Json:
    return {
        "rule": unknown.rule,
        "missing": unknown.missing,
        "label": _said(unknown.label),
        "times": unknown.times,
        "articles": [each.id for each in unknown.articles],
    }
