from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-20T14:55:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "questions and owed answers"

SQL = """
CREATE TABLE question (
    id BIGSERIAL PRIMARY KEY,
    forum BIGINT NOT NULL REFERENCES forum (id) ON DELETE CASCADE,
    author BIGINT REFERENCES person (id) ON DELETE SET NULL,
    card INTEGER,
    name_shown BOOLEAN NOT NULL DEFAULT false,
    body TEXT NOT NULL,
    supports INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'submitted'
        CHECK (state IN ('submitted', 'shortlisted', 'stage', 'answered', 'owed')),
    created_at TIMESTAMPTZ NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    office TEXT NOT NULL DEFAULT '',
    due_on DATE,
    owed_at TIMESTAMPTZ,
    answer TEXT NOT NULL DEFAULT '',
    answered_at TIMESTAMPTZ,
    answered_by BIGINT,
    hidden_at TIMESTAMPTZ,
    hidden_rule TEXT,
    hidden_rule_slug TEXT,
    CHECK (state <> 'owed' OR due_on IS NOT NULL)
);
CREATE INDEX question_forum ON question (forum, state);
CREATE INDEX question_author ON question (author);
CREATE INDEX question_owed ON question (due_on) WHERE state = 'owed';
CREATE UNIQUE INDEX question_one_on_stage ON question (forum) WHERE state = 'stage';

CREATE TABLE question_support (
    question BIGINT NOT NULL REFERENCES question (id) ON DELETE CASCADE,
    person BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    PRIMARY KEY (question, person)
);
CREATE INDEX question_support_person ON question_support (person);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="forums", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
