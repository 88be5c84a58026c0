from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-30T19:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "statements weighed point by point"

# Once the weighing of a text is public, its points stay as they were told to everybody.
SQL = """
CREATE TABLE plan_weighing (
    id BIGSERIAL PRIMARY KEY,
    text BIGINT NOT NULL UNIQUE REFERENCES plan_text (id) ON DELETE CASCADE,
    published_at TIMESTAMPTZ NOT NULL,
    published_by BIGINT NOT NULL
);
CREATE TABLE plan_point (
    id BIGSERIAL PRIMARY KEY,
    statement BIGINT NOT NULL REFERENCES plan_statement (id) ON DELETE CASCADE,
    point TEXT NOT NULL,
    topic TEXT NOT NULL,
    office TEXT NOT NULL DEFAULT '',
    view TEXT NOT NULL DEFAULT '',
    answer TEXT NOT NULL DEFAULT '',
    change TEXT NOT NULL DEFAULT '',
    outcome TEXT CHECK (outcome IN ('followed', 'partly', 'refused', 'noted')),
    changed_at TIMESTAMPTZ NOT NULL,
    CHECK (outcome IS NULL OR answer <> '')
);
CREATE INDEX plan_point_statement ON plan_point (statement, id);

CREATE FUNCTION plan_point_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched BIGINT := CASE WHEN TG_OP = 'DELETE' THEN OLD.statement ELSE NEW.statement END;
BEGIN
    IF EXISTS (SELECT 1 FROM plan_weighing w JOIN plan_statement s ON s.text = w.text WHERE s.id = touched) THEN
        RAISE EXCEPTION 'a published weighing never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER plan_point_stays BEFORE INSERT OR UPDATE OR DELETE ON plan_point
    FOR EACH ROW EXECUTE FUNCTION plan_point_stays();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="plans", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
