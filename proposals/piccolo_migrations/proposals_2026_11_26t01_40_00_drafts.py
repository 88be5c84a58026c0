from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-26T01:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "drafts, and how rare words are"

SQL = """
CREATE TABLE proposal_draft (
    id BIGSERIAL PRIMARY KEY,
    person BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    consultation BIGINT NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    category TEXT NOT NULL,
    district TEXT NOT NULL,
    place TEXT NOT NULL,
    saved_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX proposal_draft_once ON proposal_draft (person, consultation);
CREATE INDEX proposal_draft_saved ON proposal_draft (saved_at);
CREATE TABLE proposal_word (
    lexeme TEXT PRIMARY KEY,
    documents INTEGER NOT NULL
);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="proposals", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
