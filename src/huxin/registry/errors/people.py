"""Refusals about workers, contracts, enrolment and cards. None repeats a number of a person."""

from __future__ import annotations

import datetime as dt

from huxin.kernel.errors import HuxinError
from huxin.kernel.identity import Fault
from huxin.kernel.texts import Message, message

__all__ = [
    "AlreadyOnError",
    "CardKeptError",
    "CardOfOtherError",
    "EmployerError",
    "KeepOneError",
    "MergeBlockedError",
    "NoCardError",
    "NoContractError",
    "NumberError",
    "OtherNameError",
    "PersonError",
    "PhoneKeptError",
    "PhoneOfOtherError",
    "SecondPersonError",
    "SharedPhoneError",
    "TooManyRowsError",
    "UnderAgeError",
    "UnreasonedError",
    "WrongDateError",
    "WrongStateError",
]  # fmt: skip


class PersonError(HuxinError):
    """One record about a person that a register does not take; `code` is stable."""

    code = "person"


class NumberError(PersonError):
    """An identity, card or phone number, or a name, that cannot be used."""

    def __init__(self, fault: Fault) -> None:
        self.code = fault.code
        super().__init__(fault.what, rule="GB 11643", remedy=fault.remedy)
        if not fault.code.startswith("identity"):
            self.rule = ""

    @staticmethod
    def nameless() -> NumberError:
        """The row names nobody."""
        return NumberError(
            Fault(
                "name.empty",
                message("No name is given."),
                message("Enter the name as it stands on the identity card."),
            )
        )


class OtherNameError(PersonError):
    """The identity number is known under another name. The name on record is not told."""

    code = "worker.other_name"

    def __init__(self) -> None:
        super().__init__(
            message("This identity number is registered under another name."),
            remedy=message(
                "Compare both with the identity card. If the name on record is wrong, have the "
                "labour inspection correct it; if the number is wrong, enter it again."
            ),
        )


class UnderAgeError(PersonError):
    """Younger than the law's least age on the day of entry."""

    code = "worker.under_age"

    def __init__(self, on: dt.date, *, least: int, rule: str) -> None:
        super().__init__(
            message("On {on} this person is younger than {least} years.", on=on, least=least),
            rule=rule,
            remedy=message("Nobody of this age may be hired; compare the identity card."),
        )


class EmployerError(PersonError):
    """The employer of a row is no party of the project, or none that the actor acts for."""

    def __init__(self, code: str, what: Message, remedy: Message) -> None:
        self.code = code
        super().__init__(what, remedy=remedy)

    @staticmethod
    def unknown() -> EmployerError:
        """No such party on the project."""
        return EmployerError(
            "employer.not_party",
            message("The employing company is no party of this project."),
            message("Register it as a subcontractor of the project first, or correct its name."),
        )

    @staticmethod
    def unnamed() -> EmployerError:
        """No employer is named, and more than one may be meant."""
        return EmployerError(
            "employer.missing",
            message("No employing company is given."),
            message("Enter the company that signed the labour contract."),
        )

    @staticmethod
    def foreign() -> EmployerError:
        """A party whose people the actor may not enter."""
        return EmployerError(
            "employer.not_yours",
            message("You may not enter people of this company."),
            message("Have that company or the general contractor enter them."),
        )


class NoContractError(PersonError):
    """No labour contract with the employer is in force on the day of entry."""

    code = "contract.missing"

    def __init__(self, what: Message, *, rule: str) -> None:
        super().__init__(
            what,
            rule=rule,
            remedy=message("Sign the labour contract and record it here; then enrol the worker."),
        )


class WrongDateError(PersonError):
    """A date that cannot be: in the future, before another, before the last exit."""

    def __init__(self, code: str, what: Message) -> None:
        self.code = f"date.{code}"
        super().__init__(
            what, remedy=message("Check both dates against the papers and correct the wrong one.")
        )


class AlreadyOnError(PersonError):
    """The worker is on the site already: since another day, or with another employer."""

    code = "enrolment.already_on"

    def __init__(self, what: Message) -> None:
        super().__init__(
            what, remedy=message("Record his exit first, or correct the entry on record.")
        )


class CardOfOtherError(PersonError):
    """One card serves one worker."""

    code = "card.of_other"

    def __init__(self) -> None:
        super().__init__(
            message("This card is registered for another worker."),
            rule="CN-724-31",
            remedy=message(
                "Each worker is paid to his own card: enter his own. If it is his, have the "
                "labour inspection look at both records."
            ),
        )


class CardKeptError(PersonError):
    """Not a refusal: the row was taken, the worker's card on record stays."""

    code = "card.kept"

    def __init__(self) -> None:
        super().__init__(
            message(
                "The worker has another wage card on record; the one in this row was left out."
            ),
            remedy=message(
                "A card is changed by the worker himself on his phone or at the counter."
            ),
        )


class PhoneKeptError(PersonError):
    """Not a refusal: the row was taken, the worker's phone on record stays."""

    code = "phone.kept"

    def __init__(self) -> None:
        super().__init__(
            message("The worker has another phone on record; the one in this row was left out."),
            remedy=message(
                "A phone is changed by the worker himself on his phone or at the counter."
            ),
        )


class PhoneOfOtherError(PersonError):
    """Somebody else signs in with the phone."""

    code = "phone.of_other"

    def __init__(self) -> None:
        super().__init__(
            message("Another worker signs in with this phone."),
            remedy=message("Use a phone of his own, or have the other worker change his first."),
        )


class SharedPhoneError(PersonError):
    """A number on record for several workers tells none of them apart, so it signs in nobody."""

    code = "phone.shared"

    def __init__(self) -> None:
        super().__init__(
            message("This number is on record for several people; nobody signs in with it."),
            remedy=message(
                "Go with your identity card to a counter of the labour department: your pages are "
                "shown to you there, and a number of your own is entered."
            ),
        )


class UnreasonedError(PersonError):
    """What stands on record is put right, ended or decided with a reason only."""

    code = "change.unreasoned"

    def __init__(self) -> None:
        super().__init__(
            message("No reason is given for this change."),
            remedy=message("Say in a few words why; it stands in the history."),
        )


class NoCardError(PersonError):
    """There is no card to change."""

    code = "card.none"

    def __init__(self) -> None:
        super().__init__(
            message("The worker has no wage card on record."),
            remedy=message("Register his first card instead."),
        )


class SecondPersonError(PersonError):
    """A held card is confirmed by somebody else than who entered it."""

    code = "card.same_person"

    def __init__(self) -> None:
        super().__init__(
            message("Who entered the card cannot confirm it as well."),
            remedy=message("Have the worker confirm it on his phone, or a second officer."),
        )


class WrongStateError(PersonError):
    """The record is not in the state that the action needs."""

    code = "state"

    def __init__(self, what: Message) -> None:
        super().__init__(what, remedy=message("Look at the record as it stands now."))


class KeepOneError(PersonError):
    """A merge names the record to keep."""

    code = "likeness.keep"

    def __init__(self) -> None:
        super().__init__(
            message("The record to keep is neither of the two."),
            remedy=message("Choose one of the two records."),
        )


class MergeBlockedError(PersonError):
    """Both records hold what one person or firm can have once only."""

    code = "likeness.blocked"

    def __init__(self, what: Message) -> None:
        super().__init__(
            what, remedy=message("End one of the two first; then put the records together.")
        )


class TwoCodesError(PersonError):
    """Two firms with two sound credit codes are two firms."""

    code = "likeness.codes"

    def __init__(self) -> None:
        super().__init__(
            message("The record that would go has a credit code of its own, and it is sound."),
            remedy=message("Keep the record whose code is right; if both are, they are two firms."),
        )


class TooManyRowsError(PersonError):
    """A batch has a limit."""

    code = "rows.too_many"

    def __init__(self, rows: int, *, limit: int) -> None:
        super().__init__(
            message("{rows} rows are more than the {limit} that one list may have.",
                    rows=rows, limit=limit),
            remedy=message("Divide the list, for example by team."),
        )  # fmt: skip
