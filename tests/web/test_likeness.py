"""Likely duplicates on their page: decided with a reason, undone, and out of reach of others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huxin.access.actor import system
from huxin.registry.actions.likeness import propose_likenesses
from huxin.registry.actions.roster import take_roster
from huxin.registry.models import Likeness, Worker
from tests.registry.people import many, row
from tests.support.browser_free import sign_in
from tests.support.world import NOW, World

PAGE = "/likenesses"


def twins(world: World, *numbers: int) -> list[Likeness]:
    """Workers who stand on the road and once more, with a slip in the number, on the dam."""
    rows = [row(each) for each in numbers]
    again = [row(each, identity=many(each + 310), card=None, employer=None) for each in numbers]
    for site, who, found in (("road", "labour_wage_officer", rows), ("dam", "other_clerk", again)):
        project, actor = world.projects[site].pk, world.actor(who)
        assert take_roster(found, project=project, actor=actor, now=NOW).refused == ()
    propose_likenesses(actor=system("likeness"), now=NOW)
    return list(Likeness.objects.order_by("pk"))


@pytest.fixture
def inspector(world: World) -> Iterator[Client]:
    with time_machine.travel(NOW, tick=False):
        yield sign_in(world, "inspector", at=NOW)


def test_two_records_are_put_together_and_taken_apart_again(
    world: World, inspector: Client
) -> None:
    (found,) = twins(world, 3)
    shown = inspector.get(PAGE).content.decode()
    for word in ("赵六一", "代县北环路改造工程", "滹沱河堤防工程", "姓名和手机号都相同"):
        assert word in shown
    assert many(3) not in shown
    address = f"{PAGE}/{found.pk}"
    for sent in ({"keep": found.one}, {"keep": found.one, "reason": " "}, {"reason": "同一人"}):
        assert inspector.post(f"{address}/merge", sent).status_code == 422
    assert not Worker.objects.exclude(merged_into=None).exists()
    sent = {"keep": found.one, "reason": "核对身份证，同一人"}
    assert inspector.post(f"{address}/merge", sent).status_code == 302
    assert Worker.objects.get(pk=found.other).merged_into_id == found.one
    assert "赵六一" not in inspector.get(PAGE).content.decode()
    assert "核对身份证" in inspector.get(f"{PAGE}?state=merged").content.decode()
    assert inspector.post(f"{address}/undo", {"reason": "看错了"}).status_code == 302
    assert Worker.objects.get(pk=found.other).merged_into_id is None
    assert inspector.post(f"{address}/undo", {"reason": "再来"}).status_code == 422


def test_two_people_are_kept_apart(world: World, inspector: Client) -> None:
    (found,) = twins(world, 3)
    sent = {"reason": "双胞胎"}
    assert inspector.post(f"{PAGE}/{found.pk}/apart", sent).status_code == 302
    assert "双胞胎" in inspector.get(f"{PAGE}?state=different").content.decode()
    assert inspector.post(f"{PAGE}/{found.pk}/apart", sent).status_code == 422


@pytest.mark.parametrize(
    ("who", "status"), [("other_inspector", 404), ("contractor_clerk", 403), ("office_clerk", 403)]
)
def test_others_decide_nothing(world: World, who: str, status: int) -> None:
    (found,) = twins(world, 3)
    with time_machine.travel(NOW, tick=False):
        client = sign_in(world, who, at=NOW)
        sent = {"keep": found.one, "reason": "同一人"}
        assert client.post(f"{PAGE}/{found.pk}/merge", sent).status_code == status
    assert not Worker.objects.exclude(merged_into=None).exists()


def test_queries_do_not_grow_with_the_pairs(world: World, inspector: Client) -> None:
    counts = []
    for numbers in ((3,), (4, 5, 6)):
        twins(world, *numbers)
        with CaptureQueriesContext(connection) as caught:
            inspector.get(PAGE)
        counts.append(len(caught))
    assert counts[0] == counts[1]
