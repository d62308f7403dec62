"""`huxin user` as its operator meets it."""

from __future__ import annotations

import pytest

from huxin.access.models import Account, Grant
from huxin.cli import main as door
from tests.support.world import World


@pytest.fixture
def ask(world: World, capsys: pytest.CaptureFixture[str]) -> object:
    def asked(*arguments: str) -> tuple[int, str]:
        code = door.run(["user", *arguments, "--lang", "en"])
        said = capsys.readouterr()
        return code, said.out + said.err

    return asked


def test_an_account_from_its_first_day_to_its_last(ask: object) -> None:
    assert callable(ask)
    code, said = ask("create", "zhang.san", "张三", "--place", "140923", "--body", "代县水利局")
    account = Account.objects.get(login="zhang.san")
    password = said.partition("zhang.san: ")[2].split()[0]
    assert (code, account.check_password(password)) == (0, True)
    assert account.body is not None
    code, _ = ask("grant", "zhang.san", "water_department", "--place", "140923", "--body",
                  "代县水利局", "--until", "2099-12-31")  # fmt: skip
    grant = Grant.objects.get(account=account)
    assert (code, f"{grant.to_at:%Y-%m-%d %H}") == (0, "2099-12-31 16")
    assert "zhang.san" in ask("list")[1]
    assert ask("end", "zhang.san", "water_department")[0] == 0
    assert Grant.objects.get(account=account).ended_at is not None
    assert ask("end", "zhang.san", "water_department")[0] == 2
    assert ask("disable", "zhang.san", "--reason", "离职")[0] == 0
    assert not Account.objects.get(login="zhang.san").is_active
    assert ask("reopen", "zhang.san")[0] == 0
    assert ask("reset", "zhang.san")[0] == 0
    assert Account.objects.get(login="zhang.san").must_change_password


def test_what_cannot_be_is_said(ask: object) -> None:
    assert callable(ask)
    for words in (
        ("grant", "inspector", "audit_admin", "--place", "140923"),
        ("grant", "inspector", "no_such_role", "--place", "140923"),
        ("grant", "nobody", "hrss", "--place", "140923"),
        ("grant", "banker", "hrss", "--place", "140923", "--body", "代县农村商业银行"),
        ("create", "inspector", "x", "--place", "140923"),
        ("create", "someone", "x", "--place", "000000"),
    ):
        code, said = ask(*words)
        assert (code, "→" in said) == (2, True), words
    assert "body_admin\tadministrator of a unit" in ask("roles")[1]
