from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-26T01:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "threads that moderation has ended"

SQL = """
ALTER TABLE thread ADD COLUMN locks INTEGER NOT NULL DEFAULT 0 CHECK (locks >= 0);
CREATE TABLE thread_lock (
    id BIGSERIAL PRIMARY KEY,
    thread BIGINT NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    cause BIGINT NOT NULL,
    rule TEXT NOT NULL,
    rule_slug TEXT NOT NULL,
    since TIMESTAMPTZ NOT NULL,
    UNIQUE (thread, cause)
);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="discussion", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
