"""People and companies that do not exist, with numbers that pass every check digit.

Names are put together from common characters. Identity numbers follow GB 11643, credit codes
GB 32100, card numbers Luhn; phone numbers use a range that operators have not given out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from stdnum import luhn
from stdnum.cn import ric, uscc

from huxin.sim.dice import Dice

__all__ = ["BANKS", "Bank", "People", "Person", "credit_code"]

_FAMILY = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
    "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史"
    "顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_MALE = (
    "伟强军勇杰涛斌波辉刚健明亮建国华平志永生福贵海山林东成龙飞鹏超峰磊洋云才良根发水"
    "木金土庆有德义仁和顺兴旺宝银铁栓柱保田玉春秋冬全喜来"
)
_FEMALE = "芳娜敏静秀娟英华慧巧美玲玉萍红娥莲香月莺艳凤洁梅琳素云兰珍翠霞"
_HOMES = (
    "140923", "411523", "410928", "341222", "500236", "130435", "430522", "640522", "451022",
    "520526", "420822", "361127", "371725", "220882", "150525", "610924", "512022", "632221",
)  # fmt: skip
_PHONE_RANGES = ("1700", "1701", "1702", "1610", "1611", "1650")


@dataclass(frozen=True, slots=True)
class Bank:
    """A bank as it stands on papers: name and the first digits of its cards."""

    name: str
    prefix: str
    digits: int = 19


BANKS = (
    Bank("中国农业银行", "622848"),
    Bank("中国工商银行", "622202"),
    Bank("中国建设银行", "621700"),
    Bank("中国银行", "621661"),
    Bank("农村信用社", "622188"),
    Bank("中国邮政储蓄银行", "621098"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """One made-up person with the numbers that papers ask for."""

    name: str
    identity: str
    phone: str
    card: str
    bank: str

    @property
    def born_on(self) -> dt.date:
        """The birthday inside the identity number."""
        digits = self.identity[6:14]
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))

    @property
    def gender(self) -> str:
        """男 or 女, by the last digit but one of the identity number."""
        return "男" if int(self.identity[16]) % 2 else "女"

    def with_card(self, card: str, bank: str) -> Person:
        """The same person with another card."""
        return replace(self, card=card, bank=bank)


class People:
    """Makes people no two of whom share an identity, card or phone number."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._taken: set[str] = set()

    def person(self, *, born: tuple[dt.date, dt.date], women_per_mille: int = 120) -> Person:
        """Somebody new, born from the first to the second day of `born`."""
        female = self._dice.chance(women_per_mille)
        bank = self._dice.pick(BANKS)
        return Person(
            name=self._name(female=female),
            identity=self._new(lambda: self._identity(born, female=female)),
            phone=self._new(self._phone),
            card=self.card(bank),
            bank=bank.name,
        )

    def worker(self, on: dt.date) -> Person:
        """Somebody of an age that works on sites on the day `on` (19 to 57 years)."""
        first = dt.date(on.year - 57, 1, 1)
        return self.person(born=(first, dt.date(on.year - 20, 12, 31)))

    def card(self, bank: Bank) -> str:
        """A card number of `bank` that nobody has."""
        return self._new(lambda: self._card(bank))

    def _new(self, make: Callable[[], str]) -> str:
        while (text := make()) in self._taken:
            pass
        self._taken.add(text)
        return text

    def _name(self, *, female: bool) -> str:
        given = _FEMALE if female else _MALE
        length = self._dice.weighted({1: 3, 2: 7})
        return self._dice.pick(_FAMILY) + "".join(self._dice.pick(given) for _ in range(length))

    def _identity(self, born: tuple[dt.date, dt.date], *, female: bool) -> str:
        on = born[0] + dt.timedelta(days=self._dice.between(0, (born[1] - born[0]).days))
        order = self._dice.between(0, 99)
        sex = self._dice.between(0, 8, 2) if female else self._dice.between(1, 9, 2)
        body = f"{self._dice.pick(_HOMES)}{on:%Y%m%d}{order:02d}{sex}"
        # The library leaves the last digit out of the sum, so one has to stand there.
        return body + str(ric.calc_check_digit(body + "0"))

    def _phone(self) -> str:
        return self._dice.pick(_PHONE_RANGES) + f"{self._dice.between(0, 9_999_999):07d}"

    def _card(self, bank: Bank) -> str:
        length = bank.digits - len(bank.prefix) - 1
        body = bank.prefix + f"{self._dice.between(0, 10**length - 1):0{length}d}"
        return body + str(luhn.calc_check_digit(body))


def credit_code(dice: Dice, place: str) -> str:
    """A unified social credit code of a company registered in `place` (six digits)."""
    body = f"91{place}MA" + f"{dice.between(0, 9_999_999):07d}"
    return body[:17] + str(uscc.calc_check_digit(body[:17]))
