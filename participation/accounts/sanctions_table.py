from piccolo.columns import BigInt, BigSerial, ForeignKey, OnDelete, Text, Timestamptz
from piccolo.table import Table

from participation.accounts.tables import Person
from participation.core.db import DB


class Sanction(Table, db=DB, tablename="sanction"):
    """Imposed by a decision, which is an upward (kind, id); a warning has no end, all others do."""

    id = BigSerial(primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.cascade)
    kind = Text(default=None)
    starts_at = Timestamptz(default=None)
    ends_at = Timestamptz(null=True, default=None)
    cause_kind = Text(default=None)
    cause_id = BigInt(default=None)
    lifted_at = Timestamptz(null=True, default=None)
