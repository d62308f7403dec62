"""Photos: what they are by content, and the same picture without what the camera wrote into it.

Place, time, device and names that cameras and phones add are no business of ours. Only JPEG and PNG
are taken: both can be cleaned by leaving parts out, without opening the picture. A scan of several
sheets may be a PDF; it is kept as it is, and handed out as a file that no page ever shows.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from huxin.kernel.texts import message
from huxin.registry.errors.projects import ImageError

__all__ = ["BYTES_MAX", "Photo", "clean_photo", "clean_scan", "kind_of"]

BYTES_MAX = 15 * 1024 * 1024
JPEG_START, PNG_START = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
PDF_START, PDF_END, PDF_TAIL_BYTES = b"%PDF-", b"%%EOF", 1024
SCAN, END, ADOBE, COMMENT = 0xDA, 0xD9, 0xEE, 0xFE
APPLICATION = range(0xE1, 0xF0)
"""Markers of JPEG that carry what programs add; APP0 is the file's own head, APP14 its colours."""
PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB"})
SIDE_MAX = 12_000


@dataclass(frozen=True, slots=True)
class Photo:
    """A cleaned picture and its kind: "jpeg" or "png"; a scan may be "pdf" as well."""

    kind: str
    content: bytes


def clean_photo(content: bytes) -> Photo:
    """The picture without its metadata; raises ImageError for anything else or anything broken."""
    _check_size(content)
    try:
        if content.startswith(JPEG_START):
            return Photo("jpeg", b"".join(_jpeg(content)))
        if content.startswith(PNG_START):
            return Photo("png", b"".join(_png(content)))
    except (IndexError, ValueError):
        raise ImageError("photo.broken", message("The photo is damaged.")) from None
    raise ImageError("photo.kind", message("This is neither a JPEG nor a PNG photo."))


def clean_scan(content: bytes) -> Photo:
    """A scan: a picture without its metadata, or a whole PDF; raises ImageError."""
    _check_size(content)
    if not content.startswith(PDF_START):
        return clean_photo(content)
    if PDF_END not in content[-PDF_TAIL_BYTES:]:
        raise ImageError("photo.broken", message("The scan is damaged or was cut off."))
    return Photo("pdf", content)


def kind_of(content: bytes) -> str:
    """The kind of what was kept, by its first bytes: "jpeg", "png" or "pdf"."""
    starts = {"jpeg": JPEG_START, "png": PNG_START, "pdf": PDF_START}
    return next(kind for kind, start in starts.items() if content.startswith(start))


def _check_size(content: bytes) -> None:
    if len(content) > BYTES_MAX:
        raise ImageError(
            "photo.large", message("The photo is larger than {limit} MB.", limit=BYTES_MAX // 2**20)
        )


def _jpeg(content: bytes) -> Iterator[bytes]:
    """The segments that make the picture, up to its end mark; what follows it is left out."""
    yield content[:2]
    at = 2
    while True:
        if content[at] != 0xFF:
            raise ValueError
        marker = content[at + 1]
        size = int.from_bytes(content[at + 2 : at + 4], "big")
        segment = content[at : at + 2 + size]
        if size < 2 or len(segment) < 2 + size:
            raise ValueError
        at += 2 + size
        if marker == SCAN:
            ends = content.rindex(b"\xff\xd9", at) + 2
            yield segment + content[at:ends]
            return
        if (marker in APPLICATION and marker != ADOBE) or marker == COMMENT:
            continue
        yield segment


def _png(content: bytes) -> Iterator[bytes]:
    """The chunks that make the picture, each with a sum that holds."""
    yield PNG_START
    at, name = len(PNG_START), b""
    while name != b"IEND":
        size = int.from_bytes(content[at : at + 4], "big")
        name, whole = content[at + 4 : at + 8], content[at : at + 12 + size]
        if len(name) < 4 or len(whole) < 12 + size:
            raise ValueError
        if zlib.crc32(whole[4:-4]) != int.from_bytes(whole[-4:], "big"):
            raise ValueError
        if name == b"IHDR" and max(_sides(whole)) > SIDE_MAX:
            raise ValueError
        if name in PNG_KEPT:
            yield whole
        at += 12 + size


def _sides(head: bytes) -> tuple[int, int]:
    return int.from_bytes(head[8:12], "big"), int.from_bytes(head[12:16], "big")
