from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-12-01T02:55:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "counts and the fair order of many proposals are read from an index alone"

# Nothing in it changes with a support, so that a support stays a write of one row and no index.
SQL = """
CREATE INDEX proposal_counted ON proposal (consultation, category, status, district, id)
    WHERE hidden_at IS NULL AND withdrawn_at IS NULL AND merged_into IS NULL;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="proposals", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
