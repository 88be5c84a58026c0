from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-20T15:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "fingerprints of texts, words and links to watch"

SQL = """
CREATE TABLE fingerprint (
    id BIGSERIAL PRIMARY KEY,
    kind TEXT NOT NULL,
    content_id BIGINT NOT NULL,
    author BIGINT REFERENCES person (id) ON DELETE SET NULL,
    written_at TIMESTAMPTZ NOT NULL,
    keys BIGINT[] NOT NULL,
    UNIQUE (kind, content_id)
);
CREATE INDEX fingerprint_keys ON fingerprint USING GIN (keys);
CREATE INDEX fingerprint_author ON fingerprint (author);
CREATE INDEX fingerprint_written ON fingerprint (written_at);
CREATE TABLE examined (
    kind TEXT PRIMARY KEY,
    last_id BIGINT NOT NULL
);
CREATE TABLE watch_rule (
    id BIGSERIAL PRIMARY KEY,
    pattern TEXT NOT NULL CHECK (btrim(pattern) <> ''),
    is_link BOOLEAN NOT NULL DEFAULT FALSE,
    reason TEXT NOT NULL,
    changed_by BIGINT REFERENCES person (id) ON DELETE SET NULL,
    changed_at TIMESTAMPTZ NOT NULL
);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="moderation", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
