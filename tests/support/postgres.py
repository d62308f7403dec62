"""One private PostgreSQL server for a whole test run, shared by all of its processes.

The first process that needs it makes a cluster in a folder of its own and starts it; the last one
to leave stops it and removes the folder. Each process gets a database of its own. A machine
without PostgreSQL fails the tests that need it: they are never skipped.
"""

from __future__ import annotations

import fcntl
import json
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg
import pytest

ACCOUNT = "postgres"
SYSTEM_PATH = f"{os.environ.get('PATH', os.defpath)}:/usr/local/sbin:/usr/sbin:/sbin"
"""Where programs are sought: a plain user's PATH leaves out those of the system."""
OPTIONS = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=40"
    " -c shared_buffers=64MB -c log_min_messages=fatal"
)


class PostgresMissingError(RuntimeError):
    """The server's programs are not on this machine."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where its programs and its data are, and the port it listens on."""

    programs: str
    folder: str
    port: int

    def url(self, database: str) -> str:
        return f"postgresql://{ACCOUNT}@127.0.0.1:{self.port}/{database}"


def programs() -> Path:
    """The folder of `initdb` and `pg_ctl`, the newest version first."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda each: float(each.parts[-3])
    )
    if debian:
        return debian[-1].parent
    on_path = shutil.which("pg_ctl", path=SYSTEM_PATH)
    if on_path is None:
        raise PostgresMissingError(
            "these tests run every rule on PostgreSQL as well, and no server is installed: "
            "apt-get install postgresql"
        )
    return Path(on_path).resolve().parent


def run(*command: str) -> None:
    """Run a server program; PostgreSQL refuses to run as root, so root lends it an account."""
    if os.geteuid() == 0:
        lender = shutil.which("runuser", path=SYSTEM_PATH) or "runuser"
        command = (lender, "-u", ACCOUNT, "--", *command)
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, check=False, cwd="/",
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start() -> Server:
    binaries = programs()
    folder = Path(tempfile.mkdtemp(prefix="huxin-postgres-"))
    if os.geteuid() == 0:
        account = pwd.getpwnam(ACCOUNT)
        os.chown(folder, account.pw_uid, account.pw_gid)
    server = Server(str(binaries), str(folder), free_port())
    data = f"{folder}/data"
    run(
        f"{binaries}/initdb", "--pgdata", data, "--username", ACCOUNT, "--auth", "trust",
        "--encoding", "UTF8", "--no-locale", "--no-sync",
    )  # fmt: skip
    listen = f"{OPTIONS} -c port={server.port} -c listen_addresses=127.0.0.1 -k {folder}"
    run(
        f"{binaries}/pg_ctl", "start", "--wait", "--pgdata", data, "--log", f"{folder}/log",
        "--options", listen,
    )  # fmt: skip
    return server


def stop(server: Server) -> None:
    data = f"{server.folder}/data"
    run(f"{server.programs}/pg_ctl", "stop", "--mode", "immediate", "--pgdata", data)
    shutil.rmtree(server.folder)


@contextmanager
def shared(state: Path) -> Iterator[dict[str, object]]:
    """The run's common record, read and written under a lock: the server and who uses it."""
    with state.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        record: dict[str, object] = json.loads(state.read_text()) if state.exists() else {}
        yield record
        state.write_text(json.dumps(record))


def enter(state: Path) -> Server:
    with shared(state) as record:
        if not record:
            record.update(server=asdict(start()), users=0)
        record["users"] = int(str(record["users"])) + 1
        return _server(record)


def leave(state: Path) -> None:
    with shared(state) as record:
        users = int(str(record["users"])) - 1
        record["users"] = users
        if users == 0:
            stop(_server(record))
            record.clear()


def _server(record: dict[str, object]) -> Server:
    fields = record["server"]
    assert isinstance(fields, dict)
    return Server(**fields)


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Server]:
    """The run's server; started on first use."""
    base = tmp_path_factory.getbasetemp()
    state = (base if worker_id == "master" else base.parent) / "postgres.json"
    server = enter(state)
    try:
        yield server
    finally:
        leave(state)


@pytest.fixture(scope="session")
def postgres_url(postgres_server: Server, worker_id: str) -> str:
    """URL of an empty database that belongs to this test process alone."""
    database = f"huxin_{worker_id}"
    with psycopg.connect(postgres_server.url("postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{database}"'.encode())
        connection.execute(f'CREATE DATABASE "{database}"'.encode())
    return postgres_server.url(database)
