"""What forms ask for, in the field's terms: days, yuan, shares, yes or no, bodies, lists of words.

An `ActForm` knows the object it is about and who asks, so that its fields can offer what is there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from huxin.check.render.words import Speaker
from huxin.kernel.clock import CHINA
from huxin.kernel.errors import HuxinError
from huxin.kernel.money import parse_fen
from huxin.kernel.texts import N_, message
from huxin.registry.queries.bodies import bodies, body_named
from huxin.web.page import Request, speaker_of

__all__ = [
    "DAY", "ActForm", "BodyName", "Choice", "Day", "Long", "Pick", "Share", "Ticks", "Whole",
    "Words", "YesNo", "Yuan",
]  # fmt: skip

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
PPM_OF_PERCENT = 10_000
OFFERED_MAX = 50
UNKNOWN: tuple[tuple[str, str], ...] = (
    ("", N_("not known")), ("yes", N_("yes")), ("no", N_("no"))
)  # fmt: skip
Pairs = Iterable[tuple[Any, str]]


class Day(forms.DateField):
    """A day; `today=True` offers today's."""

    def __init__(self, label: str, *, today: bool = False, **options: Any) -> None:
        self.today = today
        super().__init__(label=label, widget=DAY, **options)


class Words(forms.CharField):
    """A line of text."""

    def __init__(self, label: str, most: int = 80, **options: Any) -> None:
        super().__init__(label=label, max_length=most, **options)


class Long(forms.CharField):
    """Several lines of text."""

    def __init__(self, label: str, most: int = 300, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea({"rows": 3}))
        super().__init__(label=label, max_length=most, **options)


class Whole(forms.IntegerField):
    """A whole number from `least` to `most`."""

    def __init__(self, label: str, least: int, most: int, **options: Any) -> None:
        super().__init__(label=label, min_value=least, max_value=most, **options)


class Share(forms.DecimalField):
    """A share in percent, as millionths."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(
            label=label, min_value=0, max_value=100, max_digits=7, decimal_places=4, **options
        )

    def clean(self, value: Any) -> int | None:
        """Millionths; raises ValidationError."""
        found = super().clean(value)
        return None if found is None else int(found * PPM_OF_PERCENT)

    def prepare_value(self, value: Any) -> Any:
        """Percent as it is typed."""
        return (Decimal(value) / PPM_OF_PERCENT).normalize() if isinstance(value, int) else value


class YesNo(forms.TypedChoiceField):
    """Yes, no, or not known (None)."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(
            label=label, choices=UNKNOWN, coerce=lambda text: text == "yes", empty_value=None,
            required=False, **options,
        )  # fmt: skip

    def prepare_value(self, value: Any) -> Any:
        """The word of a kept value."""
        return {True: "yes", False: "no", None: ""}.get(value, value)


class Choice(forms.ChoiceField):
    """One code of a fixed list of words."""

    def __init__(self, label: str, words: Mapping[str, str], **options: Any) -> None:
        super().__init__(label=label, choices=list(words.items()), **options)


class Pick(forms.TypedChoiceField):
    """One row by its key; the form's `offer_<name>` says which there are."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label=label, coerce=int, empty_value=None, **options)


class Ticks(forms.MultipleChoiceField):
    """Several codes of a list; `offer_<name>` or fixed words say which there are."""

    def __init__(self, label: str, words: Mapping[str, str] | None = None, **options: Any) -> None:
        super().__init__(
            label=label, choices=list((words or {}).items()), required=False,
            widget=forms.CheckboxSelectMultiple, **options,
        )  # fmt: skip


class Yuan(forms.CharField):
    """A sum in yuan, as whole fen; empty is None."""

    language = "zh"

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(
            label=label, max_length=30, widget=forms.TextInput({"inputmode": "decimal"}), **options
        )

    def clean(self, value: Any) -> int | None:
        """Fen; raises ValidationError for what is no sum of money."""
        text = super().clean(value)
        try:
            return parse_fen(text) if text else None
        except HuxinError as error:
            raise forms.ValidationError(error.what.say(self.language)) from None

    def prepare_value(self, value: Any) -> Any:
        """Yuan as it is typed."""
        return Speaker(self.language).money(value) if isinstance(value, int) else value


class Suggesting(forms.TextInput):
    """A line of text with suggestions."""

    options: Iterable[str] = ()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The input, and its suggestions when there are any."""
        own = dict(attrs or {})
        if not self.options:
            return super().render(name, value, own, renderer)
        own["list"] = f"{own.get('id', name)}-list"
        drawn = super().render(name, value, own, renderer)
        offered = format_html_join("", '<option value="{}">', ((each,) for each in self.options))
        return format_html("{}<datalist{}>{}</datalist>", drawn, flatatt({"id": own["list"]}),
                           offered)  # fmt: skip


class BodyName(forms.CharField):
    """A company, bank or department by its full name or credit code, as its key; empty is None."""

    actor: Any = None
    language = "zh"

    def __init__(self, label: str, kind: str = "", **options: Any) -> None:
        self.kind = kind
        options.setdefault("help_text", N_("Full name or credit code."))
        super().__init__(label=label, max_length=120, widget=Suggesting(), **options)

    def suggest(self) -> None:
        """Suggest what is within the reader's reach, unless that is too much to look through."""
        found = bodies(kind=self.kind, actor=self.actor) if self.kind else None
        if found is not None and not found.after and isinstance(self.widget, Suggesting):
            self.widget.options = [each.name for each in found.lines[:OFFERED_MAX]]

    def clean(self, value: Any) -> int | None:
        """The key; raises ValidationError when nobody is called so."""
        text = super().clean(value)
        if not text:
            return None
        found = body_named(text)
        if found is None or self.kind not in ("", found.kind):
            said = message("No body of this name or code is on record, or more than one.")
            raise forms.ValidationError(said.say(self.language))
        return found.key


class ActForm(forms.Form):
    """A form about `row` (None: about something new), asked by whoever sent `request`.

    `at` says beside which field an error belongs, by the beginning of its code. `offer_<field>`
    gives the choices of a field as they are; choices of its own are texts. `instead` stands
    for the fields where there is nothing to choose from: what is so, and what to do about it.
    """

    instead: tuple[str, ...] = ()
    at: ClassVar[Mapping[str, str]] = {}

    def __init__(self, data: Any = None, files: Any = None, *, row: Any, request: Request) -> None:
        super().__init__(data, files)
        self.row, self.request = row, request
        for name, field in self.fields.items():
            self._prepare(name, field)
        self.initial.update(self.start())

    def start(self) -> dict[str, Any]:
        """What stands in the fields at first."""
        return {}

    @property
    def today(self) -> dt.date:
        return self.request.now.astimezone(CHINA).date()

    def refuse(self, error: HuxinError) -> bool:
        """Put the error beside the field it is about; False when it is about none."""
        code = getattr(error, "code", "")
        name = next((field for start, field in self.at.items() if code.startswith(start)), None)
        if name is None:
            return False
        parts = (error.what, error.remedy)
        said = [each.say(self.request.language) for each in parts if each is not None]
        self.add_error(name, forms.ValidationError(said))
        return True

    def _prepare(self, name: str, field: forms.Field) -> None:
        offer: Callable[[], Pairs] | None = getattr(self, f"offer_{name}", None)
        if isinstance(field, forms.ChoiceField):
            say = speaker_of(self.request).t
            own: Any = field.choices
            field.choices = (
                [(code, say(text)) for code, text in own] if offer is None else list(offer())
            )
        if isinstance(field, Yuan | BodyName):
            field.language = self.request.language
        if isinstance(field, BodyName):
            field.actor = self.request.actor
            field.suggest()
        if isinstance(field, Day) and field.today:
            self.initial[name] = self.today
