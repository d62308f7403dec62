"""What stands on the site: posts, the signboard and its photo, QR stickers, the public board."""

from __future__ import annotations

import datetime as dt
import struct
import zlib
from typing import Any

import pytest

from huxin.access.actor import system
from huxin.access.change import change
from huxin.access.errors import NotFound
from huxin.access.models import Body
from huxin.access.storage import opened
from huxin.registry.actions.site import (
    PostForm,
    check_board,
    fill_post,
    keep_photo,
    make_stickers,
    mark_sticker,
    record_board,
    vacate_post,
    withdraw_sticker,
)
from huxin.registry.errors.projects import FieldError, ImageError, StepError
from huxin.registry.law import Here
from huxin.registry.models import Project, SitePost
from huxin.registry.policy.images import clean_photo
from huxin.registry.policy.signboards import missing, required_items
from huxin.registry.queries.board import board_photo, poster, public_board
from huxin.registry.queries.completeness import completeness
from huxin.registry.queries.registers import register
from tests.registry.test_fulfils import moved
from tests.support.world import NOW, TODAY, World

SECRET = b"GPS 39.06N 112.95E Zhang San's phone"


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def jpeg(*extra: bytes) -> bytes:
    """The shape of a JPEG: head, extra segments, tables, one scan, and something behind the end."""
    scan = segment(0xDA, bytes(10)) + b"\x11\xff\x00\x22"
    whole = (
        b"\xff\xd8",
        segment(0xE0, b"JFIF\0" + bytes(9)),
        *extra,
        segment(0xDB, bytes(65)),
        scan,
    )
    return b"".join(whole) + b"\xff\xd9"


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(*extra: bytes, side: int = 1) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            head,
            *extra,
            chunk(b"IDAT", zlib.compress(b"\0\0")),
            chunk(b"IEND", b""),
        )
    )


@pytest.mark.parametrize(
    ("photo", "plain", "kind"),
    [
        (jpeg(segment(0xE1, b"Exif\0\0" + SECRET), segment(0xFE, SECRET)) + SECRET, jpeg(), "jpeg"),
        (png(chunk(b"tEXt", SECRET), chunk(b"eXIf", SECRET)) + SECRET, png(), "png"),
        (jpeg(segment(0xEE, b"Adobe")), jpeg(segment(0xEE, b"Adobe")), "jpeg"),
    ],
)
def test_a_photo_keeps_the_picture_only(photo: bytes, plain: bytes, kind: str) -> None:
    cleaned = clean_photo(photo)
    assert (cleaned.kind, cleaned.content) == (kind, plain)
    assert clean_photo(cleaned.content) == cleaned
    assert SECRET not in cleaned.content


@pytest.mark.parametrize(
    ("photo", "code"),
    [
        (b"", "photo.kind"), (b"GIF89a" + bytes(20), "photo.kind"),
        (b"<svg onload=x>", "photo.kind"),
        (b"MZ" + bytes(99), "photo.kind"), (jpeg()[:40], "photo.broken"),
        (png()[:-9], "photo.broken"),
        (png().replace(b"IDAT", b"IDAU"), "photo.broken"), (png(side=2**31), "photo.broken"),
        (b"\xff\xd8\xff\xe1\xff\xff", "photo.broken"),
        (b"\xff\xd8\xff" + bytes(40), "photo.broken"),

    ],
    ids=lambda value: value if isinstance(value, str) else "photo",
)  # fmt: skip
def test_what_is_no_photo_is_refused(photo: bytes, code: str) -> None:
    with pytest.raises(ImageError) as caught:
        clean_photo(photo)
    assert caught.value.code == code


def test_a_photo_has_a_size() -> None:
    with pytest.raises(ImageError) as caught:
        clean_photo(jpeg() + bytes(16 * 1024 * 1024))
    assert caught.value.code == "photo.large"


def test_a_board_is_put_up_photographed_and_checked(world: World) -> None:
    """NX-07-1, DX-2-04-2: the photo is the evidence; it is kept under its digest."""
    road, clerk, officer = world.projects["road"], world.actor("contractor_clerk"), world.actor(
        "inspector"
    )  # fmt: skip
    with pytest.raises(StepError):
        check_board(road.pk, actor=officer, now=NOW)
    with pytest.raises(FieldError):
        record_board(road.pk, items=["phones"], put_up_on=TODAY, actor=clerk, now=NOW)
    board = record_board(road.pk, items=["developer"], put_up_on=TODAY, actor=clerk, now=NOW)
    photo = jpeg(segment(0xE1, b"Exif\0\0" + SECRET))
    kept = keep_photo(road.pk, photo, taken_on=TODAY, actor=clerk, now=NOW)
    assert kept.pk == board.pk
    with opened(kept.photo) as plain:
        assert plain.read_bytes() == jpeg()
    shown = board_photo(road.pk, actor=officer)
    assert (shown.kind, shown.content) == ("jpeg", jpeg())
    for project, who in ((road.pk, "other_inspector"), (world.projects["dam"].pk, "inspector")):
        with pytest.raises(NotFound):
            board_photo(project, actor=world.actor(who))
    with pytest.raises(NotFound):
        check_board(road.pk, actor=clerk, now=NOW)
    checked = check_board(road.pk, actor=officer, now=NOW)
    assert (checked.checked_on, checked.checked_by) == (TODAY, world.bodies["inspection"])
    with pytest.raises(NotFound):
        keep_photo(road.pk, photo, taken_on=TODAY, actor=world.actor("other_clerk"), now=NOW)


def test_what_must_stand_on_the_board() -> None:
    """DX-2-04-4, DX-2-04-5, DX-2-04-6; NX-07-2, NX-07-3, NX-07-4; CN-724-34 everywhere."""
    here = {each.id: each.clauses for each in required_items(Here("140923"), TODAY)}
    assert {"DX-2-04-5", "CN-724-34"} <= set(here["minimum_wage"])
    assert "labour_law" in here
    assert "project_authority" not in here
    north = {each.id for each in required_items(Here("640104"), TODAY)}
    assert {"project_authority", "labour_wage_officer", "inspection_phone"} <= north
    plain = required_items(Here("110101"), TODAY)
    assert "labour_law" not in {each.id for each in plain}
    lacking = missing(["developer", "general_contractor"], plain)
    assert len(lacking) == len(plain) - 2


def officer_form(world: World, **other: Any) -> PostForm:
    given: dict[str, Any] = {
        "kind": "labour_wage_officer",
        "account": world.accounts["labour_wage_officer"].pk,
        "party": world.parties["road.general_contractor"].pk,
    }
    return PostForm(**given | other)


def test_a_labour_wage_officer_is_posted(world: World) -> None:
    """DX-2-03-3, NX-02-9: one per project office, by account or by name and phone."""
    road, clerk = world.projects["road"], world.actor("contractor_clerk")
    post = fill_post(road.pk, officer_form(world), actor=clerk, now=NOW)
    assert post.holder == world.accounts["labour_wage_officer"].name
    other = officer_form(world, account=None, holder="李四", phone="13800000000")
    assert fill_post(road.pk, other, actor=clerk, now=NOW).phone == "13800000000"
    form = officer_form(world, account=world.accounts["banker"].pk)
    with pytest.raises(FieldError) as caught:
        fill_post(road.pk, form, actor=clerk, now=NOW)
    assert caught.value.code == "post.grant"
    for wrong in ({"account": None}, {"kind": "cook"}, {"party": 2**40}, {"account": 2**40}):
        with pytest.raises(FieldError):
            fill_post(road.pk, officer_form(world, **wrong), actor=clerk, now=NOW)
    assert vacate_post(post.pk, on=TODAY, actor=clerk, now=NOW).to_on == TODAY
    with pytest.raises(StepError):
        vacate_post(post.pk, on=TODAY, actor=clerk, now=NOW)
    assert SitePost.objects.count() == 2


def test_stickers_lead_to_their_site_until_they_are_gone(world: World) -> None:
    """BD-02-5, BD-02-6: at the entrance, in the living area, on helmets and work clothes."""
    road, clerk = world.projects["road"], world.actor("contractor_clerk")
    one, two = make_stickers(road.pk, ["helmet", "living_area"], actor=clerk, now=NOW)
    assert len({one.code, two.code}) == 2
    assert len(one.code) == 16
    assert public_board(one.code.lower(), on=TODAY).project == road.name
    assert mark_sticker(one.pk, on=TODAY, actor=clerk, now=NOW).seen_on == TODAY
    with pytest.raises(NotFound):
        withdraw_sticker(one.pk, on=TODAY, actor=world.actor("banker"), now=NOW)
    withdraw_sticker(one.pk, on=TODAY, actor=clerk, now=NOW)
    for gone in (one.code, "", "AAAAAAAAAAAAAAAA"):
        with pytest.raises(NotFound):
            public_board(gone, on=TODAY)
    with pytest.raises(StepError):
        mark_sticker(one.pk, on=TODAY, actor=clerk, now=NOW)
    for wrong in ([], [" "], ["x"] * 501):
        with pytest.raises(FieldError):
            make_stickers(road.pk, wrong, actor=clerk, now=NOW)


def test_the_board_is_worked_out_from_the_registers(world: World) -> None:
    """DX-2-04-4 to DX-2-04-6: names, phones, pay day; what is not known stays empty."""
    road, clerk = world.projects["road"], world.actor("contractor_clerk")
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        Body.objects.filter(pk=world.bodies["inspection"].pk).update(phone="0350-5220000")
        doing.note("access.installation:test")
    lines = {each.item: each for each in poster(road.pk, on=TODAY, actor=clerk).lines}
    assert [each.say("zh") for each in lines["developer"].says] == ["代县城市建设投资有限公司"]
    assert lines["inspection_phone"].says[0].say("zh") == "代县劳动保障监察大队 0350-5220000"
    assert lines["regulator"].says[0].say("zh") == "代县住房和城乡建设管理局"
    assert "25" in lines["pay_day"].says[0].say("en")
    assert "项目部" in lines["project_office"].says[0].say("zh")
    assert len(lines["labour_law"].says) == 4
    assert lines["labour_law"].says[1].say("zh").startswith("保障农民工工资支付条例")
    whole = poster(road.pk, on=TODAY, actor=clerk)
    assert {"regulator_phone", "minimum_wage"} <= {each.item for each in whole.unknown}
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        Project.objects.filter(pk=road.pk).update(sector="water")
        doing.note("access.installation:test")
    lines = {each.item: each for each in poster(road.pk, on=TODAY, actor=clerk).lines}
    assert lines["regulator"].says[0].say("zh") == "代县水利局"
    with pytest.raises(NotFound):
        poster(road.pk, on=TODAY, actor=world.actor("other_inspector"))


def test_the_sites_labour_office_has_members_of_all_sides(world: World) -> None:
    """NX-02-8: developer, supervising engineer, contractor and workers; who is missing is named."""
    road, officer = moved(world, "640104"), world.actor("contractor_clerk")
    sides = ["developer", "supervising_engineer", "contractor", "worker_representatives"]

    def vacant() -> dict[str, str]:
        found = completeness(road.pk, on=TODAY, actor=system("test"))
        lacking = [each for each in found if each.id.startswith("post.member.")]
        assert all("NX-02-8" in each.clauses for each in lacking)
        return {each.id.removeprefix("post.member."): each.owes for each in lacking}

    assert list(vacant()) == sides
    assert vacant()["developer"] == "developer"
    for side, holder in (("mayor", "测试员"), ("developer", " "), ("", "测试员")):
        form = PostForm("office_member", holder=holder, side=side)
        with pytest.raises(FieldError):
            fill_post(road.pk, form, actor=officer, now=NOW)
    since = TODAY - dt.timedelta(days=9)
    forms = [PostForm("office_member", holder="测试员", side=e, from_on=since) for e in sides]
    *_, member = [fill_post(road.pk, form, actor=officer, now=NOW) for form in forms]
    assert (vacant(), member.from_on) == ({}, since)
    vacate_post(member.pk, on=TODAY, actor=officer, now=NOW)
    assert list(vacant()) == ["worker_representatives"]
    lines = register("posts", on=TODAY, actor=officer).lines
    assert lines[0].cells[-2:] == (since, TODAY)
    assert "测试员" not in [cell for each in lines for cell in each.cells]


def test_no_side_is_asked_where_no_document_names_any(world: World) -> None:
    road = world.projects["road"].pk
    found = completeness(road, on=TODAY, actor=system("test"))
    assert not [each for each in found if each.id.startswith("post.member.")]
    form = PostForm("office_member", holder="测试员", side="developer")
    with pytest.raises(FieldError):
        fill_post(road, form, actor=world.actor("contractor_clerk"), now=NOW)
