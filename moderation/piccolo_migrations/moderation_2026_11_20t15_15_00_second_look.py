from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-20T15:15:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "second looks"

SQL = """
CREATE TABLE second_look (
    id BIGSERIAL PRIMARY KEY,
    case_id BIGINT NOT NULL UNIQUE REFERENCES moderation_case (id) ON DELETE CASCADE,
    picked_at TIMESTAMPTZ NOT NULL,
    looked_by BIGINT REFERENCES person (id) ON DELETE SET NULL,
    looked_at TIMESTAMPTZ,
    action TEXT,
    agrees BOOLEAN,
    CHECK ((looked_at IS NULL) = (action IS NULL) AND (looked_at IS NULL) = (agrees IS NULL))
);
CREATE INDEX second_look_waiting ON second_look (picked_at) WHERE looked_at IS NULL;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="moderation", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
