"""What is done to people on a roster: stay, contracts, wage card, certificates, own record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from huxin.access.gate import may
from huxin.formats.trades import trade_names
from huxin.kernel.errors import InputError
from huxin.kernel.texts import N_, message
from huxin.registry.actions import cards, contracts, enrolment, workers
from huxin.registry.actions.scans import open_scan
from huxin.registry.models import Card, Certificate, Enrolment, LabourContract, Worker
from huxin.registry.policy.contracts import TERMS, UNNAMED_TERM, Terms
from huxin.web.act import Act, Crumb, Offers, offered
from huxin.web.acts.of_project import who
from huxin.web.acts.scans import FILED, REPLACES, Scanned, handed, put
from huxin.web.ask import ActForm, Choice, Day, Ticks, Words, Yuan
from huxin.web.page import Request, speaker_of
from huxin.web.words import WORKERS

__all__ = ["ACTS", "offers"]

STATED = {code: text for code, text in TERMS.items() if code != UNNAMED_TERM}


class Leaving(ActForm):
    """The worker has left the site."""

    at: ClassVar = {"date.": "left_on"}
    left_on = Day(N_("Last day on the site"), today=True)


class Amending(ActForm):
    """The enrolment as it should be."""

    entered_on = Day(N_("First day on the site"), required=False)
    left_on = Day(N_("Last day on the site"), required=False)
    team = Words(N_("Team"), 60, required=False)
    trade = Choice(N_("Trade"), {"": "–"}, required=False)
    post = Choice(N_("Post"), WORKERS)
    clock_user = Words(N_("Number on the clock"), 24, required=False)
    day_rate_fen = Yuan(N_("Pay per day (yuan)"), required=False)
    reason = Words(N_("Reason"), 200)

    def start(self) -> dict[str, Any]:
        """The record as it stands."""
        return stands(self.row)

    def offer_trade(self) -> list[tuple[str, str]]:
        return [("", "–"), *trade_names(self.request.language).items()]


class Contract(ActForm):
    """A labour contract with the employer on this site."""

    at: ClassVar = {"date.future": "signed_on", "date.contract": "to_on"}
    number = Words(N_("Contract number"), 60, required=False)
    signed_on = Day(N_("Labour contract signed on"))
    from_on = Day(N_("Contract runs from"))
    to_on = Day(
        N_("Contract runs to"), required=False, help_text=N_("Empty: until the work is done.")
    )
    filed_on = Day(N_("Contract filed on"), required=False)


class Filing(ActForm):
    """The contract was filed with the labour authority."""

    at: ClassVar = {"date.": "filed_on"}
    filed_on = Day(N_("Contract filed on"), today=True)


class Ending(ActForm):
    """The contract ends."""

    at: ClassVar = {"date.": "to_on"}
    to_on = Day(N_("Contract runs to"), today=True)
    reason = Words(N_("Reason"), 200)


class Reading(ActForm):
    """What somebody who has the contract before him finds in it."""

    stated = Ticks(N_("What the contract states"), STATED)

    def start(self) -> dict[str, Any]:
        """What its last reader found."""
        missing = self.row.terms_missing
        return (
            {} if missing is None else {"stated": [each for each in STATED if each not in missing]}
        )


class CardAsked(ActForm):
    """A wage card; it must be the worker's own."""

    at: ClassVar = {"card": "number"}
    number = Words(
        N_("Card number"), 40,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    bank = Words(N_("Bank"), required=False)


class Nothing(ActForm):
    """Nothing more is to be said."""


class CertificateAsked(ActForm):
    """A trade certificate as the paper has it."""

    at: ClassVar = {"date.": "to_on"}
    kind = Words(N_("Kind of certificate"), 60)
    number = Words(N_("Certificate number"), 60)
    issued_on = Day(N_("Issued on"), required=False)
    to_on = Day(N_("Valid until"), required=False, help_text=N_("Empty: it does not expire."))


class Opening(ActForm):
    """Why a worker's paper is opened."""

    at: ClassVar = {"reveal.reason": "reason"}
    reason = Words(N_("Why do you need it?"), 200)


class Naming(ActForm):
    """The name as the identity card has it."""

    name = Words(N_("Name"), 40)
    reason = Words(N_("Reason"), 200)

    def start(self) -> dict[str, Any]:
        """The name on record."""
        return {"name": self.row.name}


class Phoning(ActForm):
    """Another phone, entered at the counter."""

    at: ClassVar = {"phone": "phone"}
    phone = Words(N_("New phone number"), 20)
    seen = forms.BooleanField(
        label=N_("I have seen the worker and his identity card, and the phone is in his hands.")
    )


def stands(stay: Enrolment) -> dict[str, Any]:
    """What of an enrolment can be amended, as it is on record."""
    names = ("entered_on", "left_on", "trade", "post", "clock_user", "day_rate_fen")
    held = {name: getattr(stay, name) for name in names}
    return {**held, "team": stay.team.name if stay.team else ""}


def _leave(row: Enrolment, said: dict[str, Any], request: Request) -> object:
    return enrolment.leave(row.pk, **said, **who(request))


def _amend(row: Enrolment, said: dict[str, Any], request: Request) -> object:
    """Only what differs from the record is said to the action."""
    reason, old = said.pop("reason"), stands(row)
    new = {name: each for name, each in said.items() if each not in (None, "", old[name])}
    if not new:
        raise InputError(
            message("Nothing differs from the record."),
            remedy=message("Change what is wrong; what stays empty is left as it is."),
        )
    return enrolment.amend(row.pk, enrolment.Amendment(**new), reason=reason, **who(request))


def _contract(row: Enrolment, said: dict[str, Any], request: Request) -> object:
    return contracts.record_own_contract(row.pk, Terms(**said), **who(request))


def _file(row: LabourContract, said: dict[str, Any], request: Request) -> object:
    return contracts.file_contract(row.pk, **said, **who(request))


def _end(row: LabourContract, said: dict[str, Any], request: Request) -> object:
    return contracts.end_contract(row.pk, **said, **who(request))


def _check(row: LabourContract, said: dict[str, Any], request: Request) -> object:
    return contracts.check_terms(row.pk, **said, **who(request))


def _card(row: Enrolment, said: dict[str, Any], request: Request) -> object:
    return cards.register_card(row.worker_id, **said, **who(request))


def _change_card(row: Worker, said: dict[str, Any], request: Request) -> object:
    return cards.change_card(row.pk, **said, **who(request))


def _confirm_card(row: Card, _: dict[str, Any], request: Request) -> object:
    return cards.confirm_card(row.pk, **who(request))


def _refuse_card(row: Card, _: dict[str, Any], request: Request) -> object:
    return cards.refuse_card(row.pk, **who(request))


def _certificate(row: Enrolment, said: dict[str, Any], request: Request) -> object:
    form = workers.CertificateForm(**said)
    return workers.record_certificate(row.worker_id, form, **who(request))


def _open(
    row: LabourContract | Certificate, said: dict[str, Any], request: Request
) -> HttpResponse:
    scan = open_scan(type(row), row.pk, reason=said["reason"], **who(request))
    return handed(scan, row.pk)


def _name(row: Worker, said: dict[str, Any], request: Request) -> object:
    return workers.correct_name(row.pk, **said, **who(request))


def _phone(row: Worker, said: dict[str, Any], request: Request) -> object:
    return workers.change_phone(row.pk, phone=said["phone"], **who(request))


def _of_stay(row: Enrolment, request: Request) -> list[Crumb]:
    """The way to a line of a roster, and back to it."""
    say = speaker_of(request).t
    return [
        (row.project.name, reverse("projects:one", kwargs={"key": row.project_id})),
        (say("Roster"), reverse("people:roster", kwargs={"project": row.project_id})),
        (row.worker.name, reverse("enrolment:one", kwargs={"key": row.pk})),
    ]


def _of_worker(row: Worker | Card | Certificate, request: Request) -> list[Crumb]:
    worker = row if isinstance(row, Worker) else row.worker
    return [
        (speaker_of(request).t("Migrant workers"), reverse("people:search")),
        (worker.name, reverse("people:worker", kwargs={"key": worker.pk})),
    ]


def _of_contract(row: LabourContract, request: Request) -> list[Crumb]:
    """The line of the roster that it belongs to; a contract may come before its enrolment."""
    stays = Enrolment.objects.filter(
        project=row.project_id, worker=row.worker_id, party__body=row.employer_id
    )
    stay = stays.order_by("-pk").first()
    return _of_worker(row.worker, request) if stay is None else _of_stay(stay, request)


def _act(name: str, operation: str, route: str, of: Any, form: Any, do: Any, done: str,
         **other: Any) -> Act:  # fmt: skip
    ways: dict[Any, Callable[[Any, Request], list[Crumb]]] = {
        Enrolment: _of_stay, LabourContract: _of_contract, Worker: _of_worker, Card: _of_worker,
        Certificate: _of_worker,
    }  # fmt: skip
    return Act(name, f"registry.{operation}", route, of, form, do, done, ways[of], **other)


ACTS = (
    _act("stay-leave", "enrolment.leave", "enrolments/<int:key>/leave", Enrolment, Leaving, _leave,
         N_("The exit is entered.")),
    _act("stay-amend", "enrolment.amend", "enrolments/<int:key>/amend", Enrolment, Amending, _amend,
         N_("The enrolment is corrected."),
         lead=N_("The record until now and your reason stay in the history.")),
    _act("stay-contract", "contract.record", "enrolments/<int:key>/contract", Enrolment, Contract,
         _contract, N_("The labour contract is on record."),
         lead=N_("A contract from the same day is brought up to date.")),
    _act("stay-card", "card.register", "enrolments/<int:key>/card", Enrolment, CardAsked, _card,
         N_("The card is entered."), lead=N_("The card must be the worker's own.")),
    _act("stay-certificate", "certificate.record", "enrolments/<int:key>/certificate", Enrolment,
         CertificateAsked, _certificate, N_("The certificate is on record.")),
    _act("contract-file", "contract.file", "contracts/<int:key>/file", LabourContract, Filing,
         _file, N_("The filing is entered.")),
    _act("contract-check", "contract.check", "contracts/<int:key>/check", LabourContract, Reading,
         _check, N_("What was read is entered."),
         lead=N_("Tick what the paper says; what is not ticked is entered as missing.")),
    _act("contract-end", "contract.end", "contracts/<int:key>/end", LabourContract, Ending, _end,
         N_("The end is entered.")),
    _act("contract-scan", "contract.record", "contracts/<int:key>/scan", LabourContract, Scanned,
         put, FILED, title=N_("File the scan of the contract"), lead=REPLACES),
    _act("contract-open", "contract.reveal", "contracts/<int:key>/open", LabourContract, Opening,
         _open, "", lead=N_("The worker can read who looked, when and why.")),
    _act("certificate-scan", "certificate.record", "certificates/<int:key>/scan", Certificate,
         Scanned, put, FILED, title=N_("File the scan of the certificate"), lead=REPLACES),
    _act("certificate-open", "certificate.reveal", "certificates/<int:key>/open", Certificate,
         Opening, _open, "", lead=N_("The worker can read who looked, when and why.")),
    _act("card-change", "card.change", "workers/<int:key>/card/change", Worker, CardAsked,
         _change_card, N_("The card is entered; the worker's phone is told."),
         lead=N_("At the counter, with the worker before you. The card must be his own.")),
    _act("card-confirm", "card.confirm", "cards/<int:key>/confirm", Card, Nothing, _confirm_card,
         N_("Wages go to this card from now on."),
         lead=N_("You confirm as the second person that the card is the worker's own.")),
    _act("card-refuse", "card.refuse", "cards/<int:key>/refuse", Card, Nothing, _refuse_card,
         N_("The card is refused. Wages go on to the card before it."), is_grave=True,
         lead=N_("The card ends before anything was paid to it.")),
    _act("worker-name", "worker.correct_name", "workers/<int:key>/name", Worker, Naming, _name,
         N_("The name is corrected."), lead=N_("As it stands on the identity card.")),
    _act("worker-phone", "worker.change_phone", "workers/<int:key>/phone", Worker, Phoning, _phone,
         N_("The phone is changed; the old one is told."),
         title=N_("Change the phone at the counter"),
         lead=N_("The old phone gets a message and signs in no more. A number that several bear is "
                 "proven as his own by entering it again.")),
)  # fmt: skip


def offers(request: Request) -> Offers:
    """Which of them the reader may do, for templates."""
    operations = {each.operation for each in ACTS}
    allowed = {each for each in operations if may(each, actor=request.actor)}
    return offered(ACTS, request, allowed)
