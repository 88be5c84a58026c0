from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-12-01T02:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "where reports came from stands in the index of the queue"

SQL = """
ALTER TABLE moderation_case ADD COLUMN sources TEXT[] NOT NULL DEFAULT '{}';
UPDATE moderation_case c SET sources = r.found
FROM (SELECT case_id, array_agg(DISTINCT CASE WHEN source <> 'system' THEN 'people' WHEN finding = '' THEN 'system'
                                              ELSE finding END) AS found
      FROM report GROUP BY case_id) r WHERE r.case_id = c.id;
DROP INDEX moderation_case_waiting;
CREATE INDEX moderation_case_waiting ON moderation_case (lane, turn_at, id)
    INCLUDE (state, due_at, claimed_by, claimed_at, consultation_id, kind, queued_at, reasons, sources)
    WHERE state IN ('open', 'appealed');
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="moderation", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
