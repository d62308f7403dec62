"""One installation: its folder, database, keys and names, read once from the environment.

`huxin init` writes the folder (`huxin.env`, `keys.json`); every variable of `huxin.env` may be set
in the real environment instead, which wins.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias, cast

import environ

from huxin.kernel.cipher import Cipher, Suite
from huxin.kernel.digest import Algorithm, Digester
from huxin.kernel.errors import InputError
from huxin.kernel.sign import Signer, fresh_key
from huxin.kernel.texts import message

__all__ = ["HOME", "WITNESS_FOLDER", "Installation", "Profile", "create"]

HOME = "HUXIN_HOME"
ENV_FILE, KEY_FILE, DATABASE_FILE = "huxin.env", "keys.json", "huxin.sqlite3"
WITNESS_FOLDER = "witness"
Profile: TypeAlias = Literal["production", "demo", "test"]
KEY_BYTES = 32
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})


@dataclass(frozen=True, slots=True)
class Installation:
    """What differs from one installation to the next; everything else is the same everywhere."""

    home: Path
    profile: Profile
    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    hosts: tuple[str, ...]
    public_url: str
    cipher: Cipher = field(repr=False)
    digester: Digester = field(repr=False)
    signer: Signer = field(repr=False)
    witnesses: tuple[Path, ...]
    sms: str
    sms_secret: str = field(repr=False)
    reveals_a_day: int
    reveals_by_role: Mapping[str, int]
    passwords: Literal["asvs", "mlps"]
    password_days: int
    unused_days: int
    behind_proxy: bool

    @property
    def facts(self) -> Path:
        """The folder of the Parquet fact tables."""
        return self.home / "facts"

    @property
    def files(self) -> Path:
        """The folder of what people uploaded."""
        return self.home / "files"

    @property
    def needs_tls(self) -> bool:
        """Whether browsers are let in over TLS only: in production, unless all its names are those
        of the machine itself, as on the day before its proxy is set up."""
        is_reached = self.behind_proxy or not LOOPBACK.issuperset(self.hosts)
        return self.profile == "production" and is_reached

    # `witnesses` are folders that keep signed heads of the trail; at least one should lie on
    # another machine. HUXIN_WITNESS lists them, separated by commas.

    @staticmethod
    def read(variables: Mapping[str, str] = os.environ) -> Installation:
        """The installation of `HUXIN_HOME`; raises InputError that says what is missing."""
        home = Path(variables.get(HOME, "huxin-home")).absolute()
        env = environ.Env()
        env.ENVIRON = _merged(home, variables)
        cipher, digester, signer = _keys(home / KEY_FILE)
        return Installation(
            home=home,
            profile=cast("Profile", env.str("HUXIN_PROFILE", "production")),
            secret_key=env.str("HUXIN_SECRET_KEY"),
            database_url=env.str("HUXIN_DATABASE_URL", f"sqlite:///{home / DATABASE_FILE}"),
            hosts=tuple(env.list("HUXIN_HOSTS", default=["127.0.0.1", "localhost"])),
            public_url=env.str("HUXIN_PUBLIC_URL", "http://127.0.0.1:8000"),
            cipher=cipher,
            digester=digester,
            signer=signer,
            witnesses=tuple(
                home / each for each in env.list("HUXIN_WITNESS", default=[WITNESS_FOLDER])
            ),
            sms=env.str("HUXIN_SMS", "none"),
            sms_secret=env.str("HUXIN_SMS_SECRET", ""),
            reveals_a_day=env.int("HUXIN_REVEALS_A_DAY", 30),
            reveals_by_role=_counts(env.list("HUXIN_REVEALS_BY_ROLE", default=[])),
            passwords=_profile(env.str("HUXIN_PASSWORDS", "asvs")),
            password_days=env.int("HUXIN_PASSWORD_DAYS", 90),
            unused_days=env.int("HUXIN_UNUSED_DAYS", 90),
            behind_proxy=env.bool("HUXIN_BEHIND_PROXY", default=False),
        )


def create(home: Path, *, profile: Profile, suite: Suite = "aes-gcm") -> None:
    """Write a new installation's folder with fresh secrets; refuses to touch an existing one."""
    if (home / ENV_FILE).exists() or (home / KEY_FILE).exists():
        raise InputError(
            message("{folder} already holds an installation.", folder=str(home)),
            remedy=message("Use it as it is, or name another folder."),
        )
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    algorithm = "sm3" if suite == "sm4-gcm" else "sha256"
    keys = {
        "suite": suite,
        "digest_algorithm": algorithm,
        "current": "k1",
        "keys": {"k1": _fresh()},
        "digest_key": _fresh(),
        "signing_keys": [base64.b64encode(fresh_key()).decode()],
    }
    _private(home / KEY_FILE, json.dumps(keys, indent=1) + "\n")
    lines = [f"HUXIN_PROFILE={profile}", f"HUXIN_SECRET_KEY={secrets.token_urlsafe(50)}"]
    if profile == "demo":
        lines.append("HUXIN_SMS=console")
    _private(home / ENV_FILE, "\n".join(lines) + "\n")


def _profile(name: str) -> Literal["asvs", "mlps"]:
    if name not in ("asvs", "mlps"):
        raise InputError(
            message("HUXIN_PASSWORDS is {name}.", name=name),
            remedy=message("Set it to asvs or mlps."),
        )
    return cast("Literal['asvs', 'mlps']", name)


def _counts(pairs: list[str]) -> dict[str, int]:
    """Numbers by name, from texts such as hrss=60."""
    found = {}
    for pair in pairs:
        name, _, count = pair.partition("=")
        if not (name.strip() and count.strip().isascii() and count.strip().isdigit()):
            raise InputError(
                message("HUXIN_REVEALS_BY_ROLE holds {pair}.", pair=pair),
                remedy=message("Write role=number, separated by commas."),
            )
        found[name.strip()] = int(count)
    return found


def _fresh() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _private(file: Path, text: str) -> None:
    """Write a file that only its owner can read."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        handle.write(text)


def _merged(home: Path, variables: Mapping[str, str]) -> dict[str, str]:
    file = home / ENV_FILE
    if not file.is_file() and "HUXIN_SECRET_KEY" not in variables:
        raise InputError(
            message("There is no installation in {folder}.", folder=str(home)),
            remedy=message("Make one with: huxin init --home FOLDER, or set HUXIN_HOME."),
        )
    own: dict[str, str] = {}
    if file.is_file():
        for line in file.read_text(encoding="utf-8").splitlines():
            name, found, value = line.partition("=")
            if found and not name.lstrip().startswith("#"):
                own[name.strip()] = value.strip()
    return {**own, **variables}


def _keys(file: Path) -> tuple[Cipher, Digester, Signer]:
    if not file.is_file():
        raise InputError(
            message("The key file {file} is missing.", file=str(file)),
            remedy=message("Restore it from where keys are kept; no data can be read without it."),
        )
    content = json.loads(file.read_text(encoding="utf-8"))
    keys = {name: base64.b64decode(key) for name, key in content["keys"].items()}
    algorithm = cast("Algorithm", content["digest_algorithm"])
    cipher = Cipher(keys, content["current"], cast("Suite", content["suite"]))
    digester = Digester(base64.b64decode(content["digest_key"]), algorithm)
    signer = Signer(tuple(base64.b64decode(key) for key in content["signing_keys"]))
    return cipher, digester, signer
