from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-26T02:05:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "captions and the recording"

SQL = """
CREATE TABLE caption_line (
    id BIGSERIAL PRIMARY KEY,
    forum BIGINT NOT NULL REFERENCES forum (id) ON DELETE CASCADE,
    body TEXT NOT NULL,
    said_at TIMESTAMPTZ NOT NULL,
    said_by BIGINT NOT NULL,
    removed_at TIMESTAMPTZ
);
CREATE INDEX caption_line_forum ON caption_line (forum, id);
CREATE TABLE recording (
    forum BIGINT PRIMARY KEY REFERENCES forum (id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    opening INTEGER NOT NULL DEFAULT 0 CHECK (opening >= 0),
    set_at TIMESTAMPTZ NOT NULL,
    set_by BIGINT NOT NULL
);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="forums", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
