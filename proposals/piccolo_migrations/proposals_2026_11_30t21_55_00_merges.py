from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-30T21:55:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "proposals that went into their twin"

SQL = """
ALTER TABLE proposal ADD COLUMN merged_into BIGINT REFERENCES proposal (id) ON DELETE SET NULL;
CREATE INDEX proposal_merged_into ON proposal (merged_into) WHERE merged_into IS NOT NULL;
CREATE TABLE proposal_merge (
    id BIGSERIAL PRIMARY KEY,
    source BIGINT NOT NULL REFERENCES proposal (id) ON DELETE CASCADE,
    target BIGINT NOT NULL REFERENCES proposal (id) ON DELETE CASCADE,
    merged_by BIGINT REFERENCES person (id) ON DELETE SET NULL,
    merged_at TIMESTAMPTZ NOT NULL,
    undone_by BIGINT REFERENCES person (id) ON DELETE SET NULL,
    undone_at TIMESTAMPTZ,
    CHECK (source <> target)
);
CREATE UNIQUE INDEX proposal_merge_standing ON proposal_merge (source) WHERE undone_at IS NULL;
CREATE INDEX proposal_merge_source ON proposal_merge (source);
CREATE INDEX proposal_merge_target ON proposal_merge (target);
CREATE TABLE merged_support (
    id BIGSERIAL PRIMARY KEY,
    merge BIGINT NOT NULL REFERENCES proposal_merge (id) ON DELETE CASCADE,
    person BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    created_at TIMESTAMPTZ NOT NULL,
    moved BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX merged_support_once ON merged_support (merge, person);
CREATE INDEX merged_support_person ON merged_support (person);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="proposals", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
