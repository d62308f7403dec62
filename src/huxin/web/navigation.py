"""Who sees which pages in the head of every page; only what the permission table allows."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from huxin.access.actor import Actor
from huxin.access.gate import may
from huxin.kernel.texts import N_, Message, message

__all__ = ["AUDIENCES", "Link", "audience_of", "home_of", "navigation"]

COMPANIES = frozenset(
    {
        "general_contractor",
        "subcontractor",
        "construction_enterprise",
        "labour_wage_officer",
        "employer",
    }
)
DEVELOPERS = frozenset({"developer", "state_enterprise", "district_investment_company"})
SUPPLIERS = frozenset({"account_bank", "utility_supplier", "premises_lessor"})
"""Those who tell what they have on record of firms: a bank of its accounts, others of fees."""
ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})
AUDIENCES = ("government", "contractor", "developer", "bank", "worker", "administrator", "public")


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the navigation."""

    url: str
    title: Message
    is_here: bool = False


KEEPING = ("accounts:list", "access.account.create", N_("Accounts"))
"""For administrators of units; everybody may see his own account, on a page of its own."""
LINKS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "government": (
        ("warnings:board", "warnings.hazard.view", N_("Today")),
        ("warnings:places", "warnings.hazard.view", N_("By place")),
        ("warnings:list", "warnings.warning.view", N_("Warnings")),
        ("projects:list", "registry.project.view", N_("Projects")),
        ("people:search", "registry.worker.find", N_("Migrant workers")),
        ("projects:registers", "registry.project.view", N_("Registers")),
        ("figures:list", "registry.figure.view", N_("Indicators")),
        ("intake:receipts", "intake.receipt.view", N_("Files in")),
        ("bodies:list", "access.body.view", N_("Units")),
        ("office:seats", "access.seat.view", N_("Leading group")),
        ("acts:counter-help", "access.worker.assist", N_("Counter")),
        KEEPING,
    ),
    "contractor": (
        ("todo", "registry.project.view", N_("To do today")),
        ("warnings:on-us", "warnings.warning.view", N_("Warnings on us")),
        ("projects:list", "registry.project.view", N_("Projects")),
        ("people:search", "registry.worker.find", N_("Migrant workers")),
        ("intake:receipts", "intake.receipt.view", N_("Files sent in")),
        ("bodies:list", "access.body.view", N_("Units")),
        KEEPING,
    ),
    "developer": (
        ("todo", "registry.project.view", N_("To do today")),
        ("projects:list", "registry.project.view", N_("Projects")),
        ("warnings:on-us", "warnings.warning.view", N_("Warnings on us")),
        ("projects:registers", "registry.project.view", N_("Registers")),
        KEEPING,
    ),
    "bank": (
        ("todo", "registry.project.view", N_("To do today")),
        ("projects:registers", "registry.project.view", N_("Registers")),
        ("projects:list", "registry.project.view", N_("Projects")),
        ("figures:list", "registry.figure.view", N_("Indicators")),
        ("intake:receipts", "intake.receipt.view", N_("Files sent in")),
        KEEPING,
    ),
    "worker": (
        ("worker:home", "registry.worker.view_own", N_("My sites")),
        ("worker:days", "wages.days.view", N_("My days")),
        ("worker:card", "registry.worker.view_own", N_("My card")),
        ("worker:looked", "registry.worker.view_own", N_("Who looked")),
    ),
    "administrator": (
        ("accounts:list", "access.account.view", N_("People and roles")),
        ("bodies:list", "access.body.view", N_("Units")),
        ("office:seats", "access.seat.view", N_("Leading group")),
        ("accounts:keys", "access.key.view", N_("Keys of systems")),
        ("accounts:exports", "access.export.view", N_("Exports")),
        ("accounts:looks", "access.reveal.view", N_("Protected data opened")),
    ),
    "public": (),
}
"""Short names: at 1280 px everything an officer may open stands on one row, in both languages."""


def audience_of(actor: Actor) -> str:
    """Whose pages these are; somebody with several roles gets the widest."""
    roles = actor.roles
    if actor.account is None:
        return "public"
    if "migrant_worker" in roles:
        return "worker"
    for audience, members in (
        ("bank", SUPPLIERS),
        ("contractor", COMPANIES),
        ("developer", DEVELOPERS),
        ("administrator", ADMINISTRATORS),
    ):
        if roles & members:
            return audience
    return "government" if roles - {"signed_in"} else "public"


def navigation(actor: Actor, *paths: str) -> tuple[Link, ...]:
    """The entries that this actor may open.

    Here is the one that the first of `paths` which lies below any of them lies nearest below.
    """
    allowed = [
        (reverse(name), title)
        for name, operation, title in LINKS[audience_of(actor)]
        if may(operation, actor=actor)
    ]
    above = ([url for url, _ in allowed if path.startswith(url)] for path in paths)
    here = next((max(found, key=len) for found in above if found), "")
    return tuple(Link(url, message(title), url == here) for url, title in allowed)


def home_of(actor: Actor) -> str:
    """Where somebody lands after signing in."""
    links = navigation(actor)
    return links[0].url if links else "/"
