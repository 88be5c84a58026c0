from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-26T01:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "forums in preparation, their sections, topics and who else is competent"

SQL = """
ALTER TABLE forum
    ADD COLUMN uid TEXT NOT NULL DEFAULT gen_random_uuid()::text,
    ADD COLUMN revision INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN changed_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    ADD COLUMN format TEXT NOT NULL DEFAULT 'hybrid' CHECK (format IN ('hybrid', 'hall', 'online')),
    ADD COLUMN rules TEXT NOT NULL DEFAULT '',
    ADD COLUMN published_at TIMESTAMPTZ DEFAULT now(),
    ADD COLUMN agenda_at TIMESTAMPTZ DEFAULT now(),
    ADD COLUMN cancelled_at TIMESTAMPTZ,
    ADD COLUMN cancelled_reason TEXT NOT NULL DEFAULT '',
    ADD CHECK (cancelled_at IS NULL OR closed_at IS NOT NULL);
CREATE UNIQUE INDEX forum_uid ON forum (uid);
CREATE TABLE forum_section (
    id BIGSERIAL PRIMARY KEY,
    forum BIGINT NOT NULL REFERENCES forum (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('report', 'topics', 'plans', 'wishes', 'other')),
    title TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    minutes INTEGER NOT NULL,
    item BIGINT REFERENCES agenda_item (id) ON DELETE SET NULL
);
CREATE UNIQUE INDEX forum_section_position ON forum_section (forum, position);
CREATE UNIQUE INDEX forum_section_topics ON forum_section (forum) WHERE kind = 'topics';
CREATE TABLE topic_rules (
    forum BIGINT PRIMARY KEY REFERENCES forum (id) ON DELETE CASCADE,
    until TIMESTAMPTZ NOT NULL,
    most INTEGER NOT NULL,
    per_person INTEGER NOT NULL,
    per_association INTEGER NOT NULL,
    treated_most INTEGER NOT NULL
);
CREATE TABLE competent_body (
    id BIGSERIAL PRIMARY KEY,
    name TEXT NOT NULL,
    covers TEXT NOT NULL,
    words TEXT NOT NULL DEFAULT '',
    url TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    retired_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX competent_body_name ON competent_body (lower(name)) WHERE retired_at IS NULL;
CREATE TABLE topic (
    id BIGSERIAL PRIMARY KEY,
    forum BIGINT NOT NULL REFERENCES forum (id) ON DELETE CASCADE,
    author BIGINT REFERENCES person (id) ON DELETE SET NULL,
    author_role TEXT,
    person_key TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_shown BOOLEAN NOT NULL,
    contact TEXT NOT NULL DEFAULT '',
    association TEXT NOT NULL DEFAULT '',
    association_key TEXT NOT NULL DEFAULT '',
    channel TEXT NOT NULL CHECK (channel IN ('online', 'paper', 'counter', 'telephone', 'office')),
    entered_by BIGINT,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    renderer INTEGER NOT NULL,
    place TEXT NOT NULL DEFAULT '',
    new_facts TEXT NOT NULL DEFAULT '',
    received_at TIMESTAMPTZ NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    state TEXT NOT NULL DEFAULT 'submitted'
        CHECK (state IN ('submitted', 'accepted', 'merged', 'refused', 'withdrawn', 'settled')),
    state_at TIMESTAMPTZ NOT NULL,
    position INTEGER,
    item BIGINT REFERENCES agenda_item (id) ON DELETE SET NULL,
    merged_into BIGINT REFERENCES topic (id) ON DELETE SET NULL,
    root BIGINT REFERENCES topic (id) ON DELETE SET NULL,
    refusal TEXT,
    body_in_charge BIGINT REFERENCES competent_body (id) ON DELETE SET NULL,
    explanation TEXT NOT NULL DEFAULT '',
    statement TEXT NOT NULL DEFAULT '',
    statement_html TEXT NOT NULL DEFAULT '',
    office TEXT NOT NULL DEFAULT '',
    statement_at TIMESTAMPTZ,
    wish TEXT CHECK (wish IN ('debate', 'settled')),
    wish_at TIMESTAMPTZ,
    hidden_at TIMESTAMPTZ,
    hidden_rule TEXT,
    hidden_rule_slug TEXT,
    CHECK ((state = 'merged') = (merged_into IS NOT NULL)),
    CHECK (state <> 'refused' OR refusal IS NOT NULL)
);
CREATE INDEX topic_forum ON topic (forum, position);
CREATE INDEX topic_author ON topic (author);
CREATE INDEX topic_root ON topic (root);
CREATE INDEX topic_search ON topic USING gin (to_tsvector('german', title || ' ' || body));
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="forums", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
