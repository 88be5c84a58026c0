from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-26T02:31:17:000000"
VERSION = "1.38.0"
DESCRIPTION = "council meetings: attendance, closed doors, speakers who are not recorded"

SQL = """
CREATE TABLE council_sitting (
    forum BIGINT PRIMARY KEY REFERENCES forum (id) ON DELETE CASCADE,
    since TIMESTAMPTZ NOT NULL,
    set_by BIGINT NOT NULL
);
CREATE TABLE attendance (
    id BIGSERIAL PRIMARY KEY,
    forum BIGINT NOT NULL REFERENCES forum (id) ON DELETE CASCADE,
    person BIGINT REFERENCES person (id) ON DELETE SET NULL,
    name TEXT NOT NULL DEFAULT '',
    mode TEXT NOT NULL CHECK (mode IN ('hall', 'remote')),
    joined_at TIMESTAMPTZ NOT NULL,
    joined_by BIGINT NOT NULL,
    left_at TIMESTAMPTZ,
    left_by BIGINT
);
CREATE UNIQUE INDEX attendance_person_once ON attendance (forum, person) WHERE person IS NOT NULL AND left_at IS NULL;
CREATE UNIQUE INDEX attendance_name_once ON attendance (forum, lower(name)) WHERE name <> '' AND left_at IS NULL;
CREATE INDEX attendance_forum ON attendance (forum, id);
CREATE INDEX attendance_of_person ON attendance (person);
ALTER TABLE agenda_item ADD COLUMN open_doors BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE speech_request ADD COLUMN no_recording BOOLEAN NOT NULL DEFAULT FALSE;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="forums", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
