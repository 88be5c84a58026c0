from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-12-01T05:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the newest of what is in the lists are read from an index that holds nothing else"

SQL = """
CREATE INDEX proposal_listed ON proposal (consultation, published_at DESC, id DESC)
    WHERE hidden_at IS NULL AND withdrawn_at IS NULL AND merged_into IS NULL;
CREATE INDEX proposal_listed_newest ON proposal (published_at DESC, id DESC)
    WHERE hidden_at IS NULL AND withdrawn_at IS NULL AND merged_into IS NULL;
DROP INDEX proposal_shown;
DROP INDEX proposal_newest;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="proposals", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
