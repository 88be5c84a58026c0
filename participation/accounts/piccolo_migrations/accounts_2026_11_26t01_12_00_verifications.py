from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-26T01:12:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "verified residents"

# One standing verification for each person; what was withdrawn stays as a record of who did what.
SQL = """
CREATE TABLE verification (
    id BIGSERIAL PRIMARY KEY,
    person BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    how TEXT NOT NULL CHECK (how IN ('card', 'letter', 'register')),
    verified_at TIMESTAMPTZ NOT NULL,
    verified_by BIGINT NOT NULL,
    withdrawn_at TIMESTAMPTZ,
    withdrawn_by BIGINT
);
CREATE UNIQUE INDEX verification_standing ON verification (person) WHERE withdrawn_at IS NULL;
CREATE INDEX verification_person ON verification (person);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="accounts", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
