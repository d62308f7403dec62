"""A large upload on its way in lies in no file that has a name."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import UploadedFile
from django.test import RequestFactory

from huxin.web.uploads import IN_MEMORY_BYTES


@pytest.mark.parametrize("size", [0, 10, 3 * IN_MEMORY_BYTES])
def test_it_arrives_whole_and_has_no_name(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    sent = io.BytesIO(content)
    sent.name = "花名册.xlsx"
    request = RequestFactory().post("/files/", {"file": sent})
    found = request.FILES["file"]
    assert isinstance(found, UploadedFile)
    assert (found.name, found.size) == ("花名册.xlsx", size)
    assert b"".join(found.chunks()) == content
    assert [*tmp_path.iterdir()] == []
    found.close()
