from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-12-01T05:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what people wrote and the text of the city that it went into"

SQL = """
CREATE TABLE taken_up (
    id BIGSERIAL PRIMARY KEY,
    source_kind TEXT NOT NULL,
    source_id BIGINT NOT NULL,
    target_kind TEXT NOT NULL,
    target_id BIGINT NOT NULL,
    version INTEGER NOT NULL,
    note TEXT NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX taken_up_once ON taken_up (source_kind, source_id, target_kind, target_id);
CREATE INDEX taken_up_target ON taken_up (target_kind, target_id);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="consultations", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
