"""The trail on a real database on disk: racing writers, erasure, and what is left of the values.

Run as a program with HUXIN_HOME and HUXIN_DATABASE_URL; prints what it saw as JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import threading
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402 -- after the set-up
from django.core.management import call_command  # noqa: E402
from django.db import DatabaseError, connection, connections, transaction  # noqa: E402

from huxin.access.actor import system  # noqa: E402
from huxin.access.change import change  # noqa: E402
from huxin.access.guard import unguarded  # noqa: E402
from huxin.access.history import erase  # noqa: E402
from huxin.trail import queries  # noqa: E402
from huxin.trail.actions import make_heads  # noqa: E402
from huxin.trail.models import Entry, Log, Opening  # noqa: E402

NOW = dt.datetime(2025, 9, 30, 2, 0, tzinfo=dt.UTC)
THREADS, CHANGES, ERASED, SAMPLE = 8, 6, 1000, 50


def race() -> dict[str, object]:
    """Eight writers at once: numbers without gap or repeat."""
    barrier, failures = threading.Barrier(THREADS), list[str]()

    def write(thread: int) -> None:
        barrier.wait()
        try:
            for turn in range(CHANGES):
                with change("access.installation.seed", actor=system("race"), now=NOW) as doing:
                    for _ in range(1 + turn % 3):
                        doing.note(f"race.thread:{thread}", after={"turn": turn})
        except Exception as error:  # noqa: BLE001 -- reported below
            failures.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(each,)) for each in range(THREADS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    numbers = list(Entry.objects.order_by("number").values_list("number", flat=True))
    return {
        "failures": failures,
        "gapless": numbers == list(range(THREADS * CHANGES * 2)),
        "size": Log.objects.get().size == len(numbers),
    }


def refused() -> dict[str, bool]:
    """What the database itself refuses."""
    tables = {"entry": "trail_entry", "head": "trail_head", "opening": "trail_opening"}
    tries = {
        "update entry": "UPDATE trail_entry SET actor = 'x'",
        "delete entry": "DELETE FROM trail_entry",
        "update head": "UPDATE trail_head SET size = 1",
        "delete head": "DELETE FROM trail_head",
        "update opening": "UPDATE trail_opening SET salt = sealed",
        "delete opening": "DELETE FROM trail_opening",
    }
    if connection.vendor == "postgresql":
        tries |= {f"truncate {name}": f"TRUNCATE {table} CASCADE" for name, table in tables.items()}
    else:
        columns = "id, number, at, actor, action, object, leaf, leaf_hash, log_id"
        tries["replace entry"] = (
            f"INSERT OR REPLACE INTO trail_entry ({columns}) SELECT {columns} FROM trail_entry"  # noqa: S608
        )
    found = {}
    for name, statement in tries.items():
        try:
            with unguarded(), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
            found[name] = False
        except DatabaseError as error:
            found[name] = "append-only" in str(error)
    return found


def erasing() -> dict[str, object]:
    """A thousand openings destroyed: the log stays valid, the raw files hold none of them."""
    names = [f"registry.worker:{each}" for each in range(ERASED)]
    with change("access.installation.seed", actor=system("seed"), now=NOW) as doing:
        for name in names:
            doing.note(name, after={"name": f"canary {name}"})
    mine = Opening.objects.filter(entry__object__in=names)
    secrets = [bytes(each) for pair in mine.values_list("salt", "sealed") for each in pair]
    before = left(secrets[:SAMPLE])
    gone = erase(names, reason="right to erasure", actor=system("rights"), now=NOW)
    return {"before": before, "gone": gone, "left": left(secrets), "secrets": len(secrets)}


def left(secrets: list[bytes]) -> int:
    """How many of them stand in the raw database files; -1 where there are no files of ours."""
    if connection.vendor != "sqlite":
        return -1
    file = Path(str(connection.settings_dict["NAME"]))
    raw = b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
    return sum(each in raw for each in secrets)


def main() -> None:
    call_command("migrate", "trail", verbosity=0)
    own = settings.INSTALLATION
    found: dict[str, object] = {"race": race()}
    heads = make_heads(now=NOW, signer=own.signer, witnesses=own.witnesses)
    found |= {"refused": refused(), "erasing": erasing()}
    heads += make_heads(now=NOW, signer=own.signer, witnesses=own.witnesses)
    audit = queries.verify(keys=own.signer.known, witnesses=own.witnesses, cipher=own.cipher)
    (verdict,) = audit.verdicts
    found["audit"] = {
        "problems": [str(each) for each in audit.problems],
        "sound": audit.is_sound,
        "entries": verdict.entries,
        "erased": verdict.erased,
        "heads": [each.size for each in heads],
    }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
