"""A plain Word document (ECMA-376): a title, headings and paragraphs, to be edited and printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

__all__ = ["DOCX", "word_document"]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPACE = "http://schemas.openxmlformats.org"
_MAIN = f"{_SPACE}/wordprocessingml/2006/main"
_TYPES = (
    f'<Types xmlns="{_SPACE}/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{DOCX}.main+xml"/></Types>'
)
_LINKS = (
    f'<Relationships xmlns="{_SPACE}/package/2006/relationships"><Relationship Id="r1" '
    f'Type="{_SPACE}/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/></w:sectPr>'
)
_MADE = (1980, 1, 1, 0, 0, 0)
"""The same text is the same file, whenever it is made."""
TITLE, HEADING, BODY = 36, 24, 24
"""Sizes in half points: 18 and 12 points."""


def word_document(title: str, parts: Iterable[tuple[str, Iterable[str]]]) -> bytes:
    """A document on A4 with its title and parts, each a heading and its paragraphs."""
    text = "".join(_paragraphs(title, parts))
    body = f'<w:document xmlns:w="{_MAIN}"><w:body>{text}{_PAGE}</w:body></w:document>'
    files = {"[Content_Types].xml": _TYPES, "_rels/.rels": _LINKS, "word/document.xml": body}
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as book:
        for name, content in files.items():
            book.writestr(ZipInfo(name, _MADE), _HEAD + content, ZIP_DEFLATED)
    return out.getvalue()


def _paragraphs(title: str, parts: Iterable[tuple[str, Iterable[str]]]) -> Iterator[str]:
    yield _paragraph(title, TITLE, bold=True, middle=True)
    for heading, lines in parts:
        yield _paragraph(heading, HEADING, bold=True)
        yield from (_paragraph(line, BODY) for line in lines)


def _paragraph(text: str, size: int, *, bold: bool = False, middle: bool = False) -> str:
    place = '<w:jc w:val="center"/>' if middle else ""
    face = '<w:rFonts w:ascii="SimSun" w:hAnsi="SimSun" w:eastAsia="SimSun"/>'
    look = f'{face}{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/>'
    return (
        f'<w:p><w:pPr><w:spacing w:line="360" w:lineRule="auto"/>{place}</w:pPr><w:r>'
        f'<w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )
