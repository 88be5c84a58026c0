from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-30T19:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "proposals that came on paper, at the counter, by telephone or by mail"

SQL = """
CREATE TABLE paper_entry (
    proposal BIGINT PRIMARY KEY REFERENCES proposal (id) ON DELETE CASCADE,
    channel TEXT NOT NULL CHECK (channel IN ('paper', 'counter', 'phone', 'mail')),
    received_on DATE NOT NULL,
    entered_at TIMESTAMPTZ NOT NULL,
    form_key TEXT NOT NULL
);
CREATE UNIQUE INDEX paper_entry_once ON paper_entry (form_key);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="proposals", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
