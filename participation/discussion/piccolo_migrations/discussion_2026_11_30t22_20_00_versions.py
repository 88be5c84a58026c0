from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-30T22:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what a comment said before it was put into other words"

SQL = """
CREATE TABLE comment_version (
    id BIGSERIAL PRIMARY KEY,
    comment BIGINT NOT NULL REFERENCES comment (id) ON DELETE CASCADE,
    body TEXT NOT NULL,
    written_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX comment_version_comment ON comment_version (comment, id);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="discussion", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
