from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-26T01:35:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "minutes that write themselves, and their versions"

SQL = """
CREATE TABLE minutes (
    forum BIGINT PRIMARY KEY REFERENCES forum (id) ON DELETE CASCADE,
    lead TEXT NOT NULL DEFAULT '',
    city TEXT NOT NULL DEFAULT '',
    council TEXT NOT NULL DEFAULT '',
    names BOOLEAN NOT NULL DEFAULT false,
    changed_at TIMESTAMPTZ NOT NULL,
    changed_by BIGINT NOT NULL
);
CREATE TABLE minutes_note (
    id BIGSERIAL PRIMARY KEY,
    forum BIGINT NOT NULL REFERENCES forum (id) ON DELETE CASCADE,
    item BIGINT REFERENCES agenda_item (id) ON DELETE SET NULL,
    part TEXT NOT NULL CHECK (part IN ('concern', 'statement', 'debate', 'vote', 'result')),
    body TEXT NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    made_by BIGINT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    removed_at TIMESTAMPTZ
);
CREATE INDEX minutes_note_forum ON minutes_note (forum, id);
CREATE TABLE minutes_edit (
    forum BIGINT NOT NULL REFERENCES forum (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    body TEXT NOT NULL DEFAULT '',
    was TEXT NOT NULL DEFAULT '',
    left_out BOOLEAN NOT NULL DEFAULT false,
    changed_at TIMESTAMPTZ NOT NULL,
    changed_by BIGINT NOT NULL,
    PRIMARY KEY (forum, key)
);
CREATE TABLE minutes_version (
    id BIGSERIAL PRIMARY KEY,
    forum BIGINT NOT NULL REFERENCES forum (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    locale TEXT NOT NULL,
    content TEXT NOT NULL,
    text TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    summary TEXT NOT NULL DEFAULT '',
    made_at TIMESTAMPTZ NOT NULL,
    made_by BIGINT NOT NULL,
    chair_at TIMESTAMPTZ,
    chair_by BIGINT,
    clerk_at TIMESTAMPTZ,
    clerk_by BIGINT,
    returned_at TIMESTAMPTZ,
    returned_by BIGINT,
    reason TEXT NOT NULL DEFAULT '',
    published_at TIMESTAMPTZ,
    published_by BIGINT,
    CHECK (chair_by <> clerk_by),
    CHECK (published_at IS NULL OR (chair_at IS NOT NULL AND clerk_at IS NOT NULL AND returned_at IS NULL))
);
CREATE UNIQUE INDEX minutes_version_number ON minutes_version (forum, number) WHERE returned_at IS NULL;
CREATE UNIQUE INDEX minutes_version_one_open ON minutes_version (forum)
    WHERE returned_at IS NULL AND published_at IS NULL;
ALTER TABLE presence_count ADD COLUMN online INTEGER NOT NULL DEFAULT 0;
ALTER TABLE forum DROP COLUMN minutes_html;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="forums", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
