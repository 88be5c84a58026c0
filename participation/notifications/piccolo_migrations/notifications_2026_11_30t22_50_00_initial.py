from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-30T22:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "following, what is new, and the mails about it"

SQL = """
CREATE TABLE follow (
    id BIGSERIAL PRIMARY KEY,
    person BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    since TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX follow_once ON follow (person, kind, subject_id);
CREATE INDEX follow_subject ON follow (kind, subject_id);
CREATE TABLE follow_news (
    id BIGSERIAL PRIMARY KEY,
    kind TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    what TEXT NOT NULL,
    about_kind TEXT,
    about_id BIGINT,
    person BIGINT REFERENCES person (id) ON DELETE CASCADE,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX follow_news_subject ON follow_news (kind, subject_id, id);
CREATE INDEX follow_news_person ON follow_news (person) WHERE person IS NOT NULL;
CREATE TABLE digest (
    person BIGINT PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    last_news BIGINT NOT NULL DEFAULT 0,
    sent_on DATE
);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="notifications", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
