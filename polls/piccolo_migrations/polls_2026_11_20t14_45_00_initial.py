from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-20T14:45:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "polls, votes while they are open, ballots and receipts after the count"

# poll_vote holds either a sealed ballot or an open one with its receipt, never both.
SQL = """
CREATE TABLE poll (
    id BIGSERIAL PRIMARY KEY,
    consultation BIGINT REFERENCES consultation (id) ON DELETE SET NULL,
    district BIGINT REFERENCES district (id) ON DELETE SET NULL,
    title TEXT NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
    lead TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL DEFAULT '',
    body_html TEXT NOT NULL DEFAULT '',
    renderer INTEGER NOT NULL DEFAULT 0,
    kind TEXT NOT NULL,
    settings TEXT NOT NULL DEFAULT '{}',
    secrecy TEXT NOT NULL DEFAULT 'secret' CHECK (secrecy IN ('open', 'secret')),
    results TEXT NOT NULL DEFAULT 'at-end' CHECK (results IN ('at-end', 'live')),
    voters TEXT NOT NULL DEFAULT 'confirmed' CHECK (voters IN ('confirmed')),
    binding BOOLEAN NOT NULL DEFAULT FALSE,
    quorum INTEGER CHECK (quorum > 0),
    eligible INTEGER CHECK (eligible > 0),
    opens_at TIMESTAMPTZ NOT NULL,
    closes_at TIMESTAMPTZ NOT NULL CHECK (closes_at > opens_at),
    published_at TIMESTAMPTZ,
    closed_at TIMESTAMPTZ,
    closed_by BIGINT,
    counted_at TIMESTAMPTZ CHECK (counted_at IS NULL OR closed_at IS NOT NULL),
    ballots INTEGER,
    broken INTEGER NOT NULL DEFAULT 0,
    digest TEXT NOT NULL DEFAULT '',
    outcome TEXT NOT NULL DEFAULT '',
    search TSVECTOR GENERATED ALWAYS AS (
        setweight(to_tsvector('german'::regconfig, title), 'A')
        || setweight(to_tsvector('german'::regconfig, lead || ' ' || body), 'B')
    ) STORED,
    CHECK (secrecy = 'open' OR results = 'at-end')
);
CREATE INDEX poll_consultation ON poll (consultation);
CREATE INDEX poll_unclosed ON poll (closes_at) WHERE counted_at IS NULL;
CREATE INDEX poll_search ON poll USING GIN (search);
CREATE TABLE poll_option (
    id BIGSERIAL PRIMARY KEY,
    poll BIGINT NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
    position INTEGER NOT NULL DEFAULT 0,
    key TEXT NOT NULL CHECK (key ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
    title TEXT NOT NULL,
    text TEXT NOT NULL DEFAULT '',
    UNIQUE (poll, key)
);
CREATE TABLE poll_vote (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    poll BIGINT NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
    person BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    sealed BYTEA,
    ballot TEXT,
    receipt TEXT,
    CHECK ((sealed IS NULL) = (ballot IS NOT NULL) AND (ballot IS NULL) = (receipt IS NULL))
);
CREATE UNIQUE INDEX poll_vote_once ON poll_vote (poll, person);
CREATE INDEX poll_vote_person ON poll_vote (person);
CREATE TABLE poll_ballot (
    id BIGSERIAL PRIMARY KEY,
    poll BIGINT NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
    ballot TEXT NOT NULL
);
CREATE INDEX poll_ballot_poll ON poll_ballot (poll, id);
CREATE TABLE poll_receipt (
    id BIGSERIAL PRIMARY KEY,
    poll BIGINT NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
    receipt TEXT NOT NULL
);
CREATE UNIQUE INDEX poll_receipt_once ON poll_receipt (poll, receipt);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="polls", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
