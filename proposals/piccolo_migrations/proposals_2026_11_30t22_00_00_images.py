from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-30T22:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "pictures of proposals"

# The bytes are compressed already. A picture belongs to a proposal, or to a draft until that is published.
SQL = """
ALTER TABLE proposal_draft ADD COLUMN image_alt TEXT NOT NULL DEFAULT '';
CREATE TABLE proposal_image (
    id BIGSERIAL PRIMARY KEY,
    proposal BIGINT REFERENCES proposal (id) ON DELETE CASCADE,
    draft BIGINT REFERENCES proposal_draft (id) ON DELETE CASCADE,
    person BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    name TEXT NOT NULL UNIQUE,
    alt TEXT NOT NULL CHECK (alt <> ''),
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    large BYTEA NOT NULL,
    small BYTEA NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    hidden_at TIMESTAMPTZ,
    hidden_rule TEXT,
    hidden_rule_slug TEXT,
    CHECK (num_nonnulls(proposal, draft) = 1)
);
ALTER TABLE proposal_image ALTER COLUMN large SET STORAGE EXTERNAL, ALTER COLUMN small SET STORAGE EXTERNAL;
CREATE INDEX proposal_image_proposal ON proposal_image (proposal, id);
CREATE INDEX proposal_image_draft ON proposal_image (draft) WHERE draft IS NOT NULL;
CREATE INDEX proposal_image_person ON proposal_image (person);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="proposals", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
