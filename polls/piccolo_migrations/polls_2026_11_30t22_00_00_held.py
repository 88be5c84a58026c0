from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-30T22:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "polls that are closed and not counted yet"

SQL = "ALTER TABLE poll ADD COLUMN held_at TIMESTAMPTZ CHECK (held_at IS NULL OR closed_at IS NOT NULL)"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="polls", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
