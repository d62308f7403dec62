"""Folders: sites and their files known by content, strange things left alone, nothing lost."""

from __future__ import annotations

import datetime as dt
import io
import os
import stat
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import IO

import pytest
import xlsxwriter

from huxin.formats.base import LIMITS, Limits
from huxin.formats.examples import EXAMPLES
from huxin.formats.folder import Folder, FolderOptions, read_folder
from huxin.formats.folder_codes import SPEC

AS_OF = dt.date(2025, 6, 1)
READ_AS = {"camt": "bank_statement"}


def site(folder: Path) -> Path:
    for each in EXAMPLES:
        path = folder / each.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(each.text, "utf-8")
    return folder


def read(folder: Path, *, unpack: bool = False, limits: Limits = LIMITS) -> Folder:
    return read_folder(folder, FolderOptions(unpack=unpack, limits=limits), as_of=AS_OF)


def codes(folder: Folder) -> list[str]:
    return [each.code for each in folder.findings]


def balanced(folder: Folder, path: Path) -> None:
    """Every file on disk is accounted for once, and every row is accepted or refused."""
    met = [each.file for each in folder.all_files]
    assert len(met) == len(set(met))
    on_disk = {
        os.path.relpath(os.path.join(root, name), path)  # noqa: PTH118 -- walks without following
        for root, _, names in os.walk(path)
        for name in names
    }
    assert on_disk - set(met) <= {"local.yaml"}
    assert folder.rows_in == folder.accepted + folder.rejected
    for each in folder.all_findings:
        for language in ("zh", "en"):
            assert each.code
            assert each.message.say(language)
            assert each.remedy.say(language)


def test_every_example_is_read_as_what_it_is(tmp_path: Path) -> None:
    folder = read(site(tmp_path))
    assert [each.name for each in folder.sites] == [""]
    found = {each.file: each.format for each in folder.sites[0].readings}
    assert found == {each.file: READ_AS.get(each.format, each.format) for each in EXAMPLES}
    assert folder.rejected == 0
    assert folder.accepted == sum(each.rows_in for each in folder.sites[0].readings) == 59
    assert [f.code for f in folder.all_findings if f.severity != "note"] == []
    balanced(folder, tmp_path)


def test_files_are_known_by_content_not_by_name(tmp_path: Path) -> None:
    for number, each in enumerate(EXAMPLES):
        suffix = Path(each.file).suffix
        (tmp_path / f"{number:02d}{suffix}").write_text(each.text, "utf-8")
    folder = read(tmp_path)
    found = [each.format for each in folder.sites[0].readings]
    assert found == [READ_AS.get(each.format, each.format) for each in EXAMPLES]


def test_a_county_of_sites_with_local_values_beside(tmp_path: Path) -> None:
    for name in ("02 乙项目", "01 甲项目"):
        site(tmp_path / "北片" / name)
    (tmp_path / "local.yaml").write_text("place: '140923'\n")
    (tmp_path / "说明.txt").write_text("县里的说明\n")
    folder = read(tmp_path)
    assert [each.name for each in folder.sites] == ["北片/01 甲项目", "北片/02 乙项目"]
    assert folder.local == tmp_path / "local.yaml"
    assert folder.unknown == ("说明.txt",)
    assert len(folder.sites[0].of("bank_statement")) == 2
    balanced(folder, tmp_path)


def test_a_site_with_nothing_but_sub_folders_of_papers(tmp_path: Path) -> None:
    site(tmp_path)
    for name in ("项目信息.yaml", "花名册.csv", "工程款支付.csv"):
        (tmp_path / name).unlink()
    folder = read(tmp_path)
    assert [each.name for each in folder.sites] == [""]


def test_a_paper_beside_two_sites_does_not_make_them_one(tmp_path: Path) -> None:
    for name in ("甲项目", "乙项目"):
        site(tmp_path / name)
    (tmp_path / "补充花名册.csv").write_text(EXAMPLES[1].text, "utf-8")
    folder = read(tmp_path)
    assert [each.name for each in folder.sites] == ["", "乙项目", "甲项目"]
    assert [each.format for each in folder.sites[0].readings] == ["roster"]
    balanced(folder, tmp_path)


def test_a_file_that_lies_there_twice_is_read_once(tmp_path: Path) -> None:
    site(tmp_path)
    (tmp_path / "专户流水" / "2025年4月 - 副本.csv").write_text(EXAMPLES[7].text, "utf-8")
    folder = read(tmp_path)
    assert [each.code for each in folder.sites[0].findings] == ["FD-014"]
    assert len(folder.sites[0].of("bank_statement")) == 2
    balanced(folder, tmp_path)


def test_the_same_folder_gives_the_same_answer(tmp_path: Path) -> None:
    site(tmp_path)
    one, two = read(tmp_path), read(tmp_path)
    assert one.all_files == two.all_files
    assert one.all_findings == two.all_findings
    for left, right in zip(one.sites[0].readings, two.sites[0].readings, strict=True):
        assert left.rows.equals(right.rows)


def test_strange_things_are_named_and_left_alone(tmp_path: Path) -> None:
    site(tmp_path)
    outside = tmp_path.parent / "secret.csv"
    outside.write_text("姓名,金额\n")
    (tmp_path / "链接.csv").symlink_to(outside)
    (tmp_path / "链接夹").symlink_to(tmp_path.parent)
    (tmp_path / "像文件.xlsx").mkdir()
    (tmp_path / "照片.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF")
    (tmp_path / "空.csv").write_bytes(b"")
    (tmp_path / "空.jpg").write_bytes(b"")
    (tmp_path / "材料.csv").write_text("材料,数量\n水泥,5\n")
    os.mkfifo(tmp_path / "管道.dat")
    folder = read(tmp_path)
    states = {each.file: each.state for each in folder.all_files}
    assert {name: states[name] for name in states if "/" not in name and name not in
            {"项目信息.yaml", "花名册.csv", "工程款支付.csv", "经营指标清单.csv"}} == {
        "链接.csv": "left", "链接夹": "left", "照片.jpg": "left", "空.csv": "refused",
        "空.jpg": "left", "材料.csv": "refused", "管道.dat": "left",
    }  # fmt: skip
    found = {each.file: each.code for each in folder.all_findings if "/" not in each.file}
    assert found["链接.csv"] == found["链接夹"] == "FD-002"
    assert (found["照片.jpg"], found["材料.csv"], found["管道.dat"]) == (
        "FD-001",
        "FD-008",
        "FD-012",
    )
    assert found["空.csv"] == "WB-001"


def test_a_file_that_may_not_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site(tmp_path)
    locked = tmp_path / "花名册.csv"
    real = Path.open

    def refuse(path: Path, mode: str = "r") -> IO[str]:
        if path == locked:
            raise PermissionError(path)
        return real(path, mode)

    monkeypatch.setattr(Path, "open", refuse)
    folder = read(tmp_path)
    assert {"FD-003"} == {each.code for each in folder.sites[0].findings}
    assert {each.file: each.state for each in folder.all_files}["花名册.csv"] == "refused"


def test_headings_without_lines_are_named(tmp_path: Path) -> None:
    (tmp_path / "users.csv").write_text("用户号,姓名,身份证号\n")
    assert [each.code for each in read(tmp_path).all_findings] == ["FD-013"]


def test_office_documents_are_no_archives_and_a_huge_dump_is_said_to_be_huge(
    tmp_path: Path,
) -> None:
    pack(tmp_path / "合同.docx", {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
    pack(tmp_path / "坏表.xlsx", {"x.txt": b"x"})
    (tmp_path / "1_attlog.dat").write_text("1\t2025-03-01 07:00:00\t1\t0\n" * 200)
    folder = read(tmp_path, limits=replace(LIMITS, file_bytes=2_000))
    found = {each.file: each.code for each in folder.all_findings}
    assert (found["合同.docx"], found["坏表.xlsx"], found["1_attlog.dat"]) == (
        "FD-001", "WB-007", "WB-005",
    )  # fmt: skip


def test_an_empty_folder_and_no_folder(tmp_path: Path) -> None:
    assert codes(read(tmp_path)) == ["FD-010"]
    with pytest.raises(NotADirectoryError):
        read(tmp_path / "none")


def test_too_deep_a_folder_is_not_walked_for_ever(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(15):
        deep /= "d"
    deep.mkdir(parents=True)
    (deep / "a.csv").write_text("x")
    assert "FD-011" in codes(read(tmp_path))


def pack(path: Path, entries: dict[str, bytes], *, modes: dict[str, int] | None = None) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (modes or {}).get(name, stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, data)


def test_archives_stay_closed_unless_asked(tmp_path: Path) -> None:
    whole = tmp_path / "folder"
    whole.mkdir()
    pack(whole / "甲项目.zip", {each.file: each.text.encode() for each in EXAMPLES})
    shut = read(whole)
    assert set(codes(shut)) == {"FD-004", "FD-010"}
    opened = read(whole, unpack=True)
    assert [each.name for each in opened.sites] == ["甲项目.zip"]
    assert Counter(each.format for each in opened.sites[0].readings)["bank_statement"] == 2
    assert opened.sites[0].readings[0].file.startswith("甲项目.zip/")
    assert opened.rejected == 0


@pytest.mark.parametrize(
    ("entries", "modes", "code"),
    [
        ({"../out.csv": b"x"}, {}, "FD-006"),
        ({"/etc/out.csv": b"x"}, {}, "FD-006"),
        ({"a\\..\\..\\out.csv": b"x"}, {}, "FD-006"),
        ({"c:out.csv": b"x"}, {}, "FD-006"),
        ({"link": b"/etc/passwd"}, {"link": stat.S_IFLNK | 0o777}, "FD-006"),
        ({f"{n}.csv": b"x" for n in range(50)}, {}, "FD-005"),
        ({"big.csv": b"0" * 3_000_000}, {}, "FD-005"),
    ],
)
def test_hostile_archives(
    tmp_path: Path, entries: dict[str, bytes], modes: dict[str, int], code: str
) -> None:
    whole = tmp_path / "folder"
    whole.mkdir()
    pack(whole / "a.zip", entries, modes=modes)
    limits = replace(LIMITS, entries=20, expansion_floor_bytes=1_000_000, expanded_bytes=2_500_000)
    folder = read(whole, unpack=True, limits=limits)
    assert code in codes(folder)
    assert not (tmp_path / "out.csv").exists()
    assert not Path("/etc/out.csv").exists()


def test_archives_inside_archives_stay_closed_and_damage_is_named(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.csv", "x")
    pack(tmp_path / "outer.zip", {"inner.zip": inner.getvalue()})
    assert "FD-004" in codes(read(tmp_path, unpack=True))
    data = bytearray((tmp_path / "outer.zip").read_bytes())
    data[45:60] = bytes(15)
    (tmp_path / "outer.zip").write_bytes(bytes(data))
    assert "FD-007" in codes(read(tmp_path, unpack=True))


def test_a_sheet_that_is_no_paper_is_named(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "两张表.xlsx"))
    for name, text in (("花名册", EXAMPLES[1].text), ("杂项", "甲,乙\n1,2\n")):
        sheet = book.add_worksheet(name)
        for number, line in enumerate(text.splitlines()):
            sheet.write_row(number, 0, line.split(","))
    book.close()
    folder = read(tmp_path)
    assert [each.format for each in folder.sites[0].readings] == ["roster"]
    found = [each for each in folder.all_findings if each.code == "FD-009"]
    assert [(each.sheet, each.values["lines"]) for each in found] == [("杂项", 2)]


def test_progress_is_told(tmp_path: Path) -> None:
    site(tmp_path)
    told: list[tuple[int, int]] = []
    options = FolderOptions(progress=lambda done, of: told.append((done, of)))
    read_folder(tmp_path, options, as_of=AS_OF)
    assert told == [(n, len(EXAMPLES)) for n in range(1, len(EXAMPLES) + 1)]


def test_every_code_can_occur() -> None:
    text = Path(__file__).read_text("utf-8")
    assert [each.id for each in SPEC.codes if f'"{each.id}"' not in text] == []
