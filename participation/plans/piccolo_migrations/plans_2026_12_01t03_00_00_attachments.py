from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-12-01T03:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "files beside a statement"

# They never change, as little as the statement; they go with the data of the person and not before.
SQL = """
CREATE TABLE plan_attachment (
    id BIGSERIAL PRIMARY KEY,
    statement BIGINT NOT NULL REFERENCES plan_statement (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 3),
    name TEXT NOT NULL CHECK (name <> ''),
    media_type TEXT NOT NULL CHECK (media_type IN ('application/pdf', 'image/webp')),
    sha256 BYTEA NOT NULL,
    body BYTEA NOT NULL,
    UNIQUE (statement, position)
);
ALTER TABLE plan_attachment ALTER COLUMN body SET STORAGE EXTERNAL;

CREATE FUNCTION plan_attachment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND NOT EXISTS
       (SELECT 1 FROM plan_statement s WHERE s.id = OLD.statement AND s.erased_at IS NULL) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'a file stays with its statement' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER plan_attachment_stays BEFORE UPDATE OR DELETE ON plan_attachment
    FOR EACH ROW EXECUTE FUNCTION plan_attachment_stays();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="plans", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
