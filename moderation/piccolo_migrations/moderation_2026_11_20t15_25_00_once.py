from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-20T15:25:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "one report for each address"

SQL = """
ALTER TABLE report ADD COLUMN email_key TEXT;
UPDATE report SET email_key = lower(reporter_email) WHERE id IN (
    SELECT DISTINCT ON (case_id, lower(reporter_email)) id FROM report WHERE reporter_email IS NOT NULL
    ORDER BY case_id, lower(reporter_email), id
);
CREATE UNIQUE INDEX report_once_by_mail ON report (case_id, email_key) WHERE email_key IS NOT NULL;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="moderation", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
