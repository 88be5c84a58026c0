from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-26T01:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "receipts beside ballots, marks of keys, signed bundles, turnout by the hour, reports"

# A receipt stands beside a ballot only where a poll says so beforehand. poll_turnout has no row for fewer than five
# new votes, so none tells when one person has voted.
SQL = """
ALTER TABLE poll ADD COLUMN receipts TEXT NOT NULL DEFAULT 'counted' CHECK (receipts IN ('counted', 'full'));
ALTER TABLE poll ADD COLUMN key_mark TEXT NOT NULL DEFAULT '';
ALTER TABLE poll_ballot ADD COLUMN receipt TEXT;
CREATE TABLE poll_bundle (
    id BIGSERIAL PRIMARY KEY,
    poll BIGINT NOT NULL UNIQUE REFERENCES poll (id) ON DELETE CASCADE,
    content BYTEA NOT NULL,
    digest TEXT NOT NULL
);
CREATE TABLE poll_turnout (
    id BIGSERIAL PRIMARY KEY,
    poll BIGINT NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
    hour TIMESTAMPTZ NOT NULL,
    votes INTEGER NOT NULL CHECK (votes >= 5),
    UNIQUE (poll, hour)
);
CREATE TABLE poll_report (
    id BIGSERIAL PRIMARY KEY,
    poll BIGINT NOT NULL UNIQUE REFERENCES poll (id) ON DELETE CASCADE,
    content TEXT NOT NULL
);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="polls", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
