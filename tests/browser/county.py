"""Fills a new installation for the journeys: departments, companies, and a person for each seat.

    python -m tests.browser.county   (in the environment of the installation)

Prints the first password of each account as JSON. What the pages themselves can do is left to them.
"""

from __future__ import annotations

import json
import sys

import django

django.setup()

from huxin.access.actions.accounts import create_account  # noqa: E402 -- the installation first
from huxin.access.actions.bodies import BodyForm, register_body  # noqa: E402
from huxin.access.actions.grants import give_grant  # noqa: E402
from huxin.access.actor import system  # noqa: E402
from huxin.access.models import Region  # noqa: E402
from huxin.kernel.clock import SystemClock  # noqa: E402
from tests.browser.cast import BODIES, PLACE, SEATS  # noqa: E402


def main() -> dict[str, str]:
    """Bodies first, then one account with one role for each seat."""
    actor, now = system("seed"), SystemClock().now()
    place = Region.objects.get(code=PLACE)
    bodies = {
        key: register_body(
            BodyForm(kind=kind, role=role, name=name, place=PLACE), actor=actor, now=now
        )
        for key, (kind, role, name) in BODIES.items()
    }
    passwords = {}
    for login, (role, body) in SEATS.items():
        account, passwords[login] = create_account(
            login, login, place=place, body=bodies[body], actor=actor, now=now
        )
        give_grant(account.pk, role, place=place, body=bodies[body], actor=actor, now=now)
    return passwords


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()))
