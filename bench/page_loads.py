"""The most used pages of a platform with 100,000 workers: time, queries, floor and rival."""

from __future__ import annotations

import http.client
import importlib
import os
import statistics
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import django
import time_machine

from bench.attendance_intake import database
from bench.measure import apart
from huxin.kernel.installation import create

HOW = {
    "data": "1,000 projects under a city of fourteen counties, 100,000 workers, twelve months of"
    " punches (some 60 million) and the facts they make, warnings by a run of the monitor; written"
    " in bulk, the same each time (bench/filled.py). The small platform has ten projects."
    " PostgreSQL is let finish its housekeeping (VACUUM ANALYZE), as on a platform that runs.",
    "pages": "Each page is asked in turn over HTTP from gunicorn on the loopback, by one client on"
    " one kept-alive connection, each time about another project, warning or name; three times"
    " before the clock starts. The officer is of the whole city, so all of it is within his reach."
    " Times are wall milliseconds from the request to the last byte.",
    "queries": "The most that a page asked of the database in any of five turns, sign-in included,"
    " on the small platform and on the large one.",
    "floor": "A view of one query by key and a text that stands ready, in the same turns.",
    "generic": "Django's own administration of the same tables in the same server and turns: as"
    " many lines with the same columns. It knows neither reach nor masks.",
}  # fmt: skip
SMALL, LARGE, TURNS, WARM, QUERY_TURNS = 10, 1_000, 60, 3, 5
FLOOR = "floor"
BESIDE = {"warnings": "generic_warnings", "projects": "generic_projects",
          "roster": "generic_roster"}  # fmt: skip
Found = dict[str, Any]


def measure(_: list[float], folder: Path) -> dict[str, object]:
    """Figures and ratios on both databases; each platform is filled anew."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {
        name: tuple(
            apart(on_fresh, name, folder.absolute(), projects, turns)
            for projects, turns in ((SMALL, 0), (LARGE, TURNS))
        )
        for name in ("sqlite", "postgres")
    }
    return told({name: (few, many) for name, (few, many) in found.items()})


def told(found: Mapping[str, tuple[Found, Found]]) -> dict[str, object]:
    """What the result file says of small and large platforms, by database."""
    figures: dict[str, object] = {}
    ratios: dict[str, float] = {}
    for name, (few, many) in found.items():
        pages = many["pages"]
        figures[name] = {
            **many,
            "queries_small": few["queries"],
            "queries_large": many.get("queries"),
        }
        own = {key: each for key, each in pages.items() if key in many["queries"]}
        ratios[f"slowest_page_p95_ms_{name}"] = max(each["p95_ms"] for each in own.values())
        ratios[f"pages_whose_queries_grow_{name}"] = sum(
            many["queries"][key] > few["queries"][key] for key in own
        )
        for key, each in own.items():
            ratio = each["median_ms"] / pages[FLOOR]["median_ms"]
            ratios[f"{key}_to_floor_{name}"] = round(ratio, 2)
        for key, rival in BESIDE.items():
            ratio = own[key]["median_ms"] / pages[rival]["median_ms"]
            ratios[f"{key}_to_generic_{name}"] = round(ratio, 2)
    return {"how": HOW, "figures": figures, "ratios": ratios}


def on_fresh(name: str, folder: Path, projects: int, turns: int) -> Found:
    """Fill a platform of some size and look at its pages; in a process of its own."""
    with database(name, folder) as (home, url):
        begin(home / "home", url)
        importlib.import_module("django.core.management").call_command("migrate", verbosity=0)
        filled = importlib.import_module("bench.filled")
        store = importlib.import_module("huxin.facts.store").Store(home / "home" / "facts")
        filled.fill(filled.Size(projects), store)
        return looked_at(turns)


def begin(home: Path, url: str) -> None:
    """Make this process one of the installation at `home`, which is made where there is none."""
    if not home.exists():
        create(home, profile="test")
        (home / "static").mkdir()
    os.environ |= {
        "HUXIN_HOME": str(home), "HUXIN_DATABASE_URL": url, "HUXIN_PROFILE": "test",
        "DJANGO_SETTINGS_MODULE": "bench.generic_settings",
    }  # fmt: skip
    django.setup()


def looked_at(turns: int) -> Found:
    """Queries and, with `turns`, times of the pages of the installation of this process."""
    most_used = importlib.import_module("bench.most_used")
    served = importlib.import_module("bench.served")
    with time_machine.travel(importlib.import_module("bench.filled").NOW, tick=False):
        found: Found = {"queries": most_used.queries_of(QUERY_TURNS)}
        if not turns:
            return found
        visits = {**most_used.visits(turns + WARM), **_beside(turns + WARM)}
        cookies = {
            who: client.cookies.output(header="", attrs=[], sep=";").strip()
            for who, client in most_used.clients().items()
        }
    with served.server("bench.then:application") as port:
        found["pages"] = _times(port, visits, cookies, turns)
    return found


def _beside(turns: int) -> dict[str, tuple[str, Sequence[str]]]:
    """Floor and rival: the addresses of the same turns."""
    projects = importlib.import_module("bench.most_used").projects(turns)
    roster = "/generic/registry/enrolment/?left_on__isnull=1&project__id__exact="
    return {
        FLOOR: ("officer", [f"/floor?key={key}" for key in projects]),
        "generic_warnings": ("officer", ["/generic/warnings/warning/?o=1"] * turns),
        "generic_projects": ("officer", ["/generic/registry/project/"] * turns),
        "generic_roster": ("officer", [f"{roster}{key}" for key in projects]),
    }


def _times(
    port: int, visits: Mapping[str, tuple[str, Sequence[str]]], cookies: Mapping[str, str],
    turns: int,
) -> dict[str, dict[str, float]]:  # fmt: skip
    """Every page once in each round, one after the other."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    spent: dict[str, list[float]] = {name: [] for name in visits}
    for turn in range(turns + WARM):
        for name, (who, addresses) in visits.items():
            begun = time.perf_counter()
            connection.request("GET", addresses[turn], headers={"Cookie": cookies[who]})
            answer = connection.getresponse()
            answer.read()
            spent[name].append((time.perf_counter() - begun) * 1000)
            if answer.status != 200:
                raise RuntimeError(f"{addresses[turn]} answered {answer.status}")
    return {
        name: {
            "median_ms": round(statistics.median(each[WARM:]), 1),
            "p95_ms": round(statistics.quantiles(each[WARM:], n=20)[-1], 1),
            "least_ms": round(min(each[WARM:]), 1),
            "turns": turns,
        }
        for name, each in spent.items()
    }
