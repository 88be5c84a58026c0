"""Bringing the database to the newest form, once, whoever starts first."""

import contextlib
import io

import asyncpg
from piccolo.apps.migrations.commands.base import BaseMigrationManager
from piccolo.apps.migrations.commands.forwards import run_forwards
from piccolo.conf.apps import Finder

from participation.core.db import DB, fetch

LOCK = 7_364_001
"""An advisory lock of the whole database: two processes starting at once must not both migrate."""


async def migrate() -> list[str]:
    """Runs what is missing and returns its ids. All of it or nothing: a crash in between leaves the old form."""
    guard = await asyncpg.connect(**DB.config)
    try:
        await guard.execute("SELECT pg_advisory_lock($1)", LOCK)
        missing = await pending()
        if missing:
            async with DB.transaction():
                await _forwards()
        return missing
    finally:
        await guard.close()


async def _forwards() -> None:
    """Piccolo prints every step; its words are kept for the case of failure."""
    heard = io.StringIO()
    with contextlib.redirect_stdout(heard):
        result = await run_forwards("all")
    if not result.success:
        raise RuntimeError(result.message or heard.getvalue()[-500:])


async def pending() -> list[str]:
    """Ids of migrations not yet run, as `app/id`."""
    run = set()
    if await fetch("SELECT 1 FROM pg_tables WHERE tablename = 'migration' AND schemaname = current_schema()"):
        run = {(row["app_name"], row["name"]) for row in await fetch("SELECT app_name, name FROM migration")}
    return [f"{app}/{name}" for app, name in known() if (app, name) not in run]


def known() -> list[tuple[str, str]]:
    """All migrations that the program brings."""
    reader = BaseMigrationManager()
    found = []
    for app in Finder().get_app_registry().app_configs.values():
        modules = reader.get_migration_modules(app.resolved_migrations_folder_path)
        found += [(app.app_name, name) for name in reader.get_migration_ids(modules)]
    return found
