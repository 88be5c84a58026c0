from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-20T15:18:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "incidents in the hall"

SQL = """
CREATE TABLE incident (
    id BIGSERIAL PRIMARY KEY,
    forum BIGINT NOT NULL REFERENCES forum (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('sound', 'picture', 'network', 'unrest', 'emergency')),
    started_at TIMESTAMPTZ NOT NULL,
    started_by BIGINT NOT NULL,
    ended_at TIMESTAMPTZ,
    ended_by BIGINT
);
CREATE UNIQUE INDEX incident_one_of_a_kind ON incident (forum, kind) WHERE ended_at IS NULL;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="forums", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
