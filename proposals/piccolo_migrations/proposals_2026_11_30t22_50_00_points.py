from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-30T22:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "points of proposals on the map"

SQL = """
ALTER TABLE proposal ADD COLUMN latitude DOUBLE PRECISION, ADD COLUMN longitude DOUBLE PRECISION,
    ADD CONSTRAINT proposal_point CHECK ((latitude IS NULL) = (longitude IS NULL));
ALTER TABLE proposal_draft ADD COLUMN point TEXT NOT NULL DEFAULT '';
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="proposals", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
