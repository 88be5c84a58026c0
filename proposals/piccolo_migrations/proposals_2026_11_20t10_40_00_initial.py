from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-20T10:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "proposals, supports, official answers"

SQL = """
CREATE TABLE proposal (
    id BIGSERIAL PRIMARY KEY,
    consultation BIGINT NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    author BIGINT REFERENCES person (id) ON DELETE SET NULL,
    author_name TEXT,
    title TEXT NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120),
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    renderer INTEGER NOT NULL,
    teaser TEXT NOT NULL DEFAULT '',
    category BIGINT REFERENCES category (id) ON DELETE SET NULL,
    district BIGINT REFERENCES district (id) ON DELETE SET NULL,
    place TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT 'received' CHECK (status IN
        ('received', 'examined', 'answered', 'accepted', 'building', 'done', 'refused')),
    supports_count INTEGER NOT NULL DEFAULT 0 CHECK (supports_count >= 0),
    created_at TIMESTAMPTZ NOT NULL,
    published_at TIMESTAMPTZ NOT NULL,
    hidden_at TIMESTAMPTZ,
    hidden_rule TEXT,
    hidden_rule_slug TEXT,
    withdrawn_at TIMESTAMPTZ,
    source_key TEXT,
    source_url TEXT,
    search TSVECTOR GENERATED ALWAYS AS (
        setweight(to_tsvector('german'::regconfig, title), 'A')
        || setweight(to_tsvector('german'::regconfig, body), 'B')
    ) STORED
);
CREATE INDEX proposal_shown ON proposal (consultation, published_at DESC, id DESC)
    WHERE hidden_at IS NULL AND withdrawn_at IS NULL;
CREATE INDEX proposal_newest ON proposal (published_at DESC, id DESC)
    WHERE hidden_at IS NULL AND withdrawn_at IS NULL;
CREATE UNIQUE INDEX proposal_source ON proposal (consultation, source_key) WHERE source_key IS NOT NULL;
CREATE INDEX proposal_author ON proposal (author);
CREATE INDEX proposal_search ON proposal USING GIN (search);
CREATE TABLE support (
    id BIGSERIAL PRIMARY KEY,
    proposal BIGINT NOT NULL REFERENCES proposal (id) ON DELETE CASCADE,
    person BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX support_once ON support (proposal, person);
CREATE INDEX support_person ON support (person);
CREATE TABLE official_answer (
    id BIGSERIAL PRIMARY KEY,
    proposal BIGINT NOT NULL UNIQUE REFERENCES proposal (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    renderer INTEGER NOT NULL,
    office TEXT NOT NULL DEFAULT '',
    person_name TEXT NOT NULL DEFAULT '',
    answered_at TIMESTAMPTZ NOT NULL
);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="proposals", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
