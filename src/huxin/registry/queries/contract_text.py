"""A simple labour contract 简易劳动合同, filled in with what the registers know (NX-02-7).

Numbers of people are left blank: they are written by hand, from the card, when it is signed.
"""

from __future__ import annotations

from huxin.access.actor import Actor
from huxin.access.gate import reach
from huxin.access.models import Body, Region
from huxin.formats.trades import OTHER, trade_name
from huxin.kernel.money import yuan
from huxin.kernel.texts import N_, Message
from huxin.law.templates import Paper, paper
from huxin.registry.law import lawbook
from huxin.registry.models import Enrolment, Project

__all__ = ["blank_contract", "contract_of_project", "contract_of_stay"]

NAME, RECORD = "labour_contract", "registry.contract.record"
MONTHS = (N_("wages of the same month"), N_("wages of the month before"))


def blank_contract(place: Region) -> Paper | None:
    """The text of a place with nothing filled in."""
    found = _text(place)
    return None if found is None else found.filled({})


def contract_of_project(project: int, *, actor: Actor) -> Paper | None:
    """With the project, and the reader's own company where it takes part; raises NotFound."""
    site = reach(Project, project, RECORD, actor=actor)
    own = site.parties.filter(body__in=actor.bodies, left_on=None).select_related("body").first()
    found = _text(site.place)
    return found and found.filled(_of_project(site) | (_of_firm(own.body) if own else {}))


def contract_of_stay(enrolment: int, *, actor: Actor) -> Paper | None:
    """With the project, the employer there and what is agreed with the worker; raises NotFound."""
    stay = reach(Enrolment, enrolment, RECORD, actor=actor)
    found = _text(stay.project.place)
    if found is None:
        return None
    rate = "" if stay.day_rate_fen is None else yuan(stay.day_rate_fen)
    day = stay.entered_on
    begins = "" if day is None else f"{day.year}年{day.month}月{day.day}日"
    trade = "" if stay.trade == OTHER else trade_name(stay.trade)
    own = {"worker": stay.worker.name, "trade": trade, "day_rate": rate,
           "from_on": begins}  # fmt: skip
    return found.filled(_of_project(stay.project) | _of_firm(stay.party.body) | own)


def _text(place: Region) -> Paper | None:
    return paper(lawbook(), NAME, place=place.division, pack=place.pack or None)


def _of_project(site: Project) -> dict[str, str]:
    offset = site.pay_month_offset
    month = MONTHS[offset] if offset is not None and offset < len(MONTHS) else ""
    return {
        "project": site.name, "site": f"{site.place.name}{site.address}",
        "pay_day": str(site.pay_day or ""), "pay_month": Message(month).say("zh") if month else "",
    }  # fmt: skip


def _of_firm(firm: Body) -> dict[str, str]:
    return {
        "employer": firm.name, "credit_code": firm.credit_code, "employer_address": firm.address,
        "employer_phone": firm.phone,
    }  # fmt: skip
