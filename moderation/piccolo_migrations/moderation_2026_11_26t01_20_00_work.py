from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-26T01:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "whose turn it is, what a program found, texts held for approval, locks, handover"

SQL = """
ALTER TABLE moderation_case ADD COLUMN turn_at TIMESTAMPTZ NOT NULL DEFAULT now(),
                            ADD COLUMN held BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE moderation_case SET turn_at = queued_at;
DROP INDEX moderation_case_waiting;
CREATE INDEX moderation_case_waiting ON moderation_case (lane, turn_at, id)
    INCLUDE (state, due_at, claimed_by, claimed_at, consultation_id) WHERE state IN ('open', 'appealed');
CREATE INDEX moderation_case_content ON moderation_case (kind, content_id);

ALTER TABLE report ADD COLUMN finding TEXT NOT NULL DEFAULT '';
CREATE INDEX report_reporter ON report (reporter) WHERE reporter IS NOT NULL;
CREATE INDEX report_email ON report (email_key) WHERE email_key IS NOT NULL;

ALTER TABLE decision DROP CONSTRAINT decision_action_check;
ALTER TABLE decision ADD CONSTRAINT decision_action_check CHECK (action IN (
    'keep', 'ask', 'refer', 'mask', 'lock', 'hide', 'remove', 'warn', 'read-only', 'suspend', 'police'
));
ALTER TABLE decision ADD COLUMN law TEXT NOT NULL DEFAULT '';
ALTER TABLE undone_decision ADD COLUMN law TEXT NOT NULL DEFAULT '';
CREATE INDEX decision_decider ON decision (decided_by, decided_at);

CREATE TABLE premoderation (
    consultation BIGINT PRIMARY KEY REFERENCES consultation (id) ON DELETE CASCADE,
    since TIMESTAMPTZ NOT NULL,
    set_by BIGINT REFERENCES person (id) ON DELETE SET NULL
);
CREATE TABLE handover (
    id BIGSERIAL PRIMARY KEY,
    giver BIGINT REFERENCES person (id) ON DELETE SET NULL,
    taker BIGINT REFERENCES person (id) ON DELETE SET NULL,
    text TEXT NOT NULL DEFAULT '',
    cases INTEGER NOT NULL DEFAULT 0,
    at TIMESTAMPTZ NOT NULL
);

CREATE FUNCTION moderation_case_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('moderation', '');
    RETURN NULL;
END $$;
CREATE TRIGGER moderation_case_changed AFTER INSERT OR UPDATE OR DELETE ON moderation_case
    FOR EACH STATEMENT EXECUTE FUNCTION moderation_case_changed();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="moderation", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
