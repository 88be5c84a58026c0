from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-30T19:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "plans on display, and statements for the office"

# Names and addresses are for the office alone. A statement never changes; all that can happen is that the data of
# the person go, once, and with them nothing else.
SQL = """
CREATE TABLE plan_display (
    id BIGSERIAL PRIMARY KEY,
    text BIGINT NOT NULL REFERENCES plan_text (id) ON DELETE CASCADE,
    version BIGINT NOT NULL UNIQUE REFERENCES plan_version (id) ON DELETE CASCADE,
    announced_on DATE NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    computed_on DATE NOT NULL,
    confirmed_at TIMESTAMPTZ NOT NULL,
    confirmed_by BIGINT NOT NULL,
    CHECK (announced_on < starts_on),
    CHECK (ends_on >= computed_on AND ends_on - starts_on >= 29)
);
CREATE INDEX plan_display_text ON plan_display (text, starts_on);
CREATE TABLE plan_statement (
    id BIGSERIAL PRIMARY KEY,
    text BIGINT NOT NULL REFERENCES plan_text (id) ON DELETE CASCADE,
    display BIGINT NOT NULL REFERENCES plan_display (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number > 0),
    channel TEXT NOT NULL CHECK (channel IN ('online', 'letter', 'counter', 'phone', 'mail')),
    late BOOLEAN NOT NULL DEFAULT FALSE,
    received_on DATE NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    body TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    email TEXT NOT NULL DEFAULT '',
    person BIGINT REFERENCES person (id) ON DELETE SET NULL,
    entered_by BIGINT,
    token_hash BYTEA NOT NULL UNIQUE,
    erased_at TIMESTAMPTZ,
    UNIQUE (text, number),
    CHECK ((channel = 'online') = (entered_by IS NULL)),
    CHECK (channel <> 'online' OR NOT late),
    CHECK (erased_at IS NULL OR (name = '' AND address = '' AND email = '' AND person IS NULL))
);
CREATE INDEX plan_statement_person ON plan_statement (person) WHERE person IS NOT NULL;

CREATE FUNCTION plan_statement_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.erased_at IS NOT NULL AND OLD.erased_at IS NULL AND
       (OLD.id, OLD.text, OLD.display, OLD.number, OLD.channel, OLD.late, OLD.received_on, OLD.created_at, OLD.body,
        OLD.entered_by, OLD.token_hash)
       IS NOT DISTINCT FROM
       (NEW.id, NEW.text, NEW.display, NEW.number, NEW.channel, NEW.late, NEW.received_on, NEW.created_at, NEW.body,
        NEW.entered_by, NEW.token_hash) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a statement never changes' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER plan_statement_stays BEFORE UPDATE OR DELETE ON plan_statement
    FOR EACH ROW EXECUTE FUNCTION plan_statement_stays();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="plans", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
