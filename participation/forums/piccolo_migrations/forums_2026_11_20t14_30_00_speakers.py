from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-20T14:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the speaker list"

SQL = """
CREATE TABLE speech_request (
    id BIGSERIAL PRIMARY KEY,
    forum BIGINT NOT NULL REFERENCES forum (id) ON DELETE CASCADE,
    item BIGINT NOT NULL REFERENCES agenda_item (id) ON DELETE CASCADE,
    person BIGINT REFERENCES person (id) ON DELETE SET NULL,
    card INTEGER,
    name TEXT NOT NULL DEFAULT '',
    channel TEXT NOT NULL CHECK (channel IN ('hall', 'home', 'phone')),
    kind TEXT NOT NULL CHECK (kind IN ('speech', 'order', 'question')),
    note TEXT NOT NULL DEFAULT '',
    made_at TIMESTAMPTZ NOT NULL,
    made_by BIGINT,
    called_at TIMESTAMPTZ,
    withdrawn_at TIMESTAMPTZ,
    withdrawn_by BIGINT
);
CREATE UNIQUE INDEX speech_request_one_of_a_person ON speech_request (item, person)
    WHERE person IS NOT NULL AND called_at IS NULL AND withdrawn_at IS NULL;
CREATE UNIQUE INDEX speech_request_one_of_a_card ON speech_request (item, card)
    WHERE card IS NOT NULL AND called_at IS NULL AND withdrawn_at IS NULL;
CREATE UNIQUE INDEX speech_request_one_of_a_name ON speech_request (item, lower(name))
    WHERE name <> '' AND called_at IS NULL AND withdrawn_at IS NULL;
CREATE INDEX speech_request_forum ON speech_request (forum);
CREATE INDEX speech_request_person ON speech_request (person);

CREATE TABLE speech (
    id BIGSERIAL PRIMARY KEY,
    forum BIGINT NOT NULL REFERENCES forum (id) ON DELETE CASCADE,
    request BIGINT NOT NULL UNIQUE REFERENCES speech_request (id) ON DELETE CASCADE,
    started_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    allowed INTEGER NOT NULL,
    stopped_at TIMESTAMPTZ,
    stopped_for INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX speech_one_running ON speech (forum) WHERE ended_at IS NULL;
CREATE INDEX speech_forum ON speech (forum, id);

CREATE TABLE speech_move (
    id BIGSERIAL PRIMARY KEY,
    request BIGINT NOT NULL REFERENCES speech_request (id) ON DELETE CASCADE,
    other BIGINT NOT NULL,
    before BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    made_at TIMESTAMPTZ NOT NULL,
    made_by BIGINT NOT NULL
);
CREATE INDEX speech_move_request ON speech_move (request);

CREATE TABLE speaker_list (
    item BIGINT PRIMARY KEY REFERENCES agenda_item (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('open', 'paused', 'closed')),
    changed_at TIMESTAMPTZ NOT NULL,
    changed_by BIGINT NOT NULL
);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="forums", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
