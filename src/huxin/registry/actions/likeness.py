"""Records that may be one: proposed by rule, decided by a person, undone exactly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huxin.access.actor import Actor
from huxin.access.change import Change, change
from huxin.access.fields import digest
from huxin.access.gate import check
from huxin.access.models import Body
from huxin.kernel.texts import message
from huxin.registry.actions.moving import move_back, move_code, move_code_back, move_rows
from huxin.registry.errors.people import KeepOneError, WrongStateError
from huxin.registry.models import Card, Likeness, Worker, WorkerToken
from huxin.registry.policy.likeness import (
    Firm,
    Pair,
    Someone,
    blocks,
    firm_blocks,
    grounds_of_firms,
    grounds_of_people,
)
from huxin.registry.policy.workers import check_reason, likeness_tokens

__all__ = [
    "Proposed", "add_likenesses", "keep_apart", "merge", "propose_firms", "propose_likenesses",
    "undo_merge",
]  # fmt: skip

PROPOSE = "registry.likeness.propose"
SLICE_ROWS = 2_000
FIRMS_MAX = 100_000
MODELS: Mapping[str, type[Worker | Body]] = {"worker": Worker, "body": Body}


@dataclass(frozen=True, slots=True)
class Proposed:
    """One slice: pairs compared and newly proposed; keys too common to compare; where to go on."""

    compared: int
    proposed: int
    too_common: int
    next_after: int | None


def propose_likenesses(*, after: int = 0, actor: Actor, now: dt.datetime) -> Proposed:
    """Likely duplicates of the next slice of workers; call again with `next_after` until None.

    Compared are only those who share a phone, a card, or a name with a third of the number.
    """
    with change(PROPOSE, actor=actor, now=now) as doing:
        check(PROPOSE, actor=actor)
        rows = Worker.objects.filter(pk__gt=after, merged_into=None).order_by("pk")
        part = list(rows.defer("born_on", "phone")[:SLICE_ROWS])
        pairs, too_common = blocks(_members(part))
        own = {each.pk for each in part}
        wanted = {pair for pair in pairs if own & set(pair)}
        people = _someone({each for pair in wanted for each in pair})
        alike = {
            pair: found
            for pair in wanted
            if all(each in people for each in pair)
            and (found := grounds_of_people(people[pair[0]], people[pair[1]]))
        }
        made = add_likenesses(Likeness.Kind.WORKER, alike, now=now)
        _note_made(doing, made)
        following = part[-1].pk if len(part) == SLICE_ROWS else None
        return Proposed(len(wanted), made, too_common, following)


def propose_firms(*, actor: Actor, now: dt.datetime) -> Proposed:
    """Likely duplicates among companies: by name, phone, or a slip in the credit code."""
    with change(PROPOSE, actor=actor, now=now) as doing:
        check(PROPOSE, actor=actor)
        rows = Body.objects.filter(kind=Body.Kind.COMPANY, merged_into=None).order_by("pk")
        firms = {
            row[0]: Firm(*row)
            for row in rows.values_list("pk", "name", "phone", "credit_code")[:FIRMS_MAX]
        }
        pairs, too_common = blocks((key, each.body) for each in firms.values()
                                   for key in firm_blocks(each))  # fmt: skip
        alike = {
            pair: found
            for pair in pairs
            if (found := grounds_of_firms(firms[pair[0]], firms[pair[1]]))
        }
        made = add_likenesses(Likeness.Kind.BODY, alike, now=now)
        _note_made(doing, made)
        return Proposed(len(pairs), made, too_common, None)


def add_likenesses(kind: str, alike: Mapping[Pair, list[str]], *, now: dt.datetime) -> int:
    """Propose pairs that nobody has proposed yet, inside an open change; how many were new."""
    known = set(
        Likeness.objects.filter(kind=kind, one__in={one for one, _ in alike}).values_list(
            "one", "other"
        )
    )
    new = [
        Likeness(kind=kind, one=pair[0], other=pair[1], grounds=grounds, proposed_at=now)
        for pair, grounds in sorted(alike.items())
        if pair not in known
    ]
    Likeness.objects.bulk_create(new, SLICE_ROWS, ignore_conflicts=True)
    return len(new)


def merge(likeness: int, *, keep: int, reason: str, actor: Actor, now: dt.datetime) -> Likeness:
    """Put two records together: all that belongs to the other one goes to `keep`.

    Raises MergeBlockedError when both hold what can be held once only, TwoCodesError for two firms
    with two sound credit codes; then nothing moves.
    """
    with change("registry.likeness.merge", actor=actor, now=now) as doing:
        found = _undecided(doing, likeness)
        model = MODELS[found.kind]
        if keep not in {found.one, found.other}:
            raise KeepOneError
        rows = {key: doing.reach(model, key) for key in sorted((found.one, found.other))}
        kept, gone = rows.pop(keep), next(iter(rows.values()))
        if kept.merged_into_id is not None or gone.merged_into_id is not None:
            raise WrongStateError(message("One of the two was put together with another before."))
        code = move_code(gone, kept)
        moved = move_rows(gone, kept)
        _set_merged(gone, kept.pk)
        found.moved = {"kept": kept.pk, "gone": gone.pk, "rows": moved, "code": code}
        _decide(doing, found, Likeness.State.MERGED, reason)
        doing.note(kept, after={"merged": gone.pk})
        doing.note(gone, after={"merged_into": kept.pk})
        return found


def undo_merge(likeness: int, *, reason: str, actor: Actor, now: dt.datetime) -> Likeness:
    """Take two records apart again: exactly the rows that were moved go back."""
    with change("registry.likeness.undo", actor=actor, now=now) as doing:
        found = doing.reach(Likeness, likeness)
        if found.state != Likeness.State.MERGED:
            raise WrongStateError(message("These two records are not put together."))
        model = MODELS[found.kind]
        kept = model._default_manager.select_for_update().get(pk=found.moved["kept"])
        gone = model._default_manager.select_for_update().get(pk=found.moved["gone"])
        move_back(found.moved["rows"], gone, kept)
        move_code_back(found.moved.get("code", ""), gone, kept)
        _set_merged(gone, None)
        _decide(doing, found, Likeness.State.UNDONE, reason)
        doing.note(kept, after={"parted_from": gone.pk})
        doing.note(gone, after={"merged_into": None})
        return found


def keep_apart(likeness: int, *, reason: str, actor: Actor, now: dt.datetime) -> Likeness:
    """The two are different; the pair is not proposed again."""
    with change("registry.likeness.keep_apart", actor=actor, now=now) as doing:
        found = _undecided(doing, likeness)
        _decide(doing, found, Likeness.State.DIFFERENT, reason)
        return found


def _members(part: Iterable[Worker]) -> list[tuple[tuple[str, int], int]]:
    """(key, worker) of everybody who shares a key with somebody of the slice."""
    workers = list(part)
    alike = {
        digest(kind, text)
        for each in workers
        for kind, text in likeness_tokens(each.name, each.identity)
    }
    phones = {each.phone_digest for each in workers if each.phone_digest is not None}
    cards = set(
        Card.objects.filter(worker__in=[each.pk for each in workers]).values_list(
            "number_digest", flat=True
        )
    )
    found = [
        *(("like", *row) for row in WorkerToken.objects.filter(
            digest__in=alike, worker__merged_into=None).values_list("digest", "worker")),
        *(("phone", *row) for row in Worker.objects.filter(
            phone_digest__in=phones, merged_into=None).values_list("phone_digest", "pk")),
        *(("card", *row) for row in Card.objects.filter(
            number_digest__in=cards, worker__merged_into=None,
        ).values_list("number_digest", "worker")),
    ]  # fmt: skip
    return [((kind, key), worker) for kind, key, worker in found if key is not None]


def _someone(workers: set[int]) -> dict[int, Someone]:
    held: dict[int, set[int]] = {}
    for worker, number in Card.objects.filter(worker__in=workers).values_list(
        "worker", "number_digest"
    ):
        held.setdefault(worker, set()).add(number)
    rows = Worker.objects.filter(pk__in=workers).defer("born_on", "phone")
    return {
        each.pk: Someone(
            each.pk, each.name, each.identity, each.phone_digest,
            frozenset(held.get(each.pk, ())),
        )
        for each in rows
    }  # fmt: skip


def _undecided(doing: Change, likeness: int) -> Likeness:
    found = doing.reach(Likeness, likeness)
    if found.state not in {Likeness.State.PROPOSED, Likeness.State.UNDONE}:
        raise WrongStateError(message("This pair was decided already."))
    return found


def _decide(doing: Change, found: Likeness, state: Likeness.State, reason: str) -> None:
    check_reason(reason)
    before = {"state": found.state}
    found.state, found.reason = state, reason[:200]
    found.decided_by_id, found.decided_at = doing.actor.account, doing.now
    found.save(update_fields=["state", "reason", "moved", "decided_by", "decided_at"])
    doing.note(found, before=before, after={"state": str(state), "reason": found.reason})


def _set_merged(gone: Worker | Body, into: int | None) -> None:
    gone.merged_into_id = into
    gone.save(update_fields=["merged_into"])


def _note_made(doing: Change, made: int) -> None:
    if made:
        doing.note("registry.likeness:proposed", after={"proposed": made})
