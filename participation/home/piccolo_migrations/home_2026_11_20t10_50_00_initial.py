from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-20T10:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "pages of law and help"

SQL = """
CREATE TABLE legal_page (
    id BIGSERIAL PRIMARY KEY,
    slug TEXT NOT NULL,
    locale TEXT NOT NULL DEFAULT 'de',
    title TEXT NOT NULL,
    body TEXT NOT NULL DEFAULT '',
    body_html TEXT NOT NULL DEFAULT '',
    renderer INTEGER NOT NULL DEFAULT 0,
    updated_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX legal_page_once ON legal_page (slug, locale);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="home", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
