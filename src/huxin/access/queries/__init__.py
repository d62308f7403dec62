"""What pages of access show, by noun."""

from huxin.access.queries.own import Look, OwnAccount, looked_at, own_account
from huxin.access.queries.people import AccountLine, Colleague, accounts, colleagues, sessions_of
from huxin.access.queries.traces import ExportLine, KeyLine, exports, find_mark, keys

__all__ = [
    "AccountLine", "Colleague", "ExportLine", "KeyLine", "Look", "OwnAccount", "accounts",
    "colleagues", "exports", "find_mark", "keys", "looked_at", "own_account", "sessions_of",
]  # fmt: skip
