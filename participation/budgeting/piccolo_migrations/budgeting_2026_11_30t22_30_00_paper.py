from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-30T22:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "budgets are voted on by paper too"

SQL = "ALTER TABLE budget ADD COLUMN paper BOOLEAN NOT NULL DEFAULT FALSE;"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="budgeting", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
