from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-12-01T05:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "open cases are found by their words"

# The parts of a number like 2026-0123 are words of their own, else the second one would be a number below zero.
SQL = """
ALTER TABLE moderation_case ADD COLUMN search TSVECTOR GENERATED ALWAYS AS (
    to_tsvector('german'::regconfig, replace(number, '-', ' ') || ' ' || title || ' ' || snapshot || ' ' || place)
) STORED;
CREATE INDEX moderation_case_search ON moderation_case USING GIN (search) WHERE state IN ('open', 'appealed');
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="moderation", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
