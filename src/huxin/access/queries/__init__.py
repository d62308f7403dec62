"""What pages of access show, by noun."""

from huxin.access.queries.own import Look, OwnAccount, looked_at, own_account
from huxin.access.queries.people import AccountLine, Colleague, accounts, colleagues, sessions_of
from huxin.access.queries.traces import (
    ExportLine,
    KeyLine,
    LookerLine,
    exports,
    find_mark,
    keys,
    lookers,
)

__all__ = [
    "AccountLine", "Colleague", "ExportLine", "KeyLine", "Look", "LookerLine", "OwnAccount",
    "accounts", "colleagues", "exports", "find_mark", "keys", "looked_at", "lookers",
    "own_account", "sessions_of",
]  # fmt: skip
