from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-30T22:35:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "captions on the screens of a forum"

SQL = """
ALTER TABLE forum_screen
    ADD COLUMN captions BOOLEAN NOT NULL DEFAULT false,
    DROP CONSTRAINT forum_screen_show_check,
    ADD CHECK (show IN ('auto', 'now', 'question', 'poll', 'speakers', 'agenda', 'join', 'captions'));
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="forums", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
