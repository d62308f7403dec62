"""Login sessions: opened after both factors, seen and ended by their owner, limited in time."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from huxin.access.actor import Actor, of_account
from huxin.access.change import change
from huxin.access.errors import WeakPassword, WrongCode
from huxin.access.gate import Subject
from huxin.access.models import Account, LoginSession
from huxin.access.second_factor import fits, fresh_recovery, recovers
from huxin.kernel.digest import digest_of

__all__ = [
    "IDLE", "STEP_UP", "WHOLE", "end_session", "enrol_second_factor", "open_session",
    "pass_second_factor", "session_key", "set_password", "still_open", "worker_account",
]  # fmt: skip

IDLE = dt.timedelta(minutes=30)
WHOLE = dt.timedelta(hours=10)
STEP_UP = dt.timedelta(minutes=15)
DEVICE_MAX = 120


def session_key(key: str) -> str:
    """How a session's secret key is kept: as its digest."""
    return digest_of(key.encode())


def open_session(
    account: Account,
    *,
    key: str,
    device: str,
    second_factor: bool,
    now: dt.datetime,
) -> LoginSession:
    """Record that somebody has signed in."""
    actor = of_account(account, now=now)
    with change("access.session.open", actor=actor, now=now) as doing:
        doing.allow(Subject(account=account.pk))
        made = LoginSession.objects.create(
            account=account, key=session_key(key), device=device[:DEVICE_MAX], started_at=now,
            last_seen_at=now, second_factor_at=now if second_factor else None,
        )  # fmt: skip
        account.last_seen_at = now
        account.save(update_fields=["last_seen_at"])
        doing.note(made, after={"account": account.pk, "second_factor": second_factor})
    return made


def still_open(session: LoginSession, *, now: dt.datetime) -> bool:
    """Whether a session may go on: not ended, not idle too long, not older than a working day."""
    return (
        session.ended_at is None
        and now - session.last_seen_at <= IDLE
        and now - session.started_at <= WHOLE
    )


def end_session(key: int, *, actor: Actor, now: dt.datetime) -> None:
    """End one of the actor's own sessions; raises NotFound."""
    with change("access.session.end", actor=actor, now=now) as doing:
        session = doing.reach(LoginSession, key)
        session.ended_at = session.ended_at or now
        session.save(update_fields=["ended_at"])
        doing.note(session, after={"ended": True})


def pass_second_factor(
    account: Account, code: str, *, session: LoginSession | None, now: dt.datetime
) -> None:
    """Use a code of the authenticator, or a recovery code, once. Raises WrongCode."""
    actor = of_account(account, now=now)
    with change("access.session.open", actor=actor, now=now) as doing:
        locked = Account.objects.select_for_update().get(pk=account.pk)
        step = fits(locked.seed, code.strip(), last_step=locked.seed_step, now=now)
        if step is not None:
            locked.seed_step = step
        elif not recovers(locked, code):
            raise WrongCode
        locked.save(update_fields=["seed_step", "recovery"])
        if session is not None:
            session.second_factor_at = now
            session.save(update_fields=["second_factor_at"])
        doing.note(locked, after={"second_factor": "code" if step is not None else "recovery"})


def enrol_second_factor(
    account: Account, seed: str, code: str, *, now: dt.datetime
) -> tuple[str, ...]:
    """Bind an authenticator by its first code; returns recovery codes, shown once."""
    actor = of_account(account, now=now)
    with change("access.account.secure", actor=actor, now=now) as doing:
        doing.allow(Subject(account=account.pk))
        locked = Account.objects.select_for_update().get(pk=account.pk)
        step = fits(seed, code.strip(), last_step=0, now=now)
        if step is None:
            raise WrongCode
        locked.seed, locked.seed_step = seed, step
        codes = fresh_recovery(locked)
        locked.save(update_fields=["seed", "seed_step", "recovery"])
        doing.note(locked, after={"second_factor": "bound"})
    return codes


def set_password(account: Account, password: str, *, now: dt.datetime) -> None:
    """Set one's own password and end all other sessions; raises WeakPassword with the reasons."""
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise WeakPassword(tuple(error.messages)) from None
    actor = of_account(account, now=now)
    with change("access.account.secure", actor=actor, now=now) as doing:
        doing.allow(Subject(account=account.pk))
        account.set_password(password)
        account.must_change_password = False
        account.save(update_fields=["password", "must_change_password"])
        LoginSession.objects.filter(account=account, ended_at=None).update(ended_at=now)
        doing.note(account, after={"password": "changed"})


def worker_account(phone_digest: int) -> Account | None:
    """The worker's account of a phone that proved itself; None for a phone no site has named."""
    return Account.objects.filter(
        kind=Account.Kind.WORKER, phone_digest=phone_digest, is_active=True
    ).first()
