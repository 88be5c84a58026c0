from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-30T22:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "topics taken along to a later forum, questions from the telephone"

SQL = """
ALTER TABLE topic ADD COLUMN carried_from BIGINT UNIQUE REFERENCES topic (id) ON DELETE SET NULL;
ALTER TABLE question ADD COLUMN caller TEXT NOT NULL DEFAULT '';
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="forums", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
