"""Puts a gate into service on a project and gives two of its workers their clock numbers.

python -m tests.browser.gate PROJECT   (in the environment of an installation)
"""

from __future__ import annotations

import datetime as dt
import json
import sys

import django

django.setup()

from huxin.access.actor import of_account  # noqa: E402 -- the installation comes first
from huxin.access.models import Account  # noqa: E402
from huxin.kernel.clock import SystemClock  # noqa: E402
from huxin.registry.actions.enrolment import Amendment, amend  # noqa: E402
from huxin.registry.models import Enrolment  # noqa: E402
from huxin.wages.actions import register_device  # noqa: E402

NUMBERS = {"赵铁柱": "11", "郑七斤": "17"}


def main(project: int) -> dict[str, str]:
    """The labour-wage officer puts the gate into service; its key and secret are shown once."""
    now = SystemClock().now()
    officer = of_account(Account.objects.get(login="officer"), now=now, second_factor=True)
    made = register_device(
        project=project, serial="G-1", kind="gate", from_at=now - dt.timedelta(days=30),
        actor=officer, now=now,
    )  # fmt: skip
    for stay in Enrolment.objects.filter(project=project).select_related("worker"):
        number = Amendment(clock_user=NUMBERS.get(stay.worker.name, ""))
        amend(stay.pk, number, reason="考勤机编号", actor=officer, now=now)
    return {"key": made.key, "secret": made.secret}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))))
