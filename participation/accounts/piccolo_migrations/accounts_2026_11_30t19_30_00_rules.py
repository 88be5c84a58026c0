from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-30T19:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "when the rules changed, and when somebody accepted them again"

SQL = """
CREATE TABLE rules_change (
    id BIGSERIAL PRIMARY KEY,
    since TIMESTAMPTZ NOT NULL,
    rule TEXT NOT NULL
);
CREATE INDEX rules_change_since ON rules_change (since);
ALTER TABLE person ADD COLUMN rules_accepted_at TIMESTAMPTZ;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="accounts", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
