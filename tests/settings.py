"""The settings of the tests: the local demo's, on the clock of UTC, whatever the environment or `.env` says.

On SQLite, unless SUITE_DATABASE_URL names a PostgreSQL. `python -m tests` sets it; plain `pytest` needs no setting.
"""

import os

os.environ |= {
    "DEBUG": "true",
    "CLINIC_TIME_ZONE": "UTC",
    "SECOND_FACTOR": "false",
    "DATABASE_URL": os.environ.get("SUITE_DATABASE_URL", ""),
}

from clinic.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the others take their time, and are meant to
