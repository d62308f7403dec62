"""Login sessions: opened after both factors, seen and ended by their owner, limited in time."""

from __future__ import annotations

import datetime as dt
import math

from huxin.access.actor import Actor, of_account
from huxin.access.change import change
from huxin.access.errors import TooSoon, WeakPassword, WrongCode, WrongPassword
from huxin.access.gate import Subject
from huxin.access.models import Account, LoginSession
from huxin.access.passwords import faults_of
from huxin.access.policy import waits_until
from huxin.access.second_factor import fits, fresh_recovery, recovers
from huxin.kernel.digest import digest_of

__all__ = [
    "IDLE", "STEP_UP", "WHOLE", "change_password", "close_session", "end_session",
    "enrol_second_factor", "open_session", "pass_second_factor", "renew_session", "session_key",
    "set_password", "still_open",
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
        if account.kind == Account.Kind.WORKER:  # only the code on his phone lets him in
            account.phone_proven_at = account.phone_proven_at or now
        account.save(update_fields=["last_seen_at", "phone_proven_at"])
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
    """End one of the actor's own sessions, or of an account that he keeps; raises NotFound."""
    with change("access.session.end", actor=actor, now=now) as doing:
        session = doing.reach(LoginSession, key)
        session.ended_at = session.ended_at or now
        session.save(update_fields=["ended_at"])
        doing.note(session, after={"ended": True})


def close_session(key: str, *, now: dt.datetime) -> None:
    """End the session of a browser that signs out; nothing when there is none."""
    found = LoginSession.objects.filter(key=session_key(key), ended_at=None).first()
    if found is not None:
        end_session(found.pk, actor=of_account(found.account, now=now), now=now)


def renew_session(session: LoginSession, *, key: str) -> None:
    """A session goes on under a new secret key, as after a step-up (ASVS 7.2.4)."""
    session.key = session_key(key)
    session.save(update_fields=["key"])


def pass_second_factor(
    account: Account, code: str, *, session: LoginSession | None, now: dt.datetime
) -> None:
    """Use a code of the authenticator, or a recovery code, once.

    Raises WrongCode, or TooSoon after several wrong ones: they are counted on the account, however
    often it is begun anew. A wrong code is entered in the trail as well.
    """
    actor = of_account(account, now=now)
    with change("access.session.open", actor=actor, now=now) as doing:
        doing.allow(Subject(account=account.pk))
        locked = Account.objects.select_for_update().get(pk=account.pk)
        until = waits_until(locked.code_failures, locked.code_failed_at)
        if until is not None and now < until:
            raise TooSoon(math.ceil((until - now).total_seconds()))
        used = _use(locked, code, now)
        locked.code_failures = 0 if used else locked.code_failures + 1
        locked.code_failed_at = None if used else now
        locked.save(update_fields=["seed_step", "recovery", "code_failures", "code_failed_at"])
        if session is not None and used:
            session.second_factor_at = now
            session.save(update_fields=["second_factor_at"])
        doing.note(locked, after={"second_factor": used or "wrong"})
    if not used:
        raise WrongCode


def _use(account: Account, code: str, now: dt.datetime) -> str:
    """Take a code off the account: "code" or "recovery", empty when it does not fit."""
    step = fits(account.seed, code.strip(), last_step=account.seed_step, now=now)
    if step is not None:
        account.seed_step = step
        return "code"
    return "recovery" if recovers(account, code) else ""


def enrol_second_factor(
    account: Account, seed: str, code: str, *, now: dt.datetime
) -> tuple[str, ...]:
    """Bind an authenticator by its first code; returns recovery codes, shown once."""
    actor = of_account(account, now=now)
    with change("access.account.secure", actor=actor, now=now) as doing:
        doing.allow(Subject(account=account.pk))
        locked = Account.objects.select_for_update().get(pk=account.pk)
        step = fits(seed, code.strip(), last_step=0, now=now)
        if step is None or locked.seed:
            raise WrongCode
        locked.seed, locked.seed_step = seed, step
        codes = fresh_recovery(locked)
        locked.save(update_fields=["seed", "seed_step", "recovery"])
        doing.note(locked, after={"second_factor": "bound"})
    return codes


def set_password(account: Account, password: str, *, now: dt.datetime) -> None:
    """Set one's own password and end all sessions; raises WeakPassword with the reasons."""
    reasons = faults_of(password, account)
    if reasons:
        raise WeakPassword(reasons)
    actor = of_account(account, now=now)
    with change("access.account.secure", actor=actor, now=now) as doing:
        doing.allow(Subject(account=account.pk))
        account.set_password(password)
        account.must_change_password, account.password_at = False, now
        account.save(update_fields=["password", "must_change_password", "password_at"])
        LoginSession.objects.filter(account=account, ended_at=None).update(ended_at=now)
        doing.note(account, after={"password": "changed"})


def change_password(account: Account, old: str, new: str, *, now: dt.datetime) -> None:
    """Set one's own password by the old one; raises WrongPassword or WeakPassword."""
    if not account.check_password(old):
        raise WrongPassword
    set_password(account, new, now=now)
