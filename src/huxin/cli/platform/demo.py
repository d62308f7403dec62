"""The verbs of `huxin demo`."""

from __future__ import annotations

import signal
from pathlib import Path
from types import FrameType

import typer
from django_otp.oath import TOTP
from rich.progress import Progress

from huxin.access.models import Account
from huxin.cli.language import language
from huxin.demo.fill import COUNTIES
from huxin.demo.fill import fill as fill_home
from huxin.kernel.clock import SystemClock
from huxin.kernel.errors import InputError
from huxin.kernel.texts import Message, message

__all__ = ["accounts", "code", "fill"]

LIST = "accounts.txt"


def fill(home: Path) -> None:
    """Fill a new demonstration; its accounts are kept beside its keys."""
    signal.signal(signal.SIGTERM, _stop)
    total = sum(each.sites for each in COUNTIES)
    with Progress(transient=True) as progress:
        bar = progress.add_task(message("Filling the demonstration").say(language()), total=total)
        made = fill_home(home, now=SystemClock().now(), say=lambda _: progress.advance(bar))
    lines = [f"{each.login}\t{made.password}\t{each.role}\t{each.unit}" for each in made.logins]
    lines.append(f"{made.phone}\t\tmigrant_worker\t")
    file = home / LIST
    file.touch(mode=0o600)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """Told to stop while it is being filled: papers on the disk are cleared away first."""
    raise SystemExit(128 + signal.SIGTERM)


def accounts(home: Path) -> None:
    """Print one account per role; raises InputError where nothing was filled to its end."""
    if not (home / LIST).is_file():
        raise InputError(
            message("{folder} holds no finished demonstration.", folder=str(home)),
            remedy=message("Delete the folder if nothing else is in it, and start again."),
        )
    _say(message("Accounts of this demonstration (all data is made up):"))
    rows = (line.split("\t") for line in (home / LIST).read_text(encoding="utf-8").splitlines())
    known = ""
    for login, password, _, unit in rows:
        if password:
            typer.echo(f"  {login:<20}{unit}")
            known = password
        else:
            _say(
                message(
                    "Worker: sign in by phone with {phone}; the code appears here.", phone=login
                )
            )
    _say(message("The password of all these accounts: {password}", password=known))
    _say(message("The six digits of an account's authenticator: huxin demo --code LOGIN"))


def code(login: str) -> None:
    """Print what the authenticator of an account shows now."""
    found = Account.objects.filter(login=login).first()
    if found is None or not found.seed:
        raise InputError(
            message("There is no account {login}.", login=login),
            remedy=message("See them with: huxin user list"),
        )
    token = TOTP(bytes.fromhex(found.seed))
    token.time = SystemClock().now().timestamp()
    typer.echo(f"{token.token():06d}")


def _say(said: Message) -> None:
    typer.echo(said.say(language()))
