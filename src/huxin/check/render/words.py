"""Words and figures that every renderer shares: severities, counts, money, dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huxin.check.model import SEVERITIES, Said
from huxin.kernel.texts import N_, Fen, Month, Value, message, show, translate

__all__ = ["ORDER", "SEVERITY", "SHAPE", "SORT_OF_TROUBLE", "Speaker", "percent"]

SEVERITY = {"red": N_("Red"), "orange": N_("Orange"), "yellow": N_("Yellow"), "blue": N_("Blue")}
SHAPE = {"red": "●", "orange": "◆", "yellow": "▲", "blue": "■"}
SORT_OF_TROUBLE = {
    "error": N_("to be corrected"),
    "warning": N_("to be checked"),
    "note": N_("for information"),
}
ORDER = {name: rank for rank, name in enumerate(SEVERITIES)}


def percent(part: int, whole: int) -> int:
    """`part` of `whole` in whole percent, half up; 0 when there is nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says things in one language; what templates and the text renderer call."""

    language: str

    def t(self, text: str, /, **values: Value) -> str:
        """The text key, translated and filled."""
        return message(text, **values).say(self.language)

    def not_judged(self, sites: int, day: dt.date) -> str:
        """Why nobody can say whether wages are owed."""
        if not sites:
            return self.t("The folder holds no site file that can be read.")
        return self.n(
            "The files of 1 site show no month of work whose pay day is known to have passed by "
            "{day}: wage sheets and attendance are missing, could not be read or are later, or no "
            "pay day is given.",
            "The files of {n} sites show no month of work whose pay day is known to have passed by "
            "{day}: wage sheets and attendance are missing, could not be read or are later, or no "
            "pay day is given.",
            sites,
            day=day,
        )

    def all_told(self, sites: int) -> str:
        """Why nothing stands among what could not be told."""
        if not sites:
            return self.t("No rule was run: there was nothing to judge.")
        return self.t("Nothing: every rule had what it needs.")

    def n(self, one: str, many: str, count: int, /, **values: Value) -> str:
        """`one` for exactly 1, else `many`; `{n}` is the count with thousands separators."""
        return message(one if count == 1 else many, n=f"{count:,}", **values).say(self.language)

    def say(self, said: Said | None) -> str:
        """What somebody said, or nothing."""
        return "" if said is None else said.say(self.language)

    def show(self, value: Value) -> str:
        """A value as people of the language write it; yes and no as words."""
        if isinstance(value, bool):
            return translate(N_("yes") if value else N_("no"), self.language)
        return show(value, self.language)

    def money(self, fen: int) -> str:
        """Yuan with thousands separators, no unit: the unit stands in the head of the column."""
        sign, whole = ("-" if fen < 0 else ""), abs(fen)
        return f"{sign}{whole // 100:,}.{whole % 100:02d}"

    def yuan(self, fen: int) -> str:
        """Yuan with the unit."""
        return show(Fen(fen), self.language)

    def large(self, fen: int) -> str:
        """A large sum as people say it: in 万元 in Chinese, in whole yuan in English; half up."""
        if self.language != "zh":
            return f"{(fen + 50) // 100:,}"
        ten_thousandths = (fen + 5_000) // 10_000
        return f"{ten_thousandths // 100:,}.{ten_thousandths % 100:02d}"

    def large_unit(self) -> str:
        """The unit that belongs to `large`."""
        return "万元" if self.language == "zh" else "yuan"

    def month(self, month: dt.date | None) -> str:
        """A month as people of the language write it."""
        return "" if month is None else show(Month(month.year, month.month, 1), self.language)

    def day(self, day: dt.date | None) -> str:
        """A day as tables print it."""
        return "" if day is None else day.isoformat()

    def long_day(self, day: dt.date) -> str:
        """A day as sentences print it."""
        return show(day, self.language)

    def severity(self, severity: str) -> str:
        """The word of a severity."""
        return translate(SEVERITY[severity], self.language)
