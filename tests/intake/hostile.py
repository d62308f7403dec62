"""Files that nobody hands in by mistake: bombs, entities, polyglots, names that climb, and others.

Each is a name as it stands in the request and its content; all contents differ.
"""

from __future__ import annotations

import io
import random
import stat
import struct
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import xlwt

from tests.crash.imports import messy_roster, workbook
from tests.registry.people import LABOUR, card, identity

__all__ = ["RUN", "Hostile", "corpus", "formula_roster"]

Hostile = tuple[str, bytes]
RUN = ("=cmd|' /C calc'!A0", "@SUM(1+9)", "+1+1", "-2+3", "＝1+1", "\t=1+1", "=HYPERLINK(1)")
"""What a spreadsheet would run when it stands at the beginning of a cell."""
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CAMT = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"
LEVELS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<!DOCTYPE d [<!ENTITY l0 "ha">{LEVELS}]>'


def corpus(secret: Path) -> Iterator[Hostile]:
    """All of them; `secret` is a file that no content may bring in."""
    entity = f'<!DOCTYPE d [<!ENTITY l9 SYSTEM "{secret.as_uri()}">]>'
    yield from _bytes()
    yield from _archives()
    yield from _sheets(entity)
    yield from _texts()
    yield from _messages(entity)
    yield from _yaml()
    yield from _clocks()
    yield from _old_excel()
    yield from _names()
    yield from _damaged()


def _bytes() -> Iterator[Hostile]:
    yield "空.xlsx", b""
    for at, each in enumerate((b"\x00", b"P", b"\xff", b"=", b"\n", b"<")):
        yield f"一{at}.xlsx", each
        yield f"一{at}.csv", each + b"\n"
    dice = random.Random(20250930)  # noqa: S311 -- a dice of tests
    yield "零.csv", b"\x00" * 100_000
    yield "满.dat", b"\xff" * 100_000
    for kind in ("xlsx", "xls", "csv", "dat", "xml", "yaml"):
        yield f"噪声.{kind}", dice.randbytes(4_000)
    for at, mark in enumerate((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\x00\x00")):
        yield f"标记{at}.csv", mark


def package(parts: Mapping[str, bytes | str], *, level: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def book(
    rows: str = "", *, before: str = "", strings: str = "", more: Mapping[str, bytes | str] | None = None,
    sheets: int = 1, name: str = "花名册", around: str = "",
) -> bytes:  # fmt: skip
    """A workbook by its parts; `before` stands between the XML head and the root of the sheet."""
    listed = "".join(
        f'<sheet name="{name}{at or ""}" sheetId="{at + 1}" r:id="rId{at + 1}"/>'
        for at in range(sheets)
    )
    leads = "".join(
        f'<Relationship Id="rId{at + 1}" Type="{RELS}/worksheet" Target="worksheets/sheet{at + 1}.xml"/>'
        for at in range(sheets)
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'{head}<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'{head}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{head}<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>{listed}'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{head}<Relationships xmlns="{PACKAGE}/relationships">{leads}'
        f'<Relationship Id="s" Type="{RELS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    }
    for at in range(sheets):
        parts[f"xl/worksheets/sheet{at + 1}.xml"] = (
            f'{head}{before}<worksheet xmlns="{MAIN}">{around}<sheetData>{rows}</sheetData></worksheet>'
        )
    if strings:
        parts["xl/sharedStrings.xml"] = strings
    return package({**parts, **(more or {})})


def cell(text: str, at: str = "A1") -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


HEAD = f'<row r="1">{cell("姓名")}{cell("身份证号", "B1")}{cell("进场日期", "C1")}</row>'


def _archives() -> Iterator[Hostile]:
    good = workbook()
    yield "炸弹.xlsx", book(more={"xl/media/a.bin": b"0" * 60_000_000})
    yield "炸弹二.xlsx", book("<row>" + " " * 50_000_000 + "</row>")
    yield "谎报.xlsx", _lying(book("<row>" + " " * 30_000_000 + "</row>"))
    inner = package({"a.xlsx": good})
    for _ in range(20):
        inner = package({"嵌套.xlsx": inner})
    yield "嵌套.xlsx", inner
    yield "多件.xlsx", package({f"xl/{at}.xml": "" for at in range(5_000)})
    yield "全是文件夹.xlsx", package({f"xl/{at}/": "" for at in range(50)})
    for at, name in enumerate(
        (
            "../../../outside.txt",
            "/var/outside.txt",
            "C:\\outside.txt",
            "xl/\u202ecod.exe",
            "a\x01b",
        )
    ):
        yield f"穿越{at}.xlsx", book(HEAD, more={name: "outside"})
    link = zipfile.ZipInfo("xl/worksheets/sheet9.xml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    data = io.BytesIO(good)
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    yield "链接.xlsx", data.getvalue()
    yield "两种.pdf", b"%PDF-1.7\n%%EOF\n" + good
    yield "两种.xlsx", b"GIF89a" + bytes(20) + good
    yield "两种.html", b"<html><script>alert(1)</script></html>" + good
    yield "两种.csv", good + messy_roster(900)
    yield "加密.xlsx", _flagged(good)
    yield "宏.xlsm", book(HEAD, more={"xl/vbaProject.bin": b"Attribute VB_Name\r\nShell calc"})
    yield "压缩.zip", package({"a.txt": "x"})
    yield (
        "包.jar",
        package({"META-INF/MANIFEST.MF": "Main-Class: A", "A.class": b"\xca\xfe\xba\xbe"}),
    )


def _lying(data: bytes) -> bytes:
    """The archive says of its largest part that it is small."""
    changed = bytearray(data)
    at = 0
    while (at := changed.find(b"PK\x01\x02", at)) >= 0:
        if struct.unpack_from("<I", changed, at + 24)[0] > 1_000_000:
            struct.pack_into("<I", changed, at + 24, 1_000)
        at += 4
    return bytes(changed)


def _flagged(data: bytes) -> bytes:
    """Every part marked as encrypted."""
    changed = bytearray(data)
    at = 0
    while (at := changed.find(b"PK\x01\x02", at)) >= 0:
        changed[at + 8] |= 1
        at += 4
    return bytes(changed)


def _sheets(entity: str) -> Iterator[Hostile]:
    strings = f'<sst xmlns="{MAIN}"><si><t>&l9;</t></si></sst>'
    shared = HEAD + '<row r="2"><c r="A2" t="s"><v>0</v></c></row>'
    for name, declared in (("实体", entity), ("笑", LAUGHS)):
        yield (
            f"{name}表.xlsx",
            book(HEAD + f'<row r="2">{cell("&l9;", "A2")}</row>', before=declared),
        )
        yield f"{name}串.xlsx", book(shared, strings=f"{declared}{strings}")
        yield (
            f"{name}册.xlsx",
            book(HEAD, more={"xl/workbook.xml": f"{declared}<workbook>&l9;</workbook>"}),
        )
    odd = {
        "最大": '<dimension ref="A1:XFD1048576"/>', "负": '<dimension ref="A-1:B-5"/>', "空": "",
        "反": '<dimension ref="Z9:A1"/>', "无": '<dimension ref=""/>',
    }  # fmt: skip
    for name, each in odd.items():
        yield f"尺寸{name}.xlsx", book(HEAD, around=each, name=f"尺寸{name}")
    for at, place in enumerate(
        ("XFD1048576", "A0", "ZZZZZZZ1", "A99999999999", "A-1", "1A", "", "A١")
    ):
        yield f"位置{at}.xlsx", book(HEAD + f'<row r="2">{cell("张三", place)}</row>')
    for at, row in enumerate(("0", "-5", "99999999999999999999", "x", "1048577")):
        yield f"行{at}.xlsx", book(HEAD + f'<row r="{row}">{cell("张三", f"A{row}")}</row>')
    for at, value in enumerate(("1e308", "-1e308", "NaN", "abc", "9" * 400, "2958466", "-1", "")):
        yield f"值{at}.xlsx", book(HEAD + f'<row r="2"><c r="C2" s="0"><v>{value}</v></c></row>')
    for at, kind in enumerate(("s", "b", "e", "d", "str", "zzz")):
        yield (
            f"类{at}.xlsx",
            book(HEAD + f'<row r="2"><c r="A2" t="{kind}" s="99"><v>77</v></c></row>'),
        )
    yield "三百表.xlsx", book(HEAD, sheets=300)
    yield (
        "万列.xlsx",
        book('<row r="1">' + "".join("<c><v>1</v></c>" for _ in range(10_000)) + "</row>"),
    )
    yield "长格.xlsx", book(HEAD + f'<row r="2">{cell("护" * 300_000, "A2")}</row>')
    boxes = "".join(f'<mergeCell ref="A{at}:C{at + 3}"/>' for at in range(1, 9_000))
    yield "合并.xlsx", book(HEAD, more={"xl/x.xml": f"<mergeCells>{boxes}</mergeCells>"}, around="")
    for at, name in enumerate(("../../x", "\u202e册名花", "&#10;", "a" * 5_000, "'[x]*?:")):
        yield f"表名{at}.xlsx", book(HEAD + f'<row r="2">{cell("张三", "A2")}</row>', name=name)
    for at, each in enumerate(RUN[:3]):
        run = each.replace("'", "&apos;").lstrip("=")
        yield f"公式{at}.xlsx", book(HEAD + f'<row r="2"><c r="A2"><f>{run}</f></c></row>')
    yield "深.xlsx", book("<row>" + "<a>" * 20_000 + "</a>" * 20_000 + "</row>")


def formula_roster() -> bytes:
    """People in order whose team is something that a spreadsheet would run."""
    lines = ["姓名,身份证号,银行卡号,用工单位,班组,进场日期,合同签订日期,合同开始日期"]
    lines += [
        f'张三,{identity(500 + at)},{card(500 + at)},{LABOUR},"{each}",2025-06-01,2025-05-01,2025-05-01'
        for at, each in enumerate(RUN)
    ]
    return "\n".join(lines).encode()


def _texts() -> Iterator[Hostile]:
    good = messy_roster(100).decode("gb18030")
    yield "公式.csv", formula_roster()
    yield "万列.csv", (",".join(f"列{at}" for at in range(10_000)) + "\n").encode() * 3
    yield "空行.csv", b"\n" * 300_000
    yield "一行.csv", b"a" * 3_000_000
    yield "引号.csv", b'"' * 50_001
    yield "未闭.csv", good.replace("张三", '"张三').encode()
    yield "逗号.csv", b"," * 200_000
    for code in ("utf-16", "utf-16-be", "utf-32", "utf-8-sig", "utf-7", "big5"):
        yield f"编码{code}.csv", good.encode(code, "replace")
    yield "半字.csv", messy_roster(100)[:-3] + b"\x81\xff\xfe"
    yield "混.csv", good[:200].encode() + good[200:].encode("gb18030")
    yield "奇.csv", good.encode("utf-16")[:-1]
    yield "代理.csv", good.encode() + b"\xed\xa0\x80,\xc0\xaf\n"
    for at, each in enumerate(("\x00", "\u202e", "\u200b", "\x1b[31m", "\x07", "\x85", "\u2028")):
        yield f"字{at}.csv", good.replace("张三", f"张{each}三").encode()
    yield "标记.csv", good.replace("张三", "<script>alert(1)</script>").encode()
    yield "模板.csv", good.replace("张三", "{{7*7}}{% raise %}").encode()
    yield "大数.csv", good.replace(identity(100), "9" * 5_000).encode()
    yield "日期.csv", good.replace("2025-06-01", "9999-99-99").encode()
    yield (
        "远日.csv",
        good.replace("2025-06-01", "9999-12-31").replace("2025-05-01", "0001-01-01").encode(),
    )
    yield "同头.csv", (good.splitlines()[1] + "\n").encode() * 2_000
    yield "回车.csv", good.replace("\n", "\r").encode()


def _messages(entity: str) -> Iterator[Hostile]:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    body = f'<Document xmlns="{CAMT}"><BkToCstmrStmt><GrpHdr><MsgId>&l9;</MsgId></GrpHdr></BkToCstmrStmt></Document>'
    for at, each in enumerate((
        entity, LAUGHS, '<!DOCTYPE d SYSTEM "http://203.0.113.7/x.dtd">',
        '<!DOCTYPE d [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]>', "",
    )):  # fmt: skip
        yield f"对账{at}.xml", f"{head}{each}{body}".encode()
    yield "深.xml", (head + f'<Document xmlns="{CAMT}">' + "<a>" * 60_000).encode()
    yield (
        "宽.xml",
        (
            head
            + f'<Document xmlns="{CAMT}" '
            + " ".join(f'a{n}="1"' for n in range(20_000))
            + "/>"
        ).encode(),
    )
    yield "别码.xml", f'<?xml version="1.0" encoding="utf-7"?>{body}'.encode()
    yield "十六.xml", f'<?xml version="1.0" encoding="UTF-16"?>{body}'.encode()
    yield (
        "包含.xml",
        (
            f'<Document xmlns="{CAMT}" xmlns:xi="http://www.w3.org/2001/XInclude">'
            '<xi:include href="file:///etc/passwd" parse="text"/></Document>'
        ).encode(),
    )
    yield "截.xml", body.encode()[:90]


def _yaml() -> Iterator[Hostile]:
    yield "项目信息.yaml", b"project: !!python/object/apply:os.system ['touch outside.txt']\n"
    names = [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    yield "工程.yaml", "\n".join(["project:", "a0: &a0 [x]", *names]).encode()
    yield "项目信息二.yaml", b"project: " + b"[" * 20_000
    yield "项目信息三.yml", b"project: {a: &x {b: *x}}\n"
    yield "项目.yaml", b"? " * 5_000
    yield "project.yaml", b"project:\n  name: 2025-99-99\n  started_on: 9999-99-99\n  price: .inf\n"


def _clocks() -> Iterator[Hostile]:
    good = "1\t2025-09-28 07:02:11\t1\t0\t1\t0\r\n2\t2025-09-28 07:05:00\t1\t0\t1\t0\r\n"
    for at, line in enumerate((
        "9" * 40 + "\t2025-09-28 07:02:11\t1\t0\t1\t0", "-1\t2025-09-28 07:02:11\t1\t0\t1\t0",
        "1\t0000-00-00 00:00:00\t1\t0\t1\t0", "1\t9999-12-31 23:59:59\t1\t0\t1\t0",
        "1\t2025-09-28 99:99:99\t1\t0\t1\t0", "１\t2025-09-28 07:02:11\t1\t0\t1\t0",
        "1\t2025-09-28 07:02:11\t" + "9" * 400, "\x00\t2025-09-28 07:02:11\t1\t0\t1\t0",
        "=1+1\t2025-09-28 07:02:11\t1\t0\t1\t0",
    )):  # fmt: skip
        yield f"{at}_attlog.dat", (good * 5 + line + "\r\n").encode()


def _old_excel() -> Iterator[Hostile]:
    data = io.BytesIO()
    old = xlwt.Workbook()
    sheet = old.add_sheet("花名册")
    for row, line in enumerate(messy_roster(300).decode("gb18030").splitlines()):
        for column, text in enumerate(line.split(",")):
            sheet.write(row, column, text)
    old.save(data)
    raw, dice = data.getvalue(), random.Random(7)  # noqa: S311 -- a dice of tests
    for at in range(12):
        spoilt = bytearray(raw)
        for _ in range(1 + at * 20):
            spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
        yield f"旧{at}.xls", bytes(spoilt)
    yield "旧.xls", raw[:512] + b"\xff" * 2_000
    yield "旧截.xls", raw[:-700]


def _names() -> Iterator[Hostile]:
    names = (
        "../../outside.csv", "..\\..\\outside.csv", "/etc/cron.d/outside", "C:\\outside.csv", "con.csv", "..",
        ".", ".htaccess", "x\u202evsc.csv", "x.csv\x00.png", "a" * 5_000 + ".csv", "a." + "护" * 190, "a." + "x" * 230,
        "x.\u202ecsv", "a.c/sv", "a b;rm -rf.csv", "`id`.csv", "$(id).csv", "<img src=x>.csv", "''.csv", "-rf.csv", "x.CSV ",
        "🏗.csv", "\r\nx: y.csv", "x.csv;a=b", "%2e%2e%2foutside.csv", "a.%00",
    )  # fmt: skip
    for at, name in enumerate(names):
        yield name, messy_roster(400 + at)


def _damaged() -> Iterator[Hostile]:
    dice, good = random.Random(11), workbook()  # noqa: S311 -- a dice of tests
    for at in range(16):
        spoilt = bytearray(good)
        del spoilt[dice.randrange(len(spoilt)) :]
        spoilt += dice.randbytes(at)
        yield f"截{at}.xlsx", bytes(spoilt)
    for at in range(16):
        spoilt = bytearray(good)
        for _ in range(1 + at):
            spoilt[dice.randrange(len(spoilt))] ^= 1 << dice.randrange(8)
        yield f"翻{at}.xlsx", bytes(spoilt)
