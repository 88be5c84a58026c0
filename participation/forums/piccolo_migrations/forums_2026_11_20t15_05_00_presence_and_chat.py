from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-20T15:05:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "who is there, and how the chat runs"

SQL = """
CREATE TABLE presence_count (
    id BIGSERIAL PRIMARY KEY,
    forum BIGINT NOT NULL REFERENCES forum (id) ON DELETE CASCADE,
    hall INTEGER NOT NULL DEFAULT 0 CHECK (hall >= 0),
    phone INTEGER NOT NULL DEFAULT 0 CHECK (phone >= 0),
    counted_at TIMESTAMPTZ NOT NULL,
    counted_by BIGINT NOT NULL
);
CREATE INDEX presence_count_forum ON presence_count (forum, id DESC);

CREATE TABLE presence_online (
    forum BIGINT NOT NULL REFERENCES forum (id) ON DELETE CASCADE,
    process TEXT NOT NULL,
    pages INTEGER NOT NULL DEFAULT 0,
    seen_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (forum, process)
);

CREATE TABLE chat_rule (
    forum BIGINT PRIMARY KEY REFERENCES forum (id) ON DELETE CASCADE,
    mode TEXT NOT NULL DEFAULT 'open' CHECK (mode IN ('open', 'slow', 'read-only', 'paused')),
    notice TEXT NOT NULL DEFAULT '',
    changed_at TIMESTAMPTZ NOT NULL,
    changed_by BIGINT NOT NULL
);
CREATE INDEX message_author_time ON message (forum, author, created_at DESC);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="forums", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
