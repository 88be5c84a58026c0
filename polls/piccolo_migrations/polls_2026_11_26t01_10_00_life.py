from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-26T01:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "who may vote, printed codes, paper, double entry, questionnaires, reminders"

# poll_vote is the one place of "once per person": a row is a person, a printed code or a line of the roll, and it
# holds a ballot, or says that the ballot lies on paper. Unique indexes hold each of them.
SQL = """
ALTER TABLE poll DROP CONSTRAINT poll_voters_check;
ALTER TABLE poll ADD CONSTRAINT poll_voters_check CHECK (voters IN ('confirmed', 'verified', 'roll', 'codes'));
ALTER TABLE poll ADD COLUMN needed TEXT NOT NULL DEFAULT ''
    CHECK (needed IN ('', 'half', 'two-thirds', 'three-quarters'));
ALTER TABLE poll ADD COLUMN changeable BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE poll ADD COLUMN paper BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE poll ADD COLUMN paper_done_at TIMESTAMPTZ;
ALTER TABLE poll ADD COLUMN paper_done_by BIGINT;
ALTER TABLE poll ADD COLUMN remind_days INTEGER NOT NULL DEFAULT 0 CHECK (remind_days BETWEEN 0 AND 30);
ALTER TABLE poll ADD COLUMN reminded_at TIMESTAMPTZ;
ALTER TABLE poll ADD COLUMN part_of BIGINT REFERENCES poll (id) ON DELETE CASCADE;
ALTER TABLE poll ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
ALTER TABLE poll ADD COLUMN required BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE poll ADD COLUMN only_if BIGINT REFERENCES poll (id) ON DELETE SET NULL;
ALTER TABLE poll ADD COLUMN only_option TEXT NOT NULL DEFAULT '';
CREATE INDEX poll_part ON poll (part_of, position) WHERE part_of IS NOT NULL;
CREATE TABLE poll_code_draw (
    id UUID PRIMARY KEY,
    poll BIGINT NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
    salt BYTEA NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0)
);
CREATE INDEX poll_code_draw_poll ON poll_code_draw (poll);
CREATE TABLE poll_code (
    id BIGSERIAL PRIMARY KEY,
    poll BIGINT NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
    draw UUID NOT NULL REFERENCES poll_code_draw (id) ON DELETE CASCADE,
    hash BYTEA NOT NULL UNIQUE
);
CREATE INDEX poll_code_poll ON poll_code (poll);
CREATE INDEX poll_code_of_draw ON poll_code (draw);
CREATE TABLE poll_roll (
    id BIGSERIAL PRIMARY KEY,
    poll BIGINT NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
    mark BYTEA NOT NULL,
    person BIGINT REFERENCES person (id) ON DELETE SET NULL,
    UNIQUE (poll, mark)
);
CREATE UNIQUE INDEX poll_roll_person ON poll_roll (poll, person);
CREATE INDEX poll_roll_of_person ON poll_roll (person);
ALTER TABLE poll_vote ALTER COLUMN person DROP NOT NULL;
ALTER TABLE poll_vote ADD COLUMN code BIGINT REFERENCES poll_code (id);
ALTER TABLE poll_vote ADD COLUMN roll BIGINT REFERENCES poll_roll (id);
ALTER TABLE poll_vote ADD COLUMN paper BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE poll_vote DROP CONSTRAINT poll_vote_check;
ALTER TABLE poll_vote ADD CONSTRAINT poll_vote_content CHECK (
    CASE WHEN paper THEN sealed IS NULL AND ballot IS NULL AND receipt IS NULL
    ELSE (sealed IS NULL) = (ballot IS NOT NULL) AND (ballot IS NULL) = (receipt IS NULL) END
);
ALTER TABLE poll_vote ADD CONSTRAINT poll_vote_voter CHECK (
    CASE WHEN code IS NOT NULL THEN person IS NULL AND roll IS NULL
    ELSE person IS NOT NULL OR (roll IS NOT NULL AND paper) END
);
CREATE UNIQUE INDEX poll_vote_code ON poll_vote (code);
CREATE UNIQUE INDEX poll_vote_roll ON poll_vote (roll);
ALTER TABLE poll_ballot ADD COLUMN origin TEXT NOT NULL DEFAULT 'online'
    CHECK (origin IN ('online', 'paper', 'hall'));
CREATE TABLE poll_entry (
    id BIGSERIAL PRIMARY KEY,
    poll BIGINT NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
    slot TEXT NOT NULL CHECK (slot ~ '^[a-z]{1,20}(-[0-9]{1,9})?$'),
    person BIGINT NOT NULL REFERENCES person (id),
    content TEXT NOT NULL,
    UNIQUE (poll, slot, person)
);
CREATE INDEX poll_entry_person ON poll_entry (person);
CREATE TABLE poll_draft (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    poll BIGINT NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
    person BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    sealed BYTEA,
    content TEXT,
    CHECK ((sealed IS NULL) <> (content IS NULL)),
    UNIQUE (poll, person)
);
CREATE INDEX poll_draft_person ON poll_draft (person);
CREATE TABLE poll_reminder (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    poll BIGINT NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
    person BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    UNIQUE (poll, person)
);
CREATE INDEX poll_reminder_person ON poll_reminder (person);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="polls", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
