from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-26T02:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "former texts of a proposal"

SQL = """
ALTER TABLE proposal ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE proposal ADD COLUMN changed_at TIMESTAMPTZ;
CREATE TABLE proposal_version (
    id BIGSERIAL PRIMARY KEY,
    proposal BIGINT NOT NULL REFERENCES proposal (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    withheld BOOLEAN NOT NULL,
    written_at TIMESTAMPTZ NOT NULL,
    replaced_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX proposal_version_once ON proposal_version (proposal, number);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="proposals", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
