from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-30T21:55:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "places that are no consultation read first as well"

SQL = """
CREATE TABLE premoderation_place (
    kind TEXT NOT NULL,
    number BIGINT NOT NULL,
    since TIMESTAMPTZ NOT NULL,
    set_by BIGINT REFERENCES person (id) ON DELETE SET NULL,
    PRIMARY KEY (kind, number)
);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="moderation", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
