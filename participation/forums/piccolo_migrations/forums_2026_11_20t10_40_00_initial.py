from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-20T10:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "forums with their log, agenda and chat"

SQL = """
CREATE TABLE forum (
    id BIGSERIAL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    code TEXT UNIQUE,
    title TEXT NOT NULL,
    lead TEXT NOT NULL DEFAULT '',
    district BIGINT REFERENCES district (id) ON DELETE SET NULL,
    place TEXT NOT NULL DEFAULT '',
    doors_at TIMESTAMPTZ,
    starts_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    opened_at TIMESTAMPTZ,
    opened_by BIGINT,
    closed_at TIMESTAMPTZ,
    closed_by BIGINT,
    chair BIGINT REFERENCES person (id) ON DELETE SET NULL,
    dial_in TEXT NOT NULL DEFAULT '',
    stream_url TEXT,
    rules_html TEXT NOT NULL DEFAULT '',
    minutes_html TEXT,
    minutes_published_at TIMESTAMPTZ,
    last_seq BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX forum_running ON forum (opened_at DESC) WHERE opened_at IS NOT NULL AND closed_at IS NULL;
CREATE INDEX forum_starts ON forum (starts_at);
CREATE TABLE forum_event (
    forum BIGINT NOT NULL REFERENCES forum (id) ON DELETE CASCADE,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    verb TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (forum, seq)
);
CREATE INDEX forum_event_subject ON forum_event (kind, subject_id);
CREATE TABLE agenda_item (
    id BIGSERIAL PRIMARY KEY,
    forum BIGINT NOT NULL REFERENCES forum (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    number TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    planned_at TIMESTAMPTZ,
    planned_minutes INTEGER NOT NULL DEFAULT 0,
    started_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ,
    subject_kind TEXT,
    subject_id BIGINT,
    CHECK (ended_at IS NULL OR started_at IS NOT NULL)
);
CREATE UNIQUE INDEX agenda_item_position ON agenda_item (forum, position);
CREATE UNIQUE INDEX agenda_item_one_running ON agenda_item (forum)
    WHERE started_at IS NOT NULL AND ended_at IS NULL;
CREATE TABLE message (
    id BIGSERIAL PRIMARY KEY,
    forum BIGINT NOT NULL REFERENCES forum (id) ON DELETE CASCADE,
    author BIGINT REFERENCES person (id) ON DELETE SET NULL,
    author_role TEXT,
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    hidden_at TIMESTAMPTZ,
    hidden_rule TEXT,
    hidden_rule_slug TEXT
);
CREATE INDEX message_forum ON message (forum, id);
CREATE INDEX message_author ON message (author);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="forums", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
