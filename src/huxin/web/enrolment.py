"""One line of a roster: stay, contracts, card and certificates, and what can be done to each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from huxin.kernel.clock import CHINA
from huxin.kernel.errors import InputError
from huxin.kernel.money import parse_fen
from huxin.kernel.texts import N_, message
from huxin.registry.actions.cards import change_card, confirm_card, refuse_card, register_card
from huxin.registry.actions.contracts import (
    check_terms,
    end_contract,
    file_contract,
    record_own_contract,
)
from huxin.registry.actions.enrolment import Amendment, amend, leave
from huxin.registry.actions.workers import CertificateForm, record_certificate
from huxin.registry.policy.contracts import Terms
from huxin.registry.queries.enrolment import EnrolmentPage, enrolment_page
from huxin.web import enrolment_forms as typed
from huxin.web.moves import Attempt, Move, Offer, move, offer
from huxin.web.page import Request, page, render
from huxin.web.words import WORKERS

__all__ = ["MOVES", "enrolment", "moves"]

SEE = "registry.worker.view"


@page(SEE)
def enrolment(request: Request, *, key: int) -> HttpResponse:
    """Somebody on the roster of a site: all that the labour-wage officer keeps of him."""
    return _shown(request, key)


def _shown(request: Request, key: int, attempt: Attempt | None = None) -> HttpResponse:
    today = request.now.astimezone(CHINA).date()
    found = enrolment_page(key, on=today, actor=request.actor)

    def asked(name: str, part: int | str = "", **initial: Any) -> Offer | None:
        return offer(MOVES, name, request, part=part, initial=initial, attempt=attempt)

    contracts = [
        (
            each,
            None if each.filed_on else asked("file", each.contract, filed_on=today),
            asked("check", each.contract, stated=_stated(found, each.terms_missing)),
            asked("end", each.contract, to_on=each.to_on or today),
        )
        for each in found.contracts
    ]
    card = next((each for each in found.worker.cards if each.ended_at is None), None)
    waits = card is not None and (card.usable_at is None or card.usable_at > request.now)
    shown = {
        "found": found,
        "posts": WORKERS,
        "contracts": contracts,
        "card": card,
        "waits": waits,
        "leave": None if found.left_on else asked("leave", left_on=today),
        "amend": asked("amend", **_as_it_stands(found)),
        "contract": asked("contract"),
        "put_card": asked("change-card" if card else "card"),
        "confirm": asked("confirm-card", card.card) if card and card.usable_at is None else None,
        "refuse": asked("refuse-card", card.card) if card and waits else None,
        "certificate": asked("certificate"),
        "attempt": attempt,
    }
    return render(request, "people/enrolment.html", shown, status=422 if attempt else 200)


def _stated(found: EnrolmentPage, missing: Any) -> list[str]:
    """What the last reader of a contract found in it."""
    if missing is None:
        return []
    lacking = {each.text for each in missing}
    return [code for code, text in found.required_terms.items() if text not in lacking]


def _as_it_stands(found: EnrolmentPage) -> dict[str, Any]:
    rate = found.day_rate_fen
    return {
        "entered_on": found.entered_on, "left_on": found.left_on, "team": found.team,
        "trade": found.trade, "post": found.post, "clock_user": found.clock_user,
        "day_rate": f"{rate // 100}.{rate % 100:02d}" if rate is not None else "",
    }  # fmt: skip


def _leave(request: Request, key: int, said: dict[str, Any]) -> object:
    return leave(key, left_on=said["left_on"], actor=request.actor, now=request.now)


def _amend(request: Request, key: int, said: dict[str, Any]) -> object:
    """Only what differs from the record is said to the action."""
    today = request.now.astimezone(CHINA).date()
    stands = _as_it_stands(enrolment_page(key, on=today, actor=request.actor))
    new = {
        name: said[name]
        for name, old in stands.items()
        if said[name] not in (None, "") and said[name] != old
    }
    if "day_rate" in new:
        new["day_rate_fen"] = parse_fen(new.pop("day_rate"))
    if not new:
        raise InputError(
            message("Nothing differs from the record."),
            remedy=message("Change what is wrong; what stays empty is left as it is."),
        )
    changed = Amendment(**new)
    return amend(key, changed, reason=said["reason"], actor=request.actor, now=request.now)


def _contract(request: Request, key: int, said: dict[str, Any]) -> object:
    terms = Terms(
        said["signed_on"], said["from_on"], said["to_on"], said["filed_on"], number=said["number"]
    )
    return record_own_contract(key, terms, actor=request.actor, now=request.now)


def _file(request: Request, _: int, said: dict[str, Any]) -> object:
    return file_contract(
        said["contract"], filed_on=said["filed_on"], actor=request.actor, now=request.now
    )


def _end(request: Request, _: int, said: dict[str, Any]) -> object:
    return end_contract(
        said["contract"], to_on=said["to_on"], reason=said["reason"], actor=request.actor,
        now=request.now,
    )  # fmt: skip


def _check(request: Request, _: int, said: dict[str, Any]) -> object:
    return check_terms(
        said["contract"], stated=said["stated"], actor=request.actor, now=request.now
    )


def _worker(request: Request, key: int) -> int:
    today = request.now.astimezone(CHINA).date()
    return enrolment_page(key, on=today, actor=request.actor).worker.worker


def _card(request: Request, key: int, said: dict[str, Any]) -> object:
    return register_card(
        _worker(request, key), number=said["number"], bank=said["bank"], actor=request.actor,
        now=request.now,
    )  # fmt: skip


def _change_card(request: Request, key: int, said: dict[str, Any]) -> object:
    return change_card(
        _worker(request, key), number=said["number"], bank=said["bank"], actor=request.actor,
        now=request.now,
    )  # fmt: skip


def _confirm_card(request: Request, _: int, said: dict[str, Any]) -> object:
    return confirm_card(said["card"], actor=request.actor, now=request.now)


def _refuse_card(request: Request, _: int, said: dict[str, Any]) -> object:
    return refuse_card(said["card"], actor=request.actor, now=request.now)


def _certificate(request: Request, key: int, said: dict[str, Any]) -> object:
    return record_certificate(
        _worker(request, key), CertificateForm(**said), actor=request.actor, now=request.now
    )


MOVES: Mapping[str, Move] = {
    "leave": Move(
        "registry.enrolment.leave", typed.LeaveForm, _leave, N_("The exit is entered.")
    ),
    "amend": Move(
        "registry.enrolment.amend", typed.AmendForm, _amend, N_("The enrolment is corrected.")
    ),
    "contract": Move(
        "registry.contract.record", typed.ContractForm, _contract,
        N_("The labour contract is on record."),
    ),
    "file": Move(
        "registry.contract.file", typed.FileForm, _file, N_("The filing is entered."), "contract"
    ),
    "end": Move(
        "registry.contract.end", typed.EndForm, _end, N_("The end is entered."), "contract"
    ),
    "check": Move(
        "registry.contract.check", typed.TermsForm, _check, N_("What was read is entered."),
        "contract",
    ),
    "card": Move("registry.card.register", typed.CardForm, _card, N_("The card is entered.")),
    "change-card": Move(
        "registry.card.change", typed.CardForm, _change_card,
        N_("The card is entered; the worker's phone is told."),
    ),
    "confirm-card": Move(
        "registry.card.confirm", typed.CardKeyForm, _confirm_card,
        N_("Wages go to this card from now on."), "card",
    ),
    "refuse-card": Move(
        "registry.card.refuse", typed.CardKeyForm, _refuse_card,
        N_("The card is refused. Wages go on to the card before it."), "card",
    ),
    "certificate": Move(
        "registry.certificate.record", typed.CertificateForm, _certificate,
        N_("The certificate is on record."),
    ),
}  # fmt: skip


def _address(key: int) -> str:
    return reverse("enrolment:one", kwargs={"key": key})


moves = {name: move(MOVES, name, shown=_shown, address=_address) for name in MOVES}
