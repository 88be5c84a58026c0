from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-30T19:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "documents, and dates that calendars can follow"

SQL = """
ALTER TABLE event ADD COLUMN uid TEXT NOT NULL DEFAULT gen_random_uuid()::text;
ALTER TABLE event ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE event ADD COLUMN changed_at TIMESTAMPTZ NOT NULL DEFAULT now();
ALTER TABLE event ADD COLUMN cancelled_at TIMESTAMPTZ;
CREATE TABLE consultation_document (
    id BIGSERIAL PRIMARY KEY,
    consultation BIGINT NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    url TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT ''
);
CREATE INDEX consultation_document_place ON consultation_document (consultation, id);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="consultations", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
