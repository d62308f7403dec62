"""One database on disk for all tests of a module that kill, cut or search it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.crash.stage import OnSqlite


@pytest.fixture(scope="module")
def on_sqlite(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[OnSqlite]:  # fmt: skip
    with django_db_blocker.unblock():
        yield OnSqlite.make(tmp_path_factory.mktemp("crash") / "home")
