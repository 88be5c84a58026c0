from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-26T01:58:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "finds the acts of an evening among its lines of chat"

SQL = """
CREATE INDEX forum_event_acts ON forum_event (forum, seq) WHERE kind <> 'message';
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="forums", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
