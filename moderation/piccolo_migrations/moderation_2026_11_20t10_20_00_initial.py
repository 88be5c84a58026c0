from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-20T10:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "house rules, cases, reports, decisions, appeals"

SQL = """
CREATE TABLE house_rule (
    id BIGSERIAL PRIMARY KEY,
    slug TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    version INTEGER NOT NULL DEFAULT 1,
    title TEXT NOT NULL CHECK (btrim(title) <> ''),
    body TEXT NOT NULL,
    title_en TEXT NOT NULL,
    body_en TEXT NOT NULL,
    valid_from TIMESTAMPTZ NOT NULL,
    UNIQUE (slug, version)
);
CREATE TABLE moderation_case_counter (
    year INTEGER PRIMARY KEY,
    last INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE moderation_case (
    id BIGSERIAL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    content_id BIGINT NOT NULL,
    lane TEXT NOT NULL DEFAULT 'normal' CHECK (lane IN ('live', 'normal')),
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'decided', 'appealed', 'closed')),
    opened_at TIMESTAMPTZ NOT NULL,
    queued_at TIMESTAMPTZ NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    claimed_by BIGINT REFERENCES person (id) ON DELETE SET NULL,
    claimed_at TIMESTAMPTZ,
    consultation_id BIGINT,
    author BIGINT REFERENCES person (id) ON DELETE SET NULL,
    title TEXT NOT NULL DEFAULT '',
    titled BOOLEAN NOT NULL DEFAULT FALSE,
    snapshot TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '',
    written_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX moderation_case_one_open ON moderation_case (kind, content_id) WHERE state = 'open';
CREATE INDEX moderation_case_waiting ON moderation_case (queued_at, id) WHERE state IN ('open', 'appealed');
CREATE INDEX moderation_case_author ON moderation_case (author);
CREATE TABLE report (
    id BIGSERIAL PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES moderation_case (id) ON DELETE CASCADE,
    source TEXT NOT NULL CHECK (source IN ('person', 'visitor', 'system')),
    reason TEXT NOT NULL,
    text TEXT NOT NULL DEFAULT '',
    reporter BIGINT REFERENCES person (id) ON DELETE SET NULL,
    reporter_email TEXT,
    reporter_name TEXT,
    locale TEXT NOT NULL DEFAULT 'de',
    created_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX report_once ON report (case_id, reporter) WHERE reporter IS NOT NULL;
CREATE INDEX report_case ON report (case_id);
CREATE INDEX report_created ON report (created_at);
CREATE TABLE decision (
    id BIGSERIAL PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES moderation_case (id) ON DELETE CASCADE,
    instance INTEGER NOT NULL DEFAULT 1 CHECK (instance IN (1, 2)),
    action TEXT NOT NULL CHECK (action IN ('keep', 'hide', 'remove')),
    rule BIGINT NOT NULL REFERENCES house_rule (id) ON DELETE RESTRICT,
    reason TEXT NOT NULL CHECK (btrim(reason) <> ''),
    decided_by BIGINT NOT NULL REFERENCES person (id) ON DELETE RESTRICT,
    decided_at TIMESTAMPTZ NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    token_hash BYTEA NOT NULL UNIQUE,
    automated BOOLEAN NOT NULL DEFAULT FALSE,
    UNIQUE (case_id, instance)
);
CREATE INDEX decision_decided ON decision (decided_at);
CREATE TABLE appeal (
    id BIGSERIAL PRIMARY KEY,
    decision BIGINT NOT NULL UNIQUE REFERENCES decision (id) ON DELETE CASCADE,
    text TEXT NOT NULL CHECK (btrim(text) <> ''),
    created_at TIMESTAMPTZ NOT NULL,
    outcome TEXT CHECK (outcome IN ('upheld', 'reversed')),
    answer BIGINT UNIQUE REFERENCES decision (id) ON DELETE RESTRICT,
    CHECK ((outcome IS NULL) = (answer IS NULL))
);
CREATE TABLE withheld_name (
    person BIGINT PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    since TIMESTAMPTZ NOT NULL
);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="moderation", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
