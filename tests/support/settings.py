"""Settings of a throw-away installation, for tests and for the type checker.

`HUXIN_TEST_DATABASE_URL` puts it on another database than SQLite.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from huxin.kernel.installation import HOME, create

_home = Path(tempfile.mkdtemp(prefix="huxin-test-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)
create(_home / "home", profile="test")
(_home / "home" / "static").mkdir()  # whitenoise warns of a folder that is not there
os.environ[HOME] = str(_home / "home")
os.environ["HUXIN_PROFILE"] = "test"
os.environ["HUXIN_SMS"] = "memory"
if "HUXIN_TEST_DATABASE_URL" in os.environ:
    os.environ["HUXIN_DATABASE_URL"] = os.environ["HUXIN_TEST_DATABASE_URL"]

from huxin.config.settings import *  # noqa: E402, F403 -- the environment had to come first

# Hashing must not dominate the tests; the production hasher has a test of its own.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
