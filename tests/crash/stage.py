"""A database on disk that processes are killed on: forked children, fresh connections, a template.

The process of the tests never connects to it: a child does, and dies. A child that ends by itself
answers through a pipe; one that was killed answers nothing.
"""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

from huxin.access.permissions import table
from huxin.config import settings as config
from huxin.kernel.installation import WITNESS_FOLDER
from huxin.kernel.texts import message
from huxin.law.lawbook import Lawbook
from tests.support.world import build

__all__ = ["Answer", "OnPostgres", "OnSqlite", "Stage", "forked"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What a child said; `said` is None when it was killed before it could."""

    killed: bool
    said: T | None


class FailedError(AssertionError):
    """A child ended by an error of its own."""


def forked(task: Callable[[], T]) -> Answer[T]:
    """Run a task in a child of this process and wait for it; raises FailedError with its trace."""
    sys.stdout.flush()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _run(task, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        raw = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL, f"ended by signal {os.WTERMSIG(status)}"
        return Answer(killed=True, said=None)
    failed, said = pickle.loads(raw)  # noqa: S301 -- from our own child
    if failed:
        raise FailedError(said)
    return Answer(killed=False, said=said)


def _run(task: Callable[[], Any], writing: int) -> None:
    """In the child: never returns, and runs nothing that the parent had planned for its end."""
    try:
        said = pickle.dumps((False, task()))
    except BaseException:  # noqa: BLE001 -- told to the parent, who raises it
        said = pickle.dumps((True, traceback.format_exc()))
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(said)
    os._exit(0)


class Stage(Protocol):
    """Where children work: `enter` in a child before anything else, `reset` in the parent."""

    @property
    def home(self) -> Path: ...

    def enter(self) -> None: ...

    def reset(self) -> None: ...


def _enter(home: Path, url: str) -> None:
    """In a child: the installation's folder and database are these, by the product's settings."""
    settings.INSTALLATION = replace(
        settings.INSTALLATION, home=home, database_url=url, witnesses=(home / WITNESS_FOLDER,)
    )
    config.INSTALLATION = settings.INSTALLATION
    own = connections.settings["default"]
    connections.settings["default"] = own | {"OPTIONS": {}} | config._database()
    connections["default"] = connections.create_connection("default")


def _read_ahead() -> None:
    """In the parent: the law, the permission table and the texts, so that no child reads them."""
    Lawbook.load()
    table()
    message("The file is empty.").say("zh")


def _fill() -> None:
    call_command("migrate", verbosity=0)
    build()
    connections.close_all()


@dataclass(frozen=True, slots=True)
class OnSqlite:
    """A file with its log, as the product opens it; the template is a copy of the file."""

    home: Path

    @staticmethod
    def make(home: Path) -> OnSqlite:
        made = OnSqlite(home)
        home.mkdir()
        _read_ahead()

        def fill() -> None:
            if connection.vendor == "sqlite":  # the tests' own database, in memory: a copy by fork
                build()
                connection.connection.commit()
                connection.connection.execute("VACUUM INTO ?", [str(made._template)])
            else:
                made.enter()
                _fill()
                made.file.rename(made._template)

        forked(fill)
        made.reset()
        return made

    @property
    def file(self) -> Path:
        return self.home / "huxin.sqlite3"

    @property
    def _template(self) -> Path:
        return self.home / "template.sqlite3"

    def enter(self) -> None:
        _enter(self.home, f"sqlite:///{self.file}")

    def reset(self) -> None:
        for each in self.home.glob(f"{self.file.name}*"):
            each.unlink()
        shutil.rmtree(self.home / "files", ignore_errors=True)
        shutil.copyfile(self._template, self.file)

    def is_whole(self) -> bool:
        """SQLite's own check of the file, after its recovery."""
        with sqlite3.connect(self.file) as handle:
            found: str = handle.execute("PRAGMA integrity_check").fetchone()[0]
        handle.close()
        return found == "ok"


@dataclass(frozen=True, slots=True)
class OnPostgres:
    """A database of a server; the template is a database of its own."""

    home: Path
    server: str
    """Address of the server without a database's name."""
    name: str = "crash"

    @staticmethod
    def make(home: Path, server: str) -> OnPostgres:
        made = OnPostgres(home, server)
        home.mkdir()
        _read_ahead()
        made.anew("crash_template", "template1")

        def fill() -> None:
            _enter(home, f"{server}crash_template")
            _fill()

        forked(fill)
        made.reset()
        return made

    def enter(self) -> None:
        _enter(self.home, f"{self.server}{self.name}")

    def reset(self) -> None:
        shutil.rmtree(self.home / "files", ignore_errors=True)
        self.anew(self.name, "crash_template")

    def anew(self, name: str, template: str) -> None:
        """A database in place of one of that name, as its template is."""
        named = {"name": sql.Identifier(name), "template": sql.Identifier(template)}
        with psycopg.connect(f"{self.server}postgres", autocommit=True) as handle:
            handle.execute(sql.SQL("DROP DATABASE IF EXISTS {name} WITH (FORCE)").format(**named))
            handle.execute(sql.SQL("CREATE DATABASE {name} TEMPLATE {template}").format(**named))
