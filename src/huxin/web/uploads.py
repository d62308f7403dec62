"""Uploads on their way in: small ones in memory, large ones in a file that never has a name.

A process that is killed meanwhile leaves nothing behind that anybody could find and read.
"""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

__all__ = ["NamelessUploadHandler"]

IN_MEMORY_BYTES = 2 * 1024 * 1024


class NamelessUploadHandler(FileUploadHandler):
    """In place of Django's two, which write large uploads under a name to the disk."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 -- Django closes it

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        self._file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[Any]:
        self._file.seek(0)
        return UploadedFile(
            file=self._file, name=self.file_name, content_type=self.content_type, size=file_size,
            charset=self.charset, content_type_extra=self.content_type_extra,
        )  # fmt: skip

    def upload_interrupted(self) -> None:
        if hasattr(self, "_file"):
            self._file.close()
