from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-12-01T04:05:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "the lock and the look that follows it in one statement"

# Within a volatile function each statement sees what was committed before it began, as it must be after a lock.
SQL = """
CREATE FUNCTION reading_first() RETURNS BIGINT[] LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('premoderation'));
    RETURN ARRAY(SELECT number FROM premoderation WHERE kind = 'consultation');
END
$$;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="moderation", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
