from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-30T19:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "when a comment was put into other words"

SQL = "ALTER TABLE comment ADD COLUMN changed_at TIMESTAMPTZ CHECK (changed_at >= created_at);"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="discussion", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
