"""Two at once: what may happen once happens once."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import replace
from functools import partial

import pytest
from django.conf import settings

from huxin.access.actions.codes import send_code, use_code
from huxin.access.actions.keys import Terms, admit, create_key, take_nonce
from huxin.access.actions.repeats import once_by_name
from huxin.access.actor import of_key, system
from huxin.access.errors import BadSignature, NameTaken, NoAllowance, TooSoon, WrongCode
from huxin.access.models import Reveal
from huxin.access.signing import SignedRequest, signature
from huxin.access.sms import Memory, gateway
from huxin.kernel.errors import HuxinError
from huxin.registry.actions.reveals import reveal_worker
from huxin.registry.actions.statements import StatementForm, make_statement
from huxin.registry.models import Statement
from tests.support.race import race
from tests.support.world import NOW, PHONE, World, person_on_site

RACERS = 4


def tell(run: object) -> str:
    """ "done", or the name of the refusal."""
    assert callable(run)
    try:
        run()
    except HuxinError as error:
        return type(error).__name__
    return "done"


def test_a_nonce_is_taken_by_one_of_many(lasting_world: World) -> None:
    world = lasting_world
    terms = Terms("general_contractor", world.regions["140923"], "x")
    made = create_key(
        world.bodies["contractor"].pk, terms, actor=world.actor("administrator"), now=NOW
    )
    at = str(int(NOW.timestamp()))
    bare = SignedRequest(made.key.key, "GET", "/", at, "n" * 20, b"")
    request = replace(bare, signature=signature(made.secret, bare))
    _, key = admit(request, now=NOW)
    told = race([partial(tell, partial(take_nonce, key, request.nonce, now=NOW))] * RACERS)
    assert sorted(told) == [BadSignature.__name__] * (RACERS - 1) + ["done"]


def test_a_named_request_is_carried_out_by_one_of_many(lasting_world: World) -> None:
    world = lasting_world
    terms = Terms("hrss", world.regions["140923"], "x")
    key = create_key(world.bodies["hrss"].pk, terms, actor=system("test"), now=NOW).key
    firm, office = world.bodies["contractor"].pk, world.bodies["hrss"].pk
    form = StatementForm("arrears", holds=True, on=NOW.date(), grounds="核查")

    def state() -> str:
        actor = of_key(key, now=NOW)
        return str(make_statement(firm, form, stated_by=office, actor=actor, now=NOW).pk)

    told = race([partial(once_by_name, key, "name", "content", state, now=NOW)] * RACERS)
    assert Statement.objects.count() == 1
    assert {each.text for each in told} == {str(Statement.objects.get().pk)}
    assert sorted(each.is_repeat for each in told) == [False] + [True] * (RACERS - 1)
    other = partial(once_by_name, key, "name", "other content", state, now=NOW)
    assert tell(other) == NameTaken.__name__


def test_the_last_of_the_allowance_is_not_shared(
    lasting_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = dataclasses.replace(settings.INSTALLATION, reveals_a_day=2)
    monkeypatch.setattr(settings, "INSTALLATION", changed)
    worker = person_on_site(lasting_world, "road", at=NOW)
    actor = lasting_world.actor("inspector")
    look = partial(reveal_worker, worker.pk, reason="核对线索", actor=actor, now=NOW)
    told = race([partial(tell, look)] * RACERS)
    assert sorted(told) == [NoAllowance.__name__] * (RACERS - 2) + ["done"] * 2
    assert Reveal.objects.count() == 2


def test_a_code_is_used_by_one_of_many(lasting_world: World) -> None:
    phone = gateway()
    assert isinstance(phone, Memory)
    phone.sent.clear()
    send_code(PHONE, purpose="sign-in", now=NOW)
    code = "".join(filter(str.isdigit, phone.sent[0][1]))[:6]
    use = partial(use_code, PHONE, code, purpose="sign-in", now=NOW + dt.timedelta(minutes=1))
    told = race([partial(tell, use)] * RACERS)
    assert sorted(told) == [WrongCode.__name__] * (RACERS - 1) + ["done"]
    assert TooSoon.__name__ == tell(partial(send_code, PHONE, purpose="sign-in", now=NOW))
