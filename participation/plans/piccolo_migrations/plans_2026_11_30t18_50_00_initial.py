from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-30T18:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "texts in paragraphs, and versions that stay as they were published"

# A published version and its paragraphs are frozen: who saw the hash must find the same words for ever.
SQL = """
CREATE TABLE plan_text (
    id BIGSERIAL PRIMARY KEY,
    consultation BIGINT NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    lead TEXT NOT NULL DEFAULT '',
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX plan_text_consultation ON plan_text (consultation);
CREATE TABLE plan_version (
    id BIGSERIAL PRIMARY KEY,
    text BIGINT NOT NULL REFERENCES plan_text (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number > 0),
    source TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    saved_at TIMESTAMPTZ NOT NULL,
    published_at TIMESTAMPTZ,
    published_by BIGINT,
    canonical TEXT,
    sha256 TEXT,
    UNIQUE (text, number),
    CHECK ((published_at IS NULL) = (canonical IS NULL) AND (published_at IS NULL) = (sha256 IS NULL)),
    CHECK (sha256 = encode(sha256(convert_to(canonical, 'UTF8')), 'hex')),
    CHECK (published_at IS NULL OR number = 1 OR reason <> '')
);
CREATE UNIQUE INDEX plan_version_one_draft ON plan_version (text) WHERE published_at IS NULL;
CREATE TABLE plan_passage (
    id BIGSERIAL PRIMARY KEY,
    text BIGINT NOT NULL REFERENCES plan_text (id) ON DELETE CASCADE
);
CREATE INDEX plan_passage_text ON plan_passage (text);
CREATE TABLE plan_paragraph (
    id BIGSERIAL PRIMARY KEY,
    version BIGINT NOT NULL REFERENCES plan_version (id) ON DELETE CASCADE,
    passage BIGINT REFERENCES plan_passage (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    level INTEGER NOT NULL DEFAULT 0 CHECK (level BETWEEN 0 AND 3),
    number TEXT NOT NULL,
    body TEXT NOT NULL,
    body_html TEXT NOT NULL DEFAULT '',
    renderer INTEGER NOT NULL DEFAULT 0,
    search TSVECTOR GENERATED ALWAYS AS (to_tsvector('german', body)) STORED,
    UNIQUE (version, position),
    UNIQUE (version, passage),
    CHECK ((level = 0) = (passage IS NOT NULL))
);
CREATE INDEX plan_paragraph_passage ON plan_paragraph (passage);
CREATE INDEX plan_paragraph_search ON plan_paragraph USING gin (search);

CREATE FUNCTION plan_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'a published version never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER plan_version_stays BEFORE UPDATE OR DELETE ON plan_version
    FOR EACH ROW EXECUTE FUNCTION plan_version_stays();

CREATE FUNCTION plan_paragraph_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND
       NOT EXISTS (SELECT 1 FROM plan_version v WHERE v.id = NEW.version AND v.published_at IS NOT NULL) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the paragraphs of a published version never change' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER plan_paragraph_stays BEFORE INSERT OR UPDATE OR DELETE ON plan_paragraph
    FOR EACH ROW EXECUTE FUNCTION plan_paragraph_stays();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="plans", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
