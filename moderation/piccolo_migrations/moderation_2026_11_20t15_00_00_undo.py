from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-20T15:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "decisions taken back, canned texts, notes for colleagues"

SQL = """
CREATE TABLE undone_decision (
    id BIGSERIAL PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES moderation_case (id) ON DELETE CASCADE,
    instance INTEGER NOT NULL,
    action TEXT NOT NULL,
    rule BIGINT NOT NULL REFERENCES house_rule (id) ON DELETE RESTRICT,
    reason TEXT NOT NULL,
    decided_by BIGINT NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    decided_at TIMESTAMPTZ NOT NULL,
    token_hash BYTEA NOT NULL UNIQUE,
    undone_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX undone_decision_case ON undone_decision (case_id);
CREATE TABLE canned_text (
    id BIGSERIAL PRIMARY KEY,
    rule_slug TEXT NOT NULL DEFAULT '',
    action TEXT NOT NULL,
    title TEXT NOT NULL CHECK (btrim(title) <> ''),
    body TEXT NOT NULL CHECK (btrim(body) <> ''),
    changed_by BIGINT REFERENCES person (id) ON DELETE SET NULL,
    changed_at TIMESTAMPTZ NOT NULL
);
CREATE TABLE case_note (
    id BIGSERIAL PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES moderation_case (id) ON DELETE CASCADE,
    author BIGINT REFERENCES person (id) ON DELETE SET NULL,
    text TEXT NOT NULL CHECK (btrim(text) <> ''),
    written_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX case_note_case ON case_note (case_id);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="moderation", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
