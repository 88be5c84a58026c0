from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-30T19:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "other wordings of a paragraph, and who supports them"

# A wording is about the words of one version; who supports it counts once, by the unique index.
SQL = """
CREATE TABLE plan_wording (
    id BIGSERIAL PRIMARY KEY,
    passage BIGINT NOT NULL REFERENCES plan_passage (id) ON DELETE CASCADE,
    version BIGINT NOT NULL REFERENCES plan_version (id) ON DELETE CASCADE,
    author BIGINT REFERENCES person (id) ON DELETE SET NULL,
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    reason TEXT NOT NULL,
    renderer INTEGER NOT NULL DEFAULT 0,
    supports_count INTEGER NOT NULL DEFAULT 0 CHECK (supports_count >= 0),
    created_at TIMESTAMPTZ NOT NULL,
    hidden_at TIMESTAMPTZ,
    hidden_rule TEXT,
    hidden_rule_slug TEXT,
    CHECK ((hidden_at IS NULL) = (hidden_rule IS NULL) AND (hidden_at IS NULL) = (hidden_rule_slug IS NULL))
);
CREATE INDEX plan_wording_passage ON plan_wording (passage, id);
CREATE INDEX plan_wording_author ON plan_wording (author);
CREATE TABLE plan_wording_support (
    id BIGSERIAL PRIMARY KEY,
    wording BIGINT NOT NULL REFERENCES plan_wording (id) ON DELETE CASCADE,
    person BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    created_at TIMESTAMPTZ NOT NULL,
    UNIQUE (wording, person)
);
CREATE INDEX plan_wording_support_person ON plan_wording_support (person);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="plans", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
