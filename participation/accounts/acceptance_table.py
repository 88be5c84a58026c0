from piccolo.columns import BigSerial, Text, Timestamptz
from piccolo.table import Table

from participation.core.db import DB


class RulesChange(Table, db=DB, tablename="rules_change"):
    """A change of the rules that people are asked to accept; `rule` is the slug. Written by moderation."""

    id = BigSerial(primary_key=True)
    since = Timestamptz(default=None)
    rule = Text(default=None)
