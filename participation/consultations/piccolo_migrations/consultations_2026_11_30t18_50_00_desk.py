from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-30T18:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "whom a consultation asks, and a number that grows with each change by the editors"

SQL = """
ALTER TABLE consultation ADD COLUMN audience TEXT NOT NULL DEFAULT '';
ALTER TABLE consultation ADD COLUMN edition INTEGER NOT NULL DEFAULT 0;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="consultations", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
