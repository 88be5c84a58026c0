from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-26T01:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "promises and what the city reports about them"

SQL = """
CREATE TABLE promise (
    id BIGSERIAL PRIMARY KEY,
    forum BIGINT NOT NULL REFERENCES forum (id) ON DELETE CASCADE,
    item BIGINT REFERENCES agenda_item (id) ON DELETE SET NULL,
    number INTEGER NOT NULL,
    body TEXT NOT NULL,
    office TEXT NOT NULL,
    person TEXT NOT NULL DEFAULT '',
    due_on DATE NOT NULL,
    new_due_on DATE,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'working', 'done', 'dropped')),
    made_at TIMESTAMPTZ NOT NULL,
    made_by BIGINT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    closed_at TIMESTAMPTZ,
    retracted_at TIMESTAMPTZ,
    retracted_by BIGINT,
    CHECK ((state IN ('done', 'dropped')) = (closed_at IS NOT NULL))
);
CREATE UNIQUE INDEX promise_number ON promise (forum, number);
CREATE INDEX promise_due ON promise (due_on) WHERE closed_at IS NULL AND retracted_at IS NULL;

CREATE TABLE promise_report (
    id BIGSERIAL PRIMARY KEY,
    promise BIGINT NOT NULL REFERENCES promise (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('working', 'done', 'dropped')),
    body TEXT NOT NULL DEFAULT '',
    new_due_on DATE,
    made_at TIMESTAMPTZ NOT NULL,
    made_by BIGINT NOT NULL
);
CREATE INDEX promise_report_promise ON promise_report (promise, id);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="forums", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
