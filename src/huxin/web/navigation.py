"""Who sees which pages in the head of every page; only what the permission table allows."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from huxin.access.actor import Actor
from huxin.access.gate import may
from huxin.kernel.texts import N_, Message, message

__all__ = ["AUDIENCES", "Link", "audience_of", "home_of", "navigation"]

COMPANIES = frozenset(
    {"general_contractor", "subcontractor", "construction_enterprise", "labour_wage_officer"}
)
DEVELOPERS = frozenset({"developer", "state_enterprise", "district_investment_company"})
ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})
AUDIENCES = ("government", "contractor", "developer", "bank", "worker", "administrator", "public")


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the navigation."""

    url: str
    title: Message


LINKS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "government": (
        ("government:board", "warnings.warning.view", N_("Today")),
        ("government:places", "warnings.warning.view", N_("Places and sectors")),
        ("government:warnings", "warnings.warning.view", N_("Warnings")),
        ("government:projects", "registry.project.view", N_("Projects")),
        ("government:people", "registry.worker.find", N_("Workers")),
        ("government:registers", "registry.project.view", N_("Registers")),
        ("intake:receipts", "intake.receipt.view", N_("Files received")),
    ),
    "contractor": (
        ("contractor:today", "registry.project.view", N_("To do")),
        ("contractor:projects", "registry.project.view", N_("Projects")),
        ("intake:receipts", "intake.receipt.view", N_("Files sent in")),
        ("contractor:warnings", "warnings.warning.view", N_("Warnings on us")),
    ),
    "developer": (
        ("developer:projects", "registry.project.view", N_("Projects")),
        ("developer:warnings", "warnings.warning.view", N_("Warnings")),
    ),
    "bank": (("bank:accounts", "registry.account.view", N_("Special accounts")),),
    "worker": (
        ("worker:home", "registry.worker.self", N_("My sites")),
        ("worker:days", "registry.worker.self", N_("My days")),
        ("worker:card", "registry.worker.self", N_("My card")),
        ("worker:looked", "registry.worker.self", N_("Who looked")),
    ),
    "administrator": (("access:people", "access.account.view", N_("People and roles")),),
    "public": (),
}


def audience_of(actor: Actor) -> str:
    """Whose pages these are; somebody with several roles gets the widest."""
    roles = actor.roles
    if actor.account is None:
        return "public"
    if "migrant_worker" in roles:
        return "worker"
    for audience, members in (
        ("bank", {"account_bank"}),
        ("contractor", COMPANIES),
        ("developer", DEVELOPERS),
        ("administrator", ADMINISTRATORS),
    ):
        if roles & members:
            return audience
    return "government" if roles - {"signed_in"} else "public"


def navigation(actor: Actor) -> tuple[Link, ...]:
    """The entries that this actor may open."""
    found = []
    for name, operation, title in LINKS[audience_of(actor)]:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        if may(operation, actor=actor):
            found.append(Link(url, message(title)))
    return tuple(found)


def home_of(actor: Actor) -> str:
    """Where somebody lands after signing in."""
    links = navigation(actor)
    return links[0].url if links else "/"
