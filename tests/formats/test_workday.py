"""The work-day rule, held to a table that a clerk can read and to what must always be true."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from random import Random

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from huxin.formats import workday
from huxin.formats.workday import Days, Role, WorkDayRule, work_days

TABLE = yaml.safe_load((Path(__file__).parent / "work_day.yaml").read_text("utf-8"))
START = dt.datetime(2025, 3, 1)  # noqa: DTZ001 -- a clock's local time


def punches_of(text: str) -> list[dt.datetime]:
    found = re.findall(r"(\d+)日(\d+):(\d+)", text)
    return [
        START + dt.timedelta(days=int(d) - 1, hours=int(h), minutes=int(m)) for d, h, m in found
    ]


def derive(at: list[dt.datetime], rule: WorkDayRule | None = None) -> Days:
    moments = np.array(at, dtype="datetime64[s]")
    return work_days(np.zeros(len(at), np.int64), moments, rule or WorkDayRule())


def said(days: Days) -> str:
    parts = []
    for on, minutes in zip(days.on.tolist(), days.minutes.tolist(), strict=True):
        number = (on - START.date()).days + 1
        time = "单次" if minutes < 0 else f"{minutes // 60}:{minutes % 60:02d}"
        parts.append(f"{number}日 {time}")
    return ", ".join(parts)


def test_the_table_has_its_midnight_cases() -> None:
    over = [
        case
        for case in TABLE
        if len({p.date() for p in punches_of(case["punches"])}) > 1 or "凌晨" in case["case"]
    ]
    assert len(over) >= 40
    assert len({case["case"] for case in TABLE}) == len(TABLE)


@pytest.mark.parametrize("case", TABLE, ids=[str(n) for n in range(len(TABLE))])
def test_case(case: dict[str, str]) -> None:
    at = punches_of(case["punches"])
    days = derive(at)
    assert said(days) == case["days"], case["case"]
    assert int((days.punch_role == Role.DUPLICATE).sum()) == int(case.get("repeated", 0))
    assert int(days.punches.sum()) == len(at)


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        (WorkDayRule(longest_shift_hours=9), "1日 单次, 2日 单次"),
        (WorkDayRule(day_cut_hour=7), "1日 10:00"),
        (WorkDayRule(longest_shift_hours=10), "1日 10:00"),
    ],
)
def test_the_numbers_are_arguments(rule: WorkDayRule, day: str) -> None:
    assert said(derive(punches_of("1日20:00, 2日06:00"), rule)) == day


@pytest.mark.parametrize(
    "numbers", [{"day_cut_hour": 12}, {"longest_shift_hours": 24}, {"double_punch_minutes": 60}]
)
def test_numbers_that_make_no_rule_are_refused(numbers: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must hold"):
        WorkDayRule(**numbers)


PUNCHES = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 10 * 24 * 60)), min_size=0, max_size=60
)


def balanced(users: np.ndarray, at: np.ndarray) -> None:
    """Every punch has one role and one day; each work day is as its roles say."""
    days = work_days(users, at, WorkDayRule())
    assert len(days.punch_role) == len(at)
    assert int(days.punches.sum()) == len(at)
    roles = [int((days.punch_role == role).sum()) for role in Role]
    assert sum(roles) == len(at)
    assert roles[Role.OPENS] == roles[Role.CLOSES]
    assert roles[Role.SINGLE] == int(days.flags["single"].sum())
    assert (days.last_at >= days.first_at).all()
    assert ((days.minutes == -1) == days.flags["single"]).all()
    off = at.astype("datetime64[D]") - days.punch_day
    assert set(off.astype(int).tolist()) <= {0, 1}
    key = list(zip(days.user.tolist(), days.on.tolist(), strict=True))
    assert key == sorted(set(key))


def arrays(punches: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    users = np.array([user for user, _ in punches], dtype=np.int64)
    moments = [START + dt.timedelta(minutes=minute) for _, minute in punches]
    return users, np.array(moments, dtype="datetime64[s]")


@settings(max_examples=100, deadline=None)
@given(PUNCHES)
def test_nothing_is_lost(punches: list[tuple[int, int]]) -> None:
    balanced(*arrays(punches))


@settings(max_examples=60, deadline=None)
@given(PUNCHES, st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(punches: list[tuple[int, int]], random: Random) -> None:
    mixed = list(punches)
    random.shuffle(mixed)
    one, two = (work_days(*arrays(each), WorkDayRule()) for each in (punches, mixed))
    assert said(one) == said(two)


def test_a_planted_bug_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that forgets night shifts must fail the table."""
    monkeypatch.setattr(workday, "_assign", lambda user, time, rule: time.astype("datetime64[D]"))
    wrong = [case for case in TABLE if said(derive(punches_of(case["punches"]))) != case["days"]]
    assert len(wrong) > 15
