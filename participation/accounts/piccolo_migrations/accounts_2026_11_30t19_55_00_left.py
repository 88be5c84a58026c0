from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-30T19:55:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "a mark of the address of an account that left while it was sanctioned"

SQL = """
ALTER TABLE person ADD COLUMN left_mark TEXT;
CREATE INDEX person_left_mark ON person (left_mark) WHERE left_mark IS NOT NULL;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="accounts", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
