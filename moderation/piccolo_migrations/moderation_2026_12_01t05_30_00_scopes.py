from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-12-01T05:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "cases know the district they lie in, also where no consultation stands behind them"

# Of cases that are older only the consultation is known here: districts belong to packages above this one.
SQL = """
ALTER TABLE moderation_case ADD COLUMN scopes TEXT[] NOT NULL DEFAULT '{}';
UPDATE moderation_case SET scopes = ARRAY['consultation:' || consultation_id] WHERE consultation_id IS NOT NULL;
DROP INDEX moderation_case_waiting;
CREATE INDEX moderation_case_waiting ON moderation_case (lane, turn_at, id)
    INCLUDE (state, due_at, claimed_by, claimed_at, consultation_id, kind, queued_at, reasons, sources, scopes)
    WHERE state IN ('open', 'appealed');
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="moderation", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
