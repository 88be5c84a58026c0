from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-26T02:05:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "how many supports oblige the city to answer, and within how many days"

SQL = """
ALTER TABLE consultation ADD COLUMN answer_threshold INTEGER CHECK (answer_threshold > 0);
ALTER TABLE consultation ADD COLUMN answer_days INTEGER NOT NULL DEFAULT 42 CHECK (answer_days > 0);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="consultations", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
