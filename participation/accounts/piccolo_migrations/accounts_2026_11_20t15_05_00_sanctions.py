from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-20T15:05:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "sanctions"

SQL = """
CREATE TABLE sanction (
    id BIGSERIAL PRIMARY KEY,
    person BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('warning', 'read-only', 'suspension')),
    starts_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ,
    cause_kind TEXT NOT NULL,
    cause_id BIGINT NOT NULL,
    lifted_at TIMESTAMPTZ,
    CHECK (kind = 'warning' OR ends_at IS NOT NULL)
);
CREATE INDEX sanction_person ON sanction (person);
CREATE INDEX sanction_cause ON sanction (cause_kind, cause_id);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="accounts", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
