from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-20T10:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "threads and comments"

SQL = """
CREATE TABLE thread (
    id BIGSERIAL PRIMARY KEY,
    subject_kind TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    comments_count INTEGER NOT NULL DEFAULT 0 CHECK (comments_count >= 0),
    for_count INTEGER NOT NULL DEFAULT 0,
    against_count INTEGER NOT NULL DEFAULT 0,
    neutral_count INTEGER NOT NULL DEFAULT 0,
    hidden_at TIMESTAMPTZ,
    UNIQUE (subject_kind, subject_id)
);
CREATE TABLE comment (
    id BIGSERIAL PRIMARY KEY,
    thread BIGINT NOT NULL REFERENCES thread (id) ON DELETE CASCADE,
    parent BIGINT REFERENCES comment (id) ON DELETE CASCADE,
    author BIGINT REFERENCES person (id) ON DELETE SET NULL,
    author_role TEXT CHECK (author_role IN ('administration', 'council')),
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    renderer INTEGER NOT NULL,
    stance TEXT CHECK (stance IN ('for', 'against', 'neutral')),
    created_at TIMESTAMPTZ NOT NULL,
    hidden_at TIMESTAMPTZ,
    hidden_rule TEXT,
    hidden_rule_slug TEXT,
    search TSVECTOR GENERATED ALWAYS AS (to_tsvector('german'::regconfig, body)) STORED
);
CREATE INDEX comment_first_level ON comment (thread, id) WHERE parent IS NULL;
CREATE INDEX comment_replies ON comment (parent, id) WHERE parent IS NOT NULL;
CREATE INDEX comment_author ON comment (author);
CREATE INDEX comment_search ON comment USING GIN (search) WHERE hidden_at IS NULL;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="discussion", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
