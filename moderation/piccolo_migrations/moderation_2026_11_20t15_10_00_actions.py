from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-20T15:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "more kinds of decisions, what they need, masked originals"

SQL = """
ALTER TABLE decision DROP CONSTRAINT decision_action_check;
ALTER TABLE decision ADD CONSTRAINT decision_action_check CHECK (action IN (
    'keep', 'ask', 'refer', 'mask', 'hide', 'remove', 'warn', 'read-only', 'suspend', 'police'
));
ALTER TABLE decision ADD COLUMN until TIMESTAMPTZ, ADD COLUMN detail TEXT NOT NULL DEFAULT '';
ALTER TABLE decision ADD CONSTRAINT decision_until_check
    CHECK (action NOT IN ('read-only', 'suspend') OR until IS NOT NULL);
ALTER TABLE undone_decision ADD COLUMN until TIMESTAMPTZ, ADD COLUMN detail TEXT NOT NULL DEFAULT '';
CREATE TABLE masked_original (
    case_id BIGINT PRIMARY KEY REFERENCES moderation_case (id) ON DELETE CASCADE,
    memory TEXT NOT NULL,
    since TIMESTAMPTZ NOT NULL
);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="moderation", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
