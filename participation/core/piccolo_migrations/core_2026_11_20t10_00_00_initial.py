from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-20T10:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "outbox, timed work, audit log, remembered settings"

SQL = """
CREATE TABLE outbox_entry (
    id BIGSERIAL PRIMARY KEY,
    topic TEXT NOT NULL,
    key TEXT,
    payload JSONB NOT NULL DEFAULT '{}',
    due_at TIMESTAMPTZ NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    last_error TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMPTZ NOT NULL,
    failed_at TIMESTAMPTZ
);
CREATE INDEX outbox_entry_due ON outbox_entry (due_at, id) WHERE failed_at IS NULL;
CREATE INDEX outbox_entry_failed ON outbox_entry (failed_at) WHERE failed_at IS NOT NULL;
-- Only what no worker has touched yet is the same work: a change after the start wants another run.
CREATE UNIQUE INDEX outbox_entry_once ON outbox_entry (topic, key) WHERE key IS NOT NULL AND attempts = 0;

CREATE TABLE timed_job (
    name TEXT PRIMARY KEY,
    due_at TIMESTAMPTZ NOT NULL,
    ran_at TIMESTAMPTZ,
    last_error TEXT NOT NULL DEFAULT ''
);

CREATE TABLE worker_heartbeat (
    name TEXT PRIMARY KEY,
    seen_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE audit_entry (
    id BIGSERIAL PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL,
    actor_id BIGINT,
    act TEXT NOT NULL,
    kind TEXT NOT NULL DEFAULT '',
    object_id BIGINT,
    details JSONB NOT NULL DEFAULT '{}',
    digest TEXT NOT NULL DEFAULT '',
    salt TEXT NOT NULL DEFAULT '',
    number BIGINT UNIQUE CHECK (number > 0),
    previous TEXT,
    hash TEXT,
    CHECK ((number IS NULL) = (hash IS NULL) AND (number IS NULL) = (previous IS NULL))
);
CREATE INDEX audit_entry_unsealed ON audit_entry (id) WHERE number IS NULL;
CREATE INDEX audit_entry_object ON audit_entry (kind, object_id);

CREATE TABLE audit_head (
    id INTEGER PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    number BIGINT NOT NULL DEFAULT 0,
    hash TEXT NOT NULL DEFAULT ''
);

CREATE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.number IS NULL AND
       (OLD.id, OLD.at, OLD.actor_id, OLD.act, OLD.kind, OLD.object_id, OLD.details, OLD.digest, OLD.salt)
       IS NOT DISTINCT FROM
       (NEW.id, NEW.at, NEW.actor_id, NEW.act, NEW.kind, NEW.object_id, NEW.details, NEW.digest, NEW.salt) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit log is only ever added to' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_stays();

CREATE TABLE persisted_setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL DEFAULT ''
);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="core", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
