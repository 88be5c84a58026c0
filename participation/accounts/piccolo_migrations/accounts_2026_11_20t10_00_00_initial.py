from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-20T10:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "people, roles, sessions, links sent by mail"

SQL = """
CREATE TABLE person (
    id BIGSERIAL PRIMARY KEY,
    email TEXT,
    email_key TEXT UNIQUE,
    display_name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    password_hash TEXT,
    locale TEXT NOT NULL DEFAULT 'de',
    district TEXT,
    rules_version INTEGER NOT NULL DEFAULT 1,
    is_demo BOOLEAN NOT NULL DEFAULT FALSE,
    created_at TIMESTAMPTZ NOT NULL,
    confirmed_at TIMESTAMPTZ,
    deleted_at TIMESTAMPTZ
);
CREATE TABLE role_grant (
    id BIGSERIAL PRIMARY KEY,
    person BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    scope_kind TEXT,
    scope_id BIGINT,
    granted_at TIMESTAMPTZ NOT NULL,
    granted_by BIGINT
);
CREATE UNIQUE INDEX role_grant_once
    ON role_grant (person, role, COALESCE(scope_kind, ''), COALESCE(scope_id, 0));
CREATE TABLE session (
    id_hash BYTEA PRIMARY KEY,
    person BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    device TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMPTZ NOT NULL,
    last_seen_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX session_person ON session (person);
CREATE INDEX session_expires ON session (expires_at);
CREATE TABLE registration (
    token_hash BYTEA PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    display_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    locale TEXT NOT NULL DEFAULT 'de',
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX registration_email ON registration (email_key);
CREATE TABLE password_reset (
    token_hash BYTEA PRIMARY KEY,
    person BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX password_reset_person ON password_reset (person);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="accounts", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
