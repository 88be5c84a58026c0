from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-20T10:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "districts, consultations, categories, phases, news, events, outcomes"

SQL = """
CREATE TABLE district (
    id BIGSERIAL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL
);
CREATE TABLE consultation (
    id BIGSERIAL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    kicker TEXT NOT NULL DEFAULT '',
    lead TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL DEFAULT '',
    body_html TEXT NOT NULL DEFAULT '',
    plain_body TEXT NOT NULL DEFAULT '',
    plain_html TEXT NOT NULL DEFAULT '',
    goals TEXT NOT NULL DEFAULT '[]',
    open_points TEXT NOT NULL DEFAULT '[]',
    fixed_points TEXT NOT NULL DEFAULT '[]',
    decides TEXT NOT NULL DEFAULT '',
    decides_html TEXT NOT NULL DEFAULT '',
    renderer INTEGER NOT NULL DEFAULT 0,
    contact_name TEXT NOT NULL DEFAULT '',
    contact_office TEXT NOT NULL DEFAULT '',
    contact_phone TEXT NOT NULL DEFAULT '',
    contact_mail TEXT NOT NULL DEFAULT '',
    contact_hours TEXT NOT NULL DEFAULT '',
    district BIGINT REFERENCES district (id) ON DELETE SET NULL,
    priority INTEGER NOT NULL DEFAULT 0,
    published_at TIMESTAMPTZ,
    archived_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    source_url TEXT,
    search TSVECTOR GENERATED ALWAYS AS (
        setweight(to_tsvector('german'::regconfig, title), 'A')
        || setweight(to_tsvector('german'::regconfig, lead), 'B')
        || setweight(to_tsvector('german'::regconfig, body), 'C')
    ) STORED
);
CREATE INDEX consultation_search ON consultation USING GIN (search);
CREATE INDEX consultation_published ON consultation (published_at);
CREATE INDEX consultation_district ON consultation (district);
CREATE TABLE category (
    id BIGSERIAL PRIMARY KEY,
    consultation BIGINT NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    position INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX category_once ON category (consultation, slug);
CREATE TABLE phase (
    id BIGSERIAL PRIMARY KEY,
    consultation BIGINT NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    position INTEGER NOT NULL DEFAULT 0,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    starts_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ,
    CONSTRAINT phase_forward CHECK (ends_at > starts_at)
);
CREATE UNIQUE INDEX phase_once ON phase (consultation, position);
CREATE TABLE news (
    id BIGSERIAL PRIMARY KEY,
    consultation BIGINT NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    body TEXT NOT NULL DEFAULT '',
    body_html TEXT NOT NULL DEFAULT '',
    renderer INTEGER NOT NULL DEFAULT 0,
    published_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX news_consultation ON news (consultation, published_at DESC);
CREATE TABLE event (
    id BIGSERIAL PRIMARY KEY,
    consultation BIGINT NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    starts_at TIMESTAMPTZ NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT ''
);
CREATE INDEX event_consultation ON event (consultation, starts_at);
CREATE INDEX event_starts ON event (starts_at);
CREATE TABLE outcome (
    id BIGSERIAL PRIMARY KEY,
    consultation BIGINT NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    position INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL CHECK (state IN ('done', 'building', 'refused')),
    headline TEXT NOT NULL DEFAULT '',
    quote TEXT NOT NULL,
    origin TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    link_url TEXT,
    reported_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX outcome_consultation ON outcome (consultation, position);
CREATE INDEX outcome_reported ON outcome (reported_at DESC);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="consultations", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
