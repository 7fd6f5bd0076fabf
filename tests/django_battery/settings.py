"""The project's settings for tests, with a second database, and files for SQLite if asked for."""

import os

from config.settings_test import *  # noqa: F403
from config.settings_test import BASE_DIR, DATABASES

DATABASES["other"] = DATABASES["default"] | {"NAME": f"{DATABASES['default']['NAME']}_other"}
if os.environ.get("BATTERY_FILE"):
    for alias, database in DATABASES.items():
        database["TEST"] = {"NAME": BASE_DIR / f"{alias}.test.sqlite3"}
