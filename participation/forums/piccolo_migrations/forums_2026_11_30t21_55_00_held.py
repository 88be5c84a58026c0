from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-30T21:55:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "lines, questions and topics that wait for the moderation, found by their forum"

SQL = """
CREATE INDEX message_held ON message (forum) WHERE hidden_rule_slug = 'held';
CREATE INDEX question_held ON question (forum) WHERE hidden_rule_slug = 'held';
CREATE INDEX topic_held ON topic (forum) WHERE hidden_rule_slug = 'held';
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="forums", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
