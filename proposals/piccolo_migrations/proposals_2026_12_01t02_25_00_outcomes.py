from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-12-01T02:25:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "decisions, milestones, and whether it is really done"

SQL = """
CREATE TABLE proposal_decision (
    id BIGSERIAL PRIMARY KEY,
    proposal BIGINT NOT NULL UNIQUE REFERENCES proposal (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    made_by TEXT NOT NULL,
    decided_on DATE NOT NULL,
    reason TEXT NOT NULL,
    link TEXT NOT NULL DEFAULT '',
    accepted BOOLEAN NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL
);
CREATE TABLE proposal_milestone (
    id BIGSERIAL PRIMARY KEY,
    proposal BIGINT NOT NULL REFERENCES proposal (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    owner TEXT NOT NULL,
    due_on DATE NOT NULL,
    first_due_on DATE NOT NULL,
    progress TEXT NOT NULL DEFAULT 'planned' CHECK (progress IN ('planned', 'running', 'done', 'dropped')),
    share INTEGER NOT NULL DEFAULT 0 CHECK (share BETWEEN 0 AND 100),
    note TEXT NOT NULL DEFAULT '',
    done_on DATE,
    changed_at TIMESTAMPTZ NOT NULL,
    CHECK ((progress = 'done') = (share = 100))
);
CREATE INDEX proposal_milestone_proposal ON proposal_milestone (proposal, due_on);
CREATE INDEX proposal_milestone_due ON proposal_milestone (due_on) WHERE progress IN ('planned', 'running');
CREATE TABLE milestone_report (
    id BIGSERIAL PRIMARY KEY,
    milestone BIGINT NOT NULL REFERENCES proposal_milestone (id) ON DELETE CASCADE,
    progress TEXT NOT NULL,
    share INTEGER NOT NULL,
    due_on DATE NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    made_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX milestone_report_milestone ON milestone_report (milestone, id);
CREATE TABLE proposal_completion (
    proposal BIGINT PRIMARY KEY REFERENCES proposal (id) ON DELETE CASCADE,
    done_at TIMESTAMPTZ NOT NULL,
    asked_at TIMESTAMPTZ
);
CREATE TABLE proposal_check (
    id BIGSERIAL PRIMARY KEY,
    proposal BIGINT NOT NULL REFERENCES proposal (id) ON DELETE CASCADE,
    person BIGINT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    verdict TEXT NOT NULL CHECK (verdict IN ('yes', 'partly', 'no')),
    word TEXT NOT NULL DEFAULT '',
    writer BOOLEAN NOT NULL,
    due_on DATE,
    reply TEXT NOT NULL DEFAULT '',
    office TEXT NOT NULL DEFAULT '',
    replied_at TIMESTAMPTZ,
    made_at TIMESTAMPTZ NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX proposal_check_once ON proposal_check (proposal, person);
CREATE INDEX proposal_check_person ON proposal_check (person);
CREATE INDEX proposal_check_owed ON proposal_check (due_on) WHERE due_on IS NOT NULL AND replied_at IS NULL;
ALTER TABLE support ADD COLUMN asked_at TIMESTAMPTZ;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="proposals", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
