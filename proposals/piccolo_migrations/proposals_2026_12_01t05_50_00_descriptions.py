from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-12-01T05:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "descriptions of pictures that were replaced"

SQL = """
ALTER TABLE proposal_image ADD COLUMN described_at TIMESTAMPTZ;
CREATE TABLE proposal_image_text (
    id BIGSERIAL PRIMARY KEY,
    image BIGINT NOT NULL REFERENCES proposal_image (id) ON DELETE CASCADE,
    alt TEXT NOT NULL,
    withheld BOOLEAN NOT NULL,
    written_at TIMESTAMPTZ NOT NULL,
    replaced_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX proposal_image_text_image ON proposal_image_text (image, id);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="proposals", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
