"""The test run itself: the network is closed, and the PostgreSQL server answers."""

from __future__ import annotations

import socket

import psycopg
import pytest

from tests.support.network import Network, NetworkClosedError


@pytest.mark.parametrize("address", [("203.0.113.7", 443), ("127.0.0.1", 9)])
def test_no_test_reaches_the_network(address: tuple[str, int]) -> None:
    with socket.socket() as probe, pytest.raises(NetworkClosedError):
        probe.connect(address)


def test_no_test_asks_for_an_address() -> None:
    with pytest.raises(NetworkClosedError):
        socket.getaddrinfo("example.org", 443)


@pytest.mark.postgres
def test_a_marked_test_may_use_loopback_only() -> None:
    Network.refuse("socket.connect", (None, ("127.0.0.1", 9)))
    with socket.socket() as probe, pytest.raises(NetworkClosedError):
        probe.connect(("203.0.113.7", 443))


def test_postgres_answers(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        row = connection.execute("select 6 * 7").fetchone()
    assert row == (42,)
