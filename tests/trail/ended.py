"""People of a project whose ledgers end: what they could be known by, and what is left of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import chain
from typing import Any

from django.conf import settings
from django.db.models import BinaryField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from huxin.access.actor import of_account, system
from huxin.access.change import change
from huxin.access.models import Account
from huxin.facts.store import Store
from huxin.intake.models import Receipt, WaitingRow
from huxin.registry.models import Enrolment, Project, Worker, WorkerToken
from huxin.trail import queries
from huxin.trail.models import Outgoing
from huxin.wages.models import ClockUser, Punch
from huxin.warnings.endings import confirm, propose
from tests.crash.stage import Stage, forked
from tests.support.world import NOW

LATER = NOW + dt.timedelta(days=1500)


def canaries(at: Stage) -> dict[str, list[bytes]]:
    """By what the people of the road could be known again in the raw files of an installation."""

    def look() -> dict[str, list[bytes]]:
        at.enter()
        people = Worker.objects.filter(enrolments__project__code="DX-road")
        numbers = list(people.values_list("identity_digest", "phone_digest"))
        tokens = WorkerToken.objects.filter(worker__in=people).values_list("digest", flat=True)
        sealed = RawSQL('"registry_worker"."identity"', ())
        return {
            "plain": [text.encode() for each in people
                      for text in (each.name, each.identity, each.phone) if text],
            "digests": [key.to_bytes(8, "big", signed=True)
                        for key in (*chain(*numbers), *tokens) if key is not None],
            "sealed": [bytes(each) for each in people.annotate(raw=sealed)
                       .values_list(Cast("raw", BinaryField()), flat=True)],
        }  # fmt: skip

    found = forked(look).said
    assert found is not None
    return found


def met(at: Stage, known: Mapping[str, list[bytes]]) -> dict[str, int]:
    """How many of them stand in the raw database, its log, the facts and the stored files."""
    raw = b"".join(
        each.read_bytes() for each in at.home.rglob("*")
        if each.is_file() and not each.name.startswith("template")
    )  # fmt: skip
    return {kind: sum(each in raw for each in wanted) for kind, wanted in known.items()}


def end_the_road(at: Stage) -> dict[str, Any]:
    """The road is done and everybody paid; years later two officers end its ledgers."""

    def end() -> dict[str, Any]:
        at.enter()
        with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
            done = {"state": "settled", "completed_on": NOW.date(), "settled_on": NOW.date()}
            Project.objects.filter(code="DX-road").update(**done)
            Enrolment.objects.update(left_on=NOW.date(), settled_on=NOW.date())
            WaitingRow.objects.update(state="rejected")
            doing.note("access.installation:test")
        officers = [
            of_account(Account.objects.get(login=each), now=LATER, second_factor=True)
            for each in ("inspector", "hrss_officer")
        ]
        road = Project.objects.get(code="DX-road").pk
        ending = propose(road, reason="保存期满", actor=officers[0], now=LATER)
        confirm(ending.pk, actor=officers[1], now=LATER)
        return left_of_people(at)

    found = forked(end).said
    assert found is not None
    return found


def left_of_people(at: Stage) -> dict[str, Any]:
    """Rows about people, files and facts that an installation still holds; in a child."""
    at.enter()
    own = settings.INSTALLATION
    audit = queries.verify(keys=own.signer.known, witnesses=own.witnesses, cipher=own.cipher)
    models = (Worker, WorkerToken, Enrolment, WaitingRow, Receipt, Punch, ClockUser)
    return {
        "rows": [each._meta.label for each in models if each._default_manager.exists()],
        "files": [each.name for each in own.files.rglob("??/*")],
        "facts": [name for name in ("enrolment", "worker", "attendance_day")
                  if Store(own.facts).read(name).num_rows],
        "unsent": Outgoing.objects.filter(topic="ledgers", sent_at=None).count(),
        "sound": audit.is_sound,
    }  # fmt: skip


NOTHING_LEFT = {"rows": [], "files": [], "facts": [], "unsent": 0, "sound": True}
