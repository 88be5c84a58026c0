from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-26T01:25:13:000000"
VERSION = "1.38.0"
DESCRIPTION = "what each screen shows"

SQL = """
CREATE TABLE forum_screen (
    forum BIGINT NOT NULL REFERENCES forum (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 4),
    show TEXT NOT NULL CHECK (show IN ('auto', 'now', 'question', 'poll', 'speakers', 'agenda', 'join')),
    changed_at TIMESTAMPTZ NOT NULL,
    changed_by BIGINT NOT NULL,
    PRIMARY KEY (forum, number)
);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="forums", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
