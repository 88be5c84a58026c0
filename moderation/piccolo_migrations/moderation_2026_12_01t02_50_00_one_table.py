from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-12-01T02:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "all places that read first in one table"

SQL = """
INSERT INTO premoderation_place (kind, number, since, set_by)
SELECT 'consultation', consultation, since, set_by FROM premoderation;
DROP TABLE premoderation;
ALTER TABLE premoderation_place RENAME TO premoderation;
ALTER INDEX premoderation_place_pkey RENAME TO premoderation_pkey;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="moderation", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
