"""The forms of a roster's line."""

from __future__ import annotations

from django import forms

from huxin.formats.trades import trade_names
from huxin.kernel.texts import N_
from huxin.registry.policy.contracts import TERMS, UNNAMED_TERM
from huxin.web.moves import DAY
from huxin.web.words import WORKERS

__all__ = [
    "AmendForm", "CardForm", "CardKeyForm", "CertificateForm", "ContractForm", "EndForm",
    "FileForm", "LeaveForm", "TermsForm",
]  # fmt: skip

KEY_MAX = 2**63 - 1


def _key() -> forms.IntegerField:
    return forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=KEY_MAX)


def _day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=DAY, help_text=help_text)


class LeaveForm(forms.Form):
    """The worker has left the site."""

    left_on = _day(N_("Last day on the site"))


class AmendForm(forms.Form):
    """The enrolment as it should be."""

    entered_on = _day(N_("First day on the site"), required=False)
    left_on = _day(N_("Last day on the site"), required=False)
    team = forms.CharField(label=N_("Team"), max_length=60, required=False)
    trade = forms.ChoiceField(label=N_("Trade"), required=False)
    post = forms.ChoiceField(label=N_("Post"), choices=list(WORKERS.items()))
    clock_user = forms.CharField(label=N_("Number on the clock"), max_length=24, required=False)
    day_rate = forms.CharField(label=N_("Pay per day (yuan)"), max_length=20, required=False)
    reason = forms.CharField(label=N_("Reason"), max_length=200)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        trades = [("", "–"), *trade_names().items()]
        self.fields["trade"] = forms.ChoiceField(label=N_("Trade"), required=False, choices=trades)


class ContractForm(forms.Form):
    """A labour contract with the employer on this site."""

    number = forms.CharField(label=N_("Contract number"), max_length=60, required=False)
    signed_on = _day(N_("Labour contract signed on"))
    from_on = _day(N_("Contract runs from"))
    to_on = _day(
        N_("Contract runs to"), required=False, help_text=N_("Empty: until the work is done.")
    )
    filed_on = _day(N_("Contract filed on"), required=False)


class FileForm(forms.Form):
    """The contract was filed with the labour authority."""

    contract = _key()
    filed_on = _day(N_("Contract filed on"))


class EndForm(forms.Form):
    """The contract ends."""

    contract = _key()
    to_on = _day(N_("Contract runs to"))
    reason = forms.CharField(label=N_("Reason"), max_length=200)


class TermsForm(forms.Form):
    """What somebody who has the contract before him finds in it."""

    contract = _key()
    stated = forms.MultipleChoiceField(
        label=N_("What the contract states"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(code, text) for code, text in TERMS.items() if code != UNNAMED_TERM],
    )  # fmt: skip


class CardForm(forms.Form):
    """A wage card."""

    number = forms.CharField(
        label=N_("Card number"), max_length=40,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    bank = forms.CharField(label=N_("Bank"), max_length=80, required=False)


class CardKeyForm(forms.Form):
    """Which card is meant."""

    card = _key()


class CertificateForm(forms.Form):
    """A trade certificate as the paper has it."""

    kind = forms.CharField(label=N_("Kind of certificate"), max_length=60)
    number = forms.CharField(label=N_("Certificate number"), max_length=60)
    issued_on = _day(N_("Issued on"), required=False)
    to_on = _day(N_("Valid until"), required=False, help_text=N_("Empty: it does not expire."))
