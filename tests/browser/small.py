"""A demonstration of one small county, filled as the large one is, within seconds.

python -m tests.browser.small   (in the environment of an installation that exists)
"""

from __future__ import annotations

import django

django.setup()

from django.conf import settings  # noqa: E402 -- the installation comes first
from django.core.management import call_command  # noqa: E402

from huxin.demo.fill import fill  # noqa: E402
from huxin.demo.papers import County  # noqa: E402
from huxin.kernel.clock import SystemClock  # noqa: E402

COUNTY = County("140923", 2, 7)

if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    home = settings.INSTALLATION.home
    made = fill(home, now=SystemClock().now(), counties=(COUNTY,), months=2)
    lines = [f"{each.login}\t{made.password}\t{each.role}\t{each.unit}" for each in made.logins]
    lines.append(f"{made.phone}\t\tmigrant_worker\t")
    (home / "accounts.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
