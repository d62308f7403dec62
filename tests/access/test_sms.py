"""The way to a phone: a gateway that is asked as agreed and believed only when it says yes."""

from __future__ import annotations

import dataclasses
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.conf import settings

from huxin.access.sms import Http, NoGateway, gateway

pytestmark = pytest.mark.loopback
MESSAGE = {"key": "access.code:1", "phone": "13800000001", "text": "您的验证码是 123456"}


class Gateway(BaseHTTPRequestHandler):
    """Answers with the status that the path names; keeps what it was told."""

    told: list[tuple[str | None, dict[str, str]]] = []  # noqa: RUF012 -- emptied by the fixture

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.told.append((self.headers["Authorization"], json.loads(body)))
        self.send_response(int(self.path[1:]))
        self.send_header("Location", "/200")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Numbers of phones are not logged."""


@pytest.fixture
def address() -> Iterator[str]:
    Gateway.told.clear()
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_gateway_is_told_with_its_secret(address: str) -> None:
    Http(f"{address}/200", "s3cret").send(MESSAGE["phone"], MESSAGE["text"], key=MESSAGE["key"])
    assert Gateway.told == [("Bearer s3cret", MESSAGE)]
    assert "s3cret" not in repr(Http(address, "s3cret"))


@pytest.mark.parametrize("status", [302, 307, 400, 500])
def test_whatever_is_not_a_yes_is_a_no(address: str, status: int) -> None:
    """A redirect is not followed: secret and phone would go where nobody configured it."""
    with pytest.raises(NoGateway):
        Http(f"{address}/{status}", "s").send("13800000001", "x", key="k")
    assert len(Gateway.told) == 1


def test_a_gateway_that_is_not_there_is_a_no() -> None:
    with pytest.raises(NoGateway):
        Http("http://127.0.0.1:9/", "s").send("13800000001", "x", key="k")


@pytest.mark.parametrize("chosen", ["none", "", "http://gateway.example/", "ftp://x/"])
def test_without_a_way_nothing_leaves(chosen: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain http is no way either: codes would be readable on the road."""
    changed = dataclasses.replace(settings.INSTALLATION, sms=chosen)
    monkeypatch.setattr(settings, "INSTALLATION", changed)
    with pytest.raises(NoGateway):
        gateway().send("13800000001", "x", key="k")


def test_a_file_keeps_messages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "sms.jsonl"
    changed = dataclasses.replace(settings.INSTALLATION, sms=f"file:{kept}")
    monkeypatch.setattr(settings, "INSTALLATION", changed)
    gateway().send("13800000001", "您好", key="k")
    (line,) = kept.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["text"] == "您好"


def test_the_screen_shows_no_whole_number(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = dataclasses.replace(settings.INSTALLATION, sms="console")
    monkeypatch.setattr(settings, "INSTALLATION", changed)
    gateway().send("13800000001", "您好", key="k")
    assert capsys.readouterr().err == "[SMS 138****0001] 您好\n"
