from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-30T22:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "proposals that several people write together"

SQL = """
CREATE TABLE proposal_pen (
    id BIGSERIAL PRIMARY KEY,
    proposal BIGINT NOT NULL REFERENCES proposal (id) ON DELETE CASCADE,
    person BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    joined_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX proposal_pen_once ON proposal_pen (proposal, person);
CREATE INDEX proposal_pen_person ON proposal_pen (person);
CREATE TABLE proposal_invitation (
    id BIGSERIAL PRIMARY KEY,
    proposal BIGINT NOT NULL REFERENCES proposal (id) ON DELETE CASCADE,
    typed TEXT NOT NULL,
    typed_key TEXT NOT NULL,
    person BIGINT REFERENCES person (id) ON DELETE CASCADE,
    invited_at TIMESTAMPTZ NOT NULL,
    answered_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX proposal_invitation_once ON proposal_invitation (proposal, typed_key);
CREATE INDEX proposal_invitation_person ON proposal_invitation (person);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="proposals", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
