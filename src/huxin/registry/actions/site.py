"""What stands on the site: posts and offices, the signboard with its photo, QR stickers."""

from __future__ import annotations

import base64
import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from huxin.access.actor import Actor
from huxin.access.change import change
from huxin.access.fields import digest
from huxin.access.fits import check_fits
from huxin.access.models import Account
from huxin.access.storage import keep
from huxin.kernel.clock import CHINA
from huxin.kernel.identity import mask_name
from huxin.kernel.texts import message
from huxin.registry.errors.projects import FieldError, StepError
from huxin.registry.law import Here
from huxin.registry.models import Project, Signboard, SitePost, Sticker
from huxin.registry.policy.images import BYTES_MAX, clean_photo
from huxin.registry.policy.posts import office_members
from huxin.registry.policy.signboards import ITEMS

__all__ = [
    "PostForm", "check_board", "fill_post", "keep_photo", "make_stickers", "mark_sticker",
    "record_board", "vacate_post", "withdraw_sticker",
]  # fmt: skip

CODE_BYTES = 10
"""80 random bits, sixteen letters: nobody guesses the address of a site."""
STICKERS_MAX = 500


@dataclass(frozen=True, slots=True)
class PostForm:
    """A post of the site: its holder's account, or name and phone where there is none.

    `side`: whom a member of the labour office sits there for; `from_on` None: from today.
    """

    kind: str
    account: int | None = None
    holder: str = ""
    phone: str = ""
    party: int | None = None
    room: str = ""
    hours: str = ""
    side: str = ""
    from_on: dt.date | None = None


def fill_post(project: int, form: PostForm, *, actor: Actor, now: dt.datetime) -> SitePost:
    """Fill a post; raises FieldError. An officer's account needs the role's grant."""
    today = now.astimezone(CHINA).date()
    with change("registry.post.fill", actor=actor, now=now) as doing:
        site = doing.reach(Project, project)
        account = Account.objects.filter(pk=form.account).first() if form.account else None
        party = site.parties.filter(pk=form.party).first() if form.party else None
        _check_post(form, account, is_party=party is not None or form.party is None, now=now)
        _check_member(form, office_members(Here.of(site.place), today), today)
        post = doing.keep(SitePost(
            project=site, party=party, kind=SitePost.Kind(form.kind), side=form.side,
            account=account,
            holder=account.name if account else form.holder.strip(),
            phone=form.phone.strip() or (account.phone if account else ""),
            room=form.room.strip(), hours=form.hours.strip(), from_on=form.from_on or today,
        ))  # fmt: skip
        doing.note(
            post,
            after={"project": site.pk, "kind": post.kind, "side": post.side,
                   "from_on": post.from_on, "holder": mask_name(post.holder),
                   "account": form.account, "room": post.room},
        )  # fmt: skip
    return post


def vacate_post(post: int, *, on: dt.date, actor: Actor, now: dt.datetime) -> SitePost:
    """The post is vacant after the day; its history stays."""
    with change("registry.post.vacate", actor=actor, now=now) as doing:
        row = doing.reach(SitePost, post)
        if row.to_on is not None or on < row.from_on:
            raise StepError(
                "post.vacated",
                message("This post is vacant already, or the day comes before it was filled."),
                message("Compare the day with the appointment."),
            )
        row.to_on = on
        doing.keep(row)
        doing.note(row, before={"to_on": None}, after={"to_on": on})
    return row


def record_board(
    project: int, *, items: Sequence[str], put_up_on: dt.date, actor: Actor, now: dt.datetime
) -> Signboard:
    """Record what stands on the signboard and since when it stands."""
    with change("registry.signboard.record", actor=actor, now=now) as doing:
        site = doing.reach(Project, project)
        if not set(items) <= set(ITEMS) or put_up_on > now.astimezone(CHINA).date():
            raise FieldError(
                "signboard.form",
                message("An item of the signboard is not known, or its day lies ahead."),
                message("Tick what stands on the board, and give the day it was put up."),
            )
        board, _ = _board(site)
        before = {"items": board.items, "put_up_on": board.put_up_on}
        board.items, board.put_up_on = sorted(set(items)), put_up_on
        doing.keep(board)
        doing.note(board, before=before, after={"items": board.items, "put_up_on": put_up_on})
    return board


def keep_photo(
    project: int, content: bytes, *, taken_on: dt.date, actor: Actor, now: dt.datetime
) -> Signboard:
    """File a photo of the signboard, without what the camera wrote into it; raises ImageError."""
    photo = clean_photo(content)
    with change("registry.signboard.record", actor=actor, now=now) as doing:
        site = doing.reach(Project, project)
        stored = keep([photo.content], limit_bytes=BYTES_MAX)
        board, _ = _board(site)
        before = {"photo": board.photo}
        board.photo, board.photo_on = stored.content, taken_on
        doing.keep(board)
        doing.note(board, before=before, after={"photo": stored.content, "photo_on": taken_on})
    return board


def check_board(project: int, *, actor: Actor, now: dt.datetime) -> Signboard:
    """A regulator looked at the board today."""
    with change("registry.signboard.check", actor=actor, now=now) as doing:
        board, known = _board(doing.reach(Project, project))
        if not known:
            raise StepError(
                "signboard.none",
                message("No signboard is on record."),
                message("Have it put up and recorded first."),
            )
        board.checked_on = now.astimezone(CHINA).date()
        board.checked_by_id = min(actor.bodies, default=None)
        doing.keep(board)
        doing.note(board, after={"checked_on": board.checked_on})
    return board


def make_stickers(
    project: int, spots: Sequence[str], *, actor: Actor, now: dt.datetime
) -> list[Sticker]:
    """One sticker per spot (the law's words, or free text), each with an address of its own."""
    with change("registry.sticker.make", actor=actor, now=now) as doing:
        site = doing.reach(Project, project)
        if not 0 < len(spots) <= STICKERS_MAX or any(not spot.strip() for spot in spots):
            raise FieldError(
                "sticker.spots",
                message("Give one to {most} spots.", most=STICKERS_MAX),
                message("Say where each sticker is to be put up."),
            )
        today = now.astimezone(CHINA).date()
        rows = [
            Sticker(project=site, code=_code(), spot=spot.strip()[:80], made_on=today)
            for spot in spots
        ]
        for row in rows:
            check_fits(row)
        made = Sticker.objects.bulk_create(rows)
        doing.note(
            site, after={"stickers": len(made), "codes": [digest("sticker", e.code) for e in made]}
        )
    return made


def mark_sticker(sticker: int, *, on: dt.date, actor: Actor, now: dt.datetime) -> Sticker:
    """Somebody saw the sticker in its place."""
    with change("registry.sticker.check", actor=actor, now=now) as doing:
        row = _live(doing.reach(Sticker, sticker))
        row.seen_on = on
        doing.keep(row)
        doing.note(row, after={"seen_on": on})
    return row


def withdraw_sticker(sticker: int, *, on: dt.date, actor: Actor, now: dt.datetime) -> Sticker:
    """The sticker is gone: its address leads nowhere from now on."""
    with change("registry.sticker.check", actor=actor, now=now) as doing:
        row = _live(doing.reach(Sticker, sticker))
        row.withdrawn_on = on
        doing.keep(row)
        doing.note(row, after={"withdrawn_on": on})
    return row


def _board(project: Project) -> tuple[Signboard, bool]:
    found = Signboard.objects.filter(project=project).first()
    return found or Signboard(project=project), found is not None


def _code() -> str:
    return base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode()


def _live(row: Sticker) -> Sticker:
    if row.withdrawn_on is not None:
        raise StepError(
            "sticker.withdrawn",
            message("This sticker was withdrawn on {on}.", on=row.withdrawn_on),
            message("Make a new one for the spot."),
        )
    return row


def _check_member(form: PostForm, sides: Sequence[str], today: dt.date) -> None:
    """A member of the office has a name and sits for a side that the law here names."""
    member = form.kind == SitePost.Kind.OFFICE_MEMBER
    seated = form.side in sides and (form.account is not None or bool(form.holder.strip()))
    if member and not seated:
        raise FieldError(
            "post.side",
            message("A member of the site's labour office needs a name and the side it sits for."),
            message("Choose one of the sides that the document here names."),
        )
    if (form.side and not member) or (form.from_on is not None and form.from_on > today):
        raise FieldError(
            "post.from_on" if not form.side or member else "post.side",
            message("Only members of the office sit for a side, and no post begins ahead."),
            message("Compare the entry with the appointment."),
        )


def _check_post(
    form: PostForm, account: Account | None, *, is_party: bool, now: dt.datetime
) -> None:
    known = form.kind in SitePost.Kind.values and is_party
    officer = form.kind == SitePost.Kind.LABOUR_WAGE_OFFICER
    named = account is not None or (form.holder.strip() and form.phone.strip())
    if not known or (officer and not named) or (form.account and account is None):
        raise FieldError(
            "post.form",
            message("A post needs its kind and its holder: an account, or name and phone."),
            message("Enter who holds the post."),
        )
    if officer and account is not None:
        held = account.grants.filter(role=form.kind, ended_at=None, from_at__lte=now)
        if not any(each.to_at is None or each.to_at > now for each in held):
            raise FieldError(
                "post.grant",
                message("This account does not hold the role of a labour-wage officer."),
                message("Have the company's administrator grant the role first."),
            )
