"""`huxin rules`: the warning rules, listed and explained."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from huxin.check.cards import Cards, chosen_rules, family_title
from huxin.check.labels import column_of
from huxin.check.model import Parameter, RuleCard
from huxin.cli.language import language
from huxin.cli.trial import try_rule
from huxin.kernel.errors import InputError
from huxin.kernel.texts import N_, Value, message, show
from huxin.law.lawbook import Lawbook
from huxin.rules.base import Rule, Scope, Spec
from huxin.rules.catalogue import RULES

__all__ = ["app"]

PLAIN_WIDTH = 120
SCOPES = {
    Scope.WORKER_MONTH: N_("each worker of a site in each month"),
    Scope.WORKER: N_("each worker of a site"),
    Scope.PROJECT_MONTH: N_("each site in each month"),
    Scope.PROJECT: N_("each site"),
    Scope.SHEET: N_("each wage sheet"),
    Scope.CARD: N_("each wage card of a site"),
    Scope.ENTRY: N_("each entry of the special account"),
    Scope.GUARANTEE: N_("each guarantee"),
    Scope.MEASURE: N_("each measure of a court"),
    Scope.PROGRESS_PAYMENT: N_("each progress payment"),
    Scope.PARTY: N_("each party to a site"),
    Scope.COMPLAINT: N_("each complaint or clue"),
    Scope.FEED: N_("each feed and report"),
}

app = typer.Typer(add_completion=False, no_args_is_help=True)

app.command("try", help=N_("Try one rule on past days over the platform's own record."))(try_rule)

AsJson = Annotated[bool, typer.Option("--json", help=N_("Print JSON for programs."))]


@app.command("list", help=N_("List all warning rules."))
def list_rules(*, as_json: AsJson = False) -> None:
    """All rules by id."""
    if as_json:
        typer.echo(
            json.dumps([_data(rule) for rule in RULES.values()], ensure_ascii=False, indent=1)
        )
        return
    console = Console()
    if not console.is_terminal:
        console = Console(width=PLAIN_WIDTH)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in (N_("Rule"), N_("Severity"), N_("Family"), N_("Title"), N_("Articles")):
        table.add_column(_t(head), overflow="fold")
    for name, rule in RULES.items():
        spec = rule.spec
        severity = _t(SEVERITY[spec.severity.value])
        family = family_title(spec.family).say(language())
        table.add_row(name, severity, family, _t(spec.title), " ".join(spec.clauses))
    console.print(table)
    typer.echo(_t("{n} rules", n=len(RULES)))


@app.command(
    "explain", help=N_("Explain one rule: what it asks, under which articles, by which values.")
)
def explain(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help=N_("Id of a rule, such as PAY-01."))],
    *,
    place: Annotated[
        str | None, typer.Option(help=N_("Show the values of this place (division code)."))
    ] = None,
    on: Annotated[
        str | None, typer.Option(help=N_("The day of the values, such as 2025-07-31."))
    ] = None,
    pack: Annotated[
        str | None, typer.Option(help=N_("Law pack to apply instead of the place's own."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    """One rule with its page, its articles and, for a place and day, its values."""
    rule = chosen_rules((rule_id,))[rule_id]
    card = _card(rule, place, on, pack)
    if as_json:
        typer.echo(json.dumps(_data(rule, card), ensure_ascii=False, indent=1))
        return
    _print(rule, card, with_values=place is not None)


def _card(rule: Rule, place: str | None, on: str | None, pack: str | None) -> RuleCard:
    if (place is None) != (on is None):
        raise InputError(
            message("Values need a place and a day."),
            remedy=message("Give both --place and --on, or neither."),
        )
    day = dt.date.min if on is None else _day(on)
    book = Lawbook.load()
    places = [0] if place is None else [int(place[:6])]
    if place is not None:
        book.chain(place, pack)
    return Cards(book, places=places, on=day, pack=pack).card(rule, {})


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            message("Not a day: {text}", text=text),
            remedy=message("Write it as 2025-07-31."),
        ) from error


def _print(rule: Rule, card: RuleCard, *, with_values: bool) -> None:
    spec, said = rule.spec, language()
    typer.echo(f"{spec.id}  {card.title.say(said)}")
    typer.echo(card.summary.say(said))
    facts = {
        N_("Severity"): _t(SEVERITY[spec.severity.value]),
        N_("Family"): family_title(spec.family).say(said),
        N_("Looks at"): _t(SCOPES[spec.scope]),
        N_("What to do"): card.remedy.say(said),
        N_("Reads"): _read_by(spec, said),
        N_("Published as"): ", ".join(spec.published),
        N_("Since version"): spec.since,
    }
    for head, text in facts.items():
        if text:
            typer.echo(f"{_t(head)}{_t(': ')}{text}")
    for article in card.articles:
        mark = _t(" (to be verified)") if article.to_verify else ""
        typer.echo(f"§ {article.id}  {article.where.say(said)}{mark}")
        typer.echo(f"    {article.wording.say(said)}")
    for parameter in card.parameters:
        typer.echo(_value(parameter, with_values=with_values))
    if said == "en":  # the page is the docstring; in Chinese its sense stands in the lines above
        typer.echo()
        typer.echo(rule.page)


def _read_by(spec: Spec, said: str) -> str:
    """The inputs of a rule as people find them, each paper's headings together."""
    return show(tuple(dict.fromkeys(column_of(name).say(said) for name in spec.columns)), said)


def _value(parameter: Parameter, *, with_values: bool) -> str:
    said = language()
    about = f"= {parameter.name}  {parameter.description.say(said)}"
    if not with_values:
        return about
    value = parameter.value.say(said) if parameter.value else _t("not set")
    mark = _t(" (to be verified)") if parameter.to_verify else ""
    cited = " ".join((*parameter.clauses, *parameter.sources))
    return f"{about}: {value}{mark}  {cited}".rstrip()


SEVERITY = {"red": N_("Red"), "orange": N_("Orange"), "yellow": N_("Yellow"), "blue": N_("Blue")}


def _t(text: str, **values: Value) -> str:
    return message(text, **values).say(language())


def _data(rule: Rule, card: RuleCard | None = None) -> dict[str, Any]:
    spec = rule.spec
    data: dict[str, Any] = {
        "id": spec.id,
        "title": _both(spec.title),
        "summary": _both(spec.summary),
        "remedy": _both(spec.remedy),
        "own_remedy": _both(spec.own_remedy or spec.remedy),
        "severity": spec.severity.value,
        "family": spec.family,
        "scope": list(spec.scope.keys),
        "clauses": list(spec.clauses),
        "sources": list(spec.published),
        "parameters": list(spec.parameters),
        "columns": list(spec.columns),
        "window_months": spec.window_months,
        "since": spec.since,
    }
    if card is not None:
        data["page"] = rule.page
        data["values"] = {
            each.name: {
                "value": each.value and {"zh": each.value.say("zh"), "en": each.value.say("en")},
                "unit": each.unit,
                "clauses": list(each.clauses),
                "sources": list(each.sources),
                "to_verify": each.to_verify,
            }
            for each in card.parameters
        }
    return data


def _both(text: str) -> dict[str, str]:
    said = message(text)
    return {"zh": said.say("zh"), "en": said.say("en")}
