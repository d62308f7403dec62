"""What pages of access show, by noun."""

from huxin.access.queries.own import Look, OwnAccount, looked_at, own_account, own_bodies
from huxin.access.queries.people import (
    AccountLine,
    AccountPage,
    Colleague,
    account_page,
    accounts,
    colleagues,
    givable,
    sessions_of,
    staff_named,
)
from huxin.access.queries.places import offered_places, own_places, place_named, townships
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
    "AccountLine", "AccountPage", "Colleague", "ExportLine", "KeyLine", "Look", "LookerLine",
    "OwnAccount", "account_page", "accounts", "colleagues", "exports", "find_mark", "givable",
    "keys", "looked_at", "lookers", "offered_places", "own_account", "own_bodies",
    "own_places", "place_named", "sessions_of", "staff_named", "townships",
]  # fmt: skip
