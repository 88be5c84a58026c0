from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-30T22:35:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the office in which somebody proposes"

SQL = "ALTER TABLE proposal ADD COLUMN author_role TEXT CHECK (author_role IN ('administration', 'council'))"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="proposals", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
