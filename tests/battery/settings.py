"""The project's settings for tests, on a database of the environment's choice, and a second one."""

import os

from config.settings_test import *  # noqa: F403
from config.settings_test import BASE_DIR, DATABASES

DATABASES["other"] = DATABASES["default"] | {"NAME": f"{DATABASES['default']['NAME']}_other"}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    for alias, database in DATABASES.items():
        name = BASE_DIR / f"{alias}.test.sqlite3" if os.environ.get("BATTERY_FILE") else None
        database["TEST"] = {"NAME": name}
else:
    DATABASES["other"]["TEST"] = {"NAME": DATABASES["other"]["NAME"]}
