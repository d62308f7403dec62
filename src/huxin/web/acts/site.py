"""What stands on the site: posts, the signboard with its photo, stickers."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from huxin.kernel.texts import N_
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
from huxin.registry.law import Here
from huxin.registry.models import Project, Signboard, SitePost, Sticker
from huxin.registry.policy.images import BYTES_MAX
from huxin.registry.policy.posts import office_members, side_of
from huxin.registry.policy.signboards import ITEMS
from huxin.registry.queries.officers import officers
from huxin.web.act import Act
from huxin.web.acts.of_project import Nothing, OfProject, OnDay, crumbs, poster_crumbs, who
from huxin.web.ask import Choice, Day, Long, Pick, Ticks, Words
from huxin.web.page import Request
from huxin.web.words import POSTS

__all__ = ["ACTS"]

SPOTS_MAX = 40_000


class Holding(OfProject):
    """Who holds a post of the site, or where an office is."""

    at: ClassVar = {"post.grant": "account", "post.form": "holder", "post.side": "side",
                    "post.from_on": "from_on"}  # fmt: skip
    kind = Choice(N_("Post"), POSTS)
    side = Choice(
        N_("Sits there for"), {}, required=False,
        help_text=N_("Of members of the site's labour office only."),
    )  # fmt: skip
    account = Pick(
        N_("Holder who signs in"), required=False,
        help_text=N_("Labour-wage officers of the companies on this project."),
    )  # fmt: skip
    holder = Words(N_("Name"), 60, required=False, help_text=N_("Of a holder without an account."))
    phone = Words(N_("Phone"), 20, required=False)
    party = Pick(N_("Employed by"), required=False)
    room = Words(N_("Room"), required=False)
    hours = Words(N_("Office hours"), required=False)
    from_on = Day(N_("Held since"), today=True, required=False)

    def offer_side(self) -> list[tuple[Any, str]]:
        """The sides of which the place forms the office."""
        named = office_members(Here.of(self.row.place), self.today)
        language = self.request.language
        return [("", "–"), *((each, side_of(each).say(language)) for each in named)]

    def offer_account(self) -> list[tuple[Any, str]]:
        """Labour-wage officers of the parties."""
        found = officers(self.row.pk, actor=self.request.actor, now=self.request.now)
        return [("", self.say(N_("none of them"))), *found]

    def offer_party(self) -> list[tuple[Any, str]]:
        """Whoever takes part."""
        return self.parties(none=N_("not known"))

    def start(self) -> dict[str, Any]:
        """The reader's own company, where it takes part."""
        own = self.row.parties.filter(body__in=self.request.actor.bodies, left_on=None)
        return {"party": own.values_list("pk", flat=True).first()}


class Board(OfProject):
    """What stands on the signboard."""

    put_up_on = Day(N_("Put up on"), today=True)
    items = Ticks(N_("What stands on it"), ITEMS)

    def start(self) -> dict[str, Any]:
        """What is on record."""
        board = Signboard.objects.filter(project=self.row).first()
        if board is None:
            return {}
        return {"items": board.items, "put_up_on": board.put_up_on or self.today}


class Photo(OfProject):
    """A photo of the signboard."""

    at: ClassVar = {"photo.": "photo"}
    photo = forms.FileField(
        label=N_("Photo"),
        help_text=N_("JPEG or PNG; what the camera wrote into it, such as the place, is cut out."),
        widget=forms.FileInput({"accept": "image/jpeg,image/png"}),
    )
    taken_on = Day(N_("Taken on"), today=True)


class Spots(OfProject):
    """Where stickers are to be put up."""

    at: ClassVar = {"sticker.spots": "spots"}
    spots = Long(N_("Spots on the site, one a line"), SPOTS_MAX)


def _photo(row: Project, said: dict[str, Any], by: Request) -> object:
    content = said["photo"].read(BYTES_MAX + 1)
    return keep_photo(row.pk, content, taken_on=said["taken_on"], **who(by))


def _stickers(row: Project, said: dict[str, Any], by: Request) -> object:
    spots = [each.strip() for each in said["spots"].splitlines() if each.strip()]
    return make_stickers(row.pk, spots, **who(by))


ACTS = (
    Act(
        "post-fill", "registry.post.fill", "projects/<int:key>/posts/new", Project, Holding,
        lambda row, said, by: fill_post(row.pk, PostForm(**said), **who(by)),
        N_("The post is filled."), crumbs, N_("Fill a post"),
    ),
    Act(
        "post-vacate", "registry.post.vacate", "posts/<int:key>/vacate", SitePost, OnDay,
        lambda row, said, by: vacate_post(row.pk, **said, **who(by)),
        N_("The post is vacant."), crumbs, N_("Record the post as vacant"),
    ),
    Act(
        "board-record", "registry.signboard.record", "projects/<int:key>/signboard", Project, Board,
        lambda row, said, by: record_board(row.pk, **said, **who(by)),
        N_("The signboard is on record."), crumbs, N_("Record the signboard"),
        N_("Tick what stands on the board as it hangs there."),
    ),
    Act(
        "board-photo", "registry.signboard.record", "projects/<int:key>/signboard/photo", Project,
        Photo, _photo, N_("The photo is filed."), crumbs, N_("File a photo of the signboard"),
    ),
    Act(
        "board-check", "registry.signboard.check", "projects/<int:key>/signboard/check", Project,
        Nothing, lambda row, _, by: check_board(row.pk, **who(by)),
        N_("The inspection is recorded."), crumbs, N_("Record an inspection of the signboard"),
        N_("You looked at the signboard on the site today."),
    ),
    Act(
        "stickers-make", "registry.sticker.make", "projects/<int:key>/stickers", Project, Spots,
        _stickers, N_("The stickers are ready to print."), poster_crumbs, N_("Make QR stickers"),
    ),
    Act(
        "sticker-seen", "registry.sticker.check", "stickers/<int:key>/seen", Sticker, OnDay,
        lambda row, said, by: mark_sticker(row.pk, **said, **who(by)),
        N_("It is recorded."), poster_crumbs, N_("Record that it hangs there"),
    ),
    Act(
        "sticker-withdraw", "registry.sticker.check", "stickers/<int:key>/withdraw", Sticker, OnDay,
        lambda row, said, by: withdraw_sticker(row.pk, **said, **who(by)),
        N_("The sticker's address leads nowhere from now on."), poster_crumbs,
        N_("Withdraw the sticker"),
        is_grave=True,
    ),
)  # fmt: skip
