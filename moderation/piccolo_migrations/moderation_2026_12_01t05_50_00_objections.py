from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-12-01T05:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "whoever reported something may ask for a second look by another person"

SQL = """
ALTER TABLE moderation_case ADD COLUMN not_by BIGINT REFERENCES person (id) ON DELETE SET NULL;
ALTER TABLE moderation_case ADD COLUMN again_of BIGINT REFERENCES moderation_case (id) ON DELETE SET NULL;
ALTER TABLE report ADD COLUMN objects_to BIGINT REFERENCES report (id) ON DELETE SET NULL;
CREATE UNIQUE INDEX report_objects_once ON report (objects_to) WHERE objects_to IS NOT NULL;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="moderation", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
