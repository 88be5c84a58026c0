"""The migrations lead to what the tables say, and a second run finds nothing to do."""

from piccolo.conf.apps import Finder

from participation.core.db import fetch
from participation.core.migrations import known, migrate, pending

GENERATED = {"search"}
"""Columns that the database computes; Piccolo need not know them."""

_COLUMNS = """
SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns WHERE table_schema = $1
"""


async def _shape(schema: str) -> dict[tuple[str, str], tuple[str, str]]:
    rows = await fetch(_COLUMNS, schema)
    return {(r["table_name"], r["column_name"]): (r["data_type"], r["is_nullable"]) for r in rows}


async def test_migrations_lead_to_the_same_schema_as_the_tables(db):
    from participation.core.db import DB

    tables = [
        table for app in Finder().get_app_registry().app_configs.values() for table in app.table_classes
    ]
    async with DB.transaction() as transaction:
        await transaction.connection.execute("CREATE SCHEMA fresh")
        await transaction.connection.execute("SET LOCAL search_path TO fresh")
        for table in _sorted(tables):
            await table.create_table().run()
        fresh = await _shape("fresh")
        await transaction.rollback()
    real = {
        key: shape
        for key, shape in (await _shape("public")).items()
        if key[1] not in GENERATED and key[0] != "migration"
    }
    names = {table._meta.tablename for table in tables}
    assert {key for key in real if key[0] in names} == set(fresh)
    assert {key[0] for key in real} == names
    different = {key: (real[key], fresh[key]) for key in fresh if real[key] != fresh[key]}
    assert not different


def _sorted(tables):
    from piccolo.table import sort_table_classes

    return sort_table_classes(list(tables))


async def test_a_second_run_finds_nothing_to_do(db):
    assert known()
    assert await pending() == []
    assert await migrate() == []
