from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-26T01:13:38:000000"
VERSION = "1.38.0"
DESCRIPTION = "live polls and hands"

SQL = """
CREATE TABLE live_poll (
    id BIGSERIAL PRIMARY KEY,
    forum BIGINT NOT NULL REFERENCES forum (id) ON DELETE CASCADE,
    item BIGINT REFERENCES agenda_item (id) ON DELETE SET NULL,
    poll BIGINT NOT NULL UNIQUE REFERENCES poll (id) ON DELETE CASCADE,
    form TEXT NOT NULL CHECK (form IN ('yes-no', 'one', 'several', 'scale')),
    hands BOOLEAN NOT NULL DEFAULT TRUE,
    opened_at TIMESTAMPTZ NOT NULL,
    opened_by BIGINT NOT NULL,
    closed_at TIMESTAMPTZ,
    closed_by BIGINT,
    told_at TIMESTAMPTZ,
    withdrawn_at TIMESTAMPTZ,
    withdrawn_by BIGINT
);
CREATE UNIQUE INDEX live_poll_one_open ON live_poll (forum) WHERE closed_at IS NULL;
CREATE INDEX live_poll_forum ON live_poll (forum, id);
CREATE TABLE hand_count (
    id BIGSERIAL PRIMARY KEY,
    live_poll BIGINT NOT NULL REFERENCES live_poll (id) ON DELETE CASCADE,
    numbers TEXT NOT NULL,
    phone TEXT,
    counted_at TIMESTAMPTZ NOT NULL,
    counted_by BIGINT NOT NULL
);
CREATE INDEX hand_count_live_poll ON hand_count (live_poll, id);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="forums", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
