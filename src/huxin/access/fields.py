"""Fields whose content lies encrypted in the database, and digests for equality and search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models

from huxin.kernel.cipher import Cipher
from huxin.kernel.digest import Digester

__all__ = ["SealedText", "cipher", "digest"]


def cipher() -> Cipher:
    """The installation's cipher."""
    found: Cipher = settings.INSTALLATION.cipher
    return found


def digest(kind: str, text: str) -> int:
    """The keyed 64-bit digest of an identifier; the same one that travels into the fact tables."""
    digester: Digester = settings.INSTALLATION.digester
    return digester.int64(kind, text)


if TYPE_CHECKING:
    _Text = models.Field[str, str]
else:
    _Text = models.Field  # generic for type checkers only


class SealedText(_Text):
    """Text that is encrypted in the field; empty text stays empty. Never filtered or sorted by.

    A value is bound to its column: moved to another column it does not open.
    """

    description = "encrypted text"
    empty_values = ("", None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def get_internal_type(self) -> str:
        return "BinaryField"

    @property
    def _place(self) -> bytes:
        return f"{self.model._meta.label_lower}.{self.attname}".encode()

    def get_db_prep_value(self, value: Any, connection: Any, prepared: Any = False) -> Any:  # noqa: ARG002, FBT002
        sealed = b"" if not value else cipher().seal(str(value).encode(), bound_to=self._place)
        return connection.Database.Binary(sealed)

    def from_db_value(self, value: Any, *_: Any) -> str:
        stored = bytes(value) if value else b""
        return cipher().open(stored, bound_to=self._place).decode() if stored else ""

    def value_to_string(self, obj: models.Model) -> str:  # noqa: ARG002
        raise TypeError("protected values are not serialised")

    def get_lookup(self, lookup_name: str) -> Any:  # noqa: ARG002
        raise TypeError("a protected field is found by its digest, never by its content")
