from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-26T02:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "answers that the city owes"

SQL = """
CREATE TABLE answer_obligation (
    id BIGSERIAL PRIMARY KEY,
    proposal BIGINT NOT NULL UNIQUE REFERENCES proposal (id) ON DELETE CASCADE,
    threshold INTEGER NOT NULL,
    office TEXT NOT NULL DEFAULT '',
    reached_at TIMESTAMPTZ NOT NULL,
    due_on DATE NOT NULL
);
CREATE INDEX answer_obligation_due ON answer_obligation (due_on, id);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="proposals", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
