"""No page fails, shows a trace, or writes a record when it is only read (I43)."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver, path
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from huxin.access.actor import system
from huxin.access.change import change
from huxin.access.guard import unguarded
from huxin.access.models import Region
from huxin.access.sms import Memory, gateway
from huxin.intake.actions.files import receive_file
from huxin.warnings.models import MonitorRun
from huxin.warnings.models import Warning as Warned
from huxin.web import failures, urls
from tests.crash.imports import messy_roster
from tests.support.browser_free import sign_in
from tests.support.world import NOW, PHONE, TODAY, World, person_on_site
from tests.web.fuzz import JUNK, Form, Fuzzer, addresses, forms_of, parts_of, routes

EXAMPLES = int(os.environ.get("HUXIN_FUZZ_EXAMPLES", "60"))
STAFF = (
    "inspector", "contractor_clerk", "labour_wage_officer", "housing_officer", "developer_clerk",
    "banker", "administrator",
)  # fmt: skip
NAMES = (
    "q", "after", "before", "project", "place", "sector", "severity", "state", "rule", "text",
    "lacks", "all", "next", "waiting", "page", "mine", "key",
)  # fmt: skip
KNOWN = {
    "project": 1, "key": 1, "year": 2025, "number": 0, "on": "2025-09-01", "month": "2025-09",
    "label": "registry.project",
    "code": "140923", "name": "projects",
}  # fmt: skip
ENDS = re.compile(r"/sign-out$|/end$")
"""Forms after which nobody is signed in any more."""
UNFIT = st.one_of(st.sampled_from(JUNK), st.text(max_size=30), st.integers().map(str))
LIMITS = limits(
    max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck), phases=[Phase.generate],
)  # fmt: skip
Say = Callable[[str, object], None]


@pytest.fixture
def fuzzer(world: World) -> Iterator[Fuzzer]:
    """Everybody signed in, in a county where something of everything stands."""
    person_on_site(world, "road", at=NOW)
    receive_file(
        [messy_roster()], name="花名册.csv", project=world.projects["road"].pk,
        actor=world.actor("contractor_clerk"), now=NOW,
    )  # fmt: skip
    _warning(world)
    with time_machine.travel(NOW, tick=False):
        clients = {name: sign_in(world, name, at=NOW) for name in STAFF}
        clients |= {"worker": _by_phone(), "anybody": Client()}
        for each in clients.values():
            each.raise_request_exception = False
        yield Fuzzer(clients)


def _by_phone() -> Client:
    client, phone = Client(), gateway()
    assert isinstance(phone, Memory)
    phone.sent.clear()
    client.post("/phone", {"phone": PHONE})
    code = "".join(filter(str.isdigit, phone.sent[-1][1]))[:6]
    assert client.post("/phone/code", {"code": code}).status_code == 302
    return client


def _warning(world: World) -> None:
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        run = MonitorRun.objects.create(
            started_at=NOW, as_of=TODAY, facts="0", law="0", rule_set="0"
        )
        Warned.objects.create(
            key="SGN-01/1", rule="SGN-01", family="SGN", rule_set="0", run=run, rank=1,
            place=world.regions["140923"], project=world.projects["road"], severity="yellow",
            subject={"project_key": world.projects["road"].pk},
            evidence={"started_on": {"date": "2025-03-01"}, "put_up_on": None},
            body=world.bodies["contractor"], owner=world.bodies["inspection"], raised_on=TODAY,
        )  # fmt: skip
        doing.note("warnings.warning:test")


def values(name: str) -> st.SearchStrategy[object]:
    """What may stand in a part of an address: something there, something absent, junk."""
    known: dict[str, list[object]] = {
        "project": [1, 2], "on": ["2025-09-01", "9999-12-31"],
        "month": ["2025-09", "9999-12", "0001-01"],
        "code": ["140923"], "label": ["registry.project", "registry.worker", "access.account"],
        "name": ["answer", "snooze", "assign", "projects", "close", "explain"],
    }  # fmt: skip
    number = st.one_of(st.sampled_from([1, 1, 1, 2, 2025, 10**9, 10**18, 10**30, 0]))
    if name in {"key", "project", "year", "number"}:
        return number
    return st.one_of(st.sampled_from(known.get(name, ["x"])), UNFIT.filter(bool))


@st.composite
def targets(draw: st.DrawFn, found: list[str]) -> str:
    route = draw(st.sampled_from(found))
    return addresses(route, {name: draw(values(name)) for _, name in parts_of(route)})


def web_routes() -> list[str]:
    """The pages; the interface has its own description to be met from (tests/api)."""
    found = [each for each in routes(get_resolver().url_patterns) if not each.startswith("/api/")]
    assert len(found) == len(set(found)) > 40
    return found


def read_all(fuzzer: Fuzzer, found: list[str]) -> None:
    @LIMITS
    @given(st.data())
    def each(data: st.DataObject) -> None:
        who = data.draw(st.sampled_from(sorted(fuzzer.clients)))
        query = data.draw(st.dictionaries(st.sampled_from(NAMES), UNFIT, max_size=3))
        fuzzer.get(who, data.draw(targets(found)), query)

    each()


def told(fuzzer: Fuzzer, what: str) -> str:
    return f"{what}: {fuzzer.requests:,} requests, answers {dict(sorted(fuzzer.statuses.items()))}"


def test_no_read_fails_or_writes(fuzzer: Fuzzer, record_property: Say) -> None:
    found = web_routes()
    for route in found:
        for who in ("inspector", "worker"):
            fuzzer.get(who, addresses(route, KNOWN), {})
    read_all(fuzzer, found)
    assert "\n".join(sorted({*fuzzer.faults})) == ""
    record_property("count", told(fuzzer, f"pages read with junk ({len(found)} routes)"))


def forms(fuzzer: Fuzzer, found: list[str]) -> list[tuple[str, Form]]:
    """Every form of every page, with one who is offered it; the first of each address and kind."""
    offered: dict[tuple[str, tuple[str, ...]], tuple[str, Form]] = {}
    for route in found:
        address = addresses(route, KNOWN)
        for who in fuzzer.clients:
            page = fuzzer.get(who, address, {})
            own = forms_of(page, address) if page.lstrip()[:2] == b"<!" else []
            for form in own:
                offered.setdefault((form.action, tuple(sorted(form.fields))), (who, form))
            if any(form.action == address for form in own):
                break
    return list(offered.values())


def test_no_form_fails(fuzzer: Fuzzer, record_property: Say) -> None:
    found = forms(fuzzer, web_routes())
    actions = {each.action for _, each in found}
    assert len(actions) >= 15
    read = fuzzer.requests
    send_all(fuzzer, found)
    assert "\n".join(sorted({*fuzzer.faults})) == ""
    sent = fuzzer.requests - read
    record_property("count", told(fuzzer, f"{len(actions)} forms filled with junk {sent:,} times"))


def send_all(fuzzer: Fuzzer, found: list[tuple[str, Form]]) -> None:
    """Each form with what stands in it, and then with junk in some of its fields."""
    found = [(who, form) for who, form in found if not ENDS.search(form.action)]
    for who, form in found:
        fuzzer.post(who, form.action, form.fields)

    @LIMITS
    @given(st.data())
    def each(data: st.DataObject) -> None:
        who, form = data.draw(st.sampled_from(found))
        who = data.draw(st.sampled_from([who, who, who, *sorted(fuzzer.clients)]))
        names = sorted(form.fields)
        spoilt = data.draw(st.lists(st.sampled_from(names), max_size=2)) if names else []
        junk = {name: data.draw(UNFIT) for name in spoilt}
        fuzzer.post(who, form.action, {**form.fields, **junk})

    each()


class Planted:
    """A URL table with a view for each kind of fault."""

    @staticmethod
    def counts(request: HttpRequest) -> HttpResponse:
        """Fails on what is no number."""
        return HttpResponse(str(int(request.GET.get("page", "1"))))

    @staticmethod
    def writes(request: HttpRequest) -> HttpResponse:
        """Writes a record although it is only read."""
        with unguarded():
            Region.objects.filter(code="140923").update(name="代县")
        return HttpResponse("")

    @staticmethod
    def form(request: HttpRequest) -> HttpResponse:
        """Fails on a date that does not exist, in a form."""
        if request.method == "POST":
            dt.date.fromisoformat(request.POST["on"])
        return HttpResponse(
            '<!doctype html><form method="post"><input name="on" type="date"></form>'
        )

    own = (path("counts", counts), path("writes", writes), path("form", form))
    urlpatterns = (*own, *urls.urlpatterns)  # pages of failures lead to the others
    handler404, handler500 = failures.not_found, failures.failed


def test_planted_faults_are_found(fuzzer: Fuzzer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ROOT_URLCONF", Planted)
    found = list(routes(Planted.own))
    for name in ("junk", "9999-99-99"):
        fuzzer.get("anybody", "/counts", {"page": name})
    fuzzer.get("anybody", "/writes", {})
    send_all(fuzzer, forms(fuzzer, found))
    text = "\n".join(fuzzer.faults)
    assert "500 GET /counts?page=junk" in text
    assert "a GET wrote ['access_region']: GET /writes" in text
    assert "500 POST /form" in text
