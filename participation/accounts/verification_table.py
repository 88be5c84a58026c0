from piccolo.columns import BigInt, BigSerial, ForeignKey, OnDelete, Text, Timestamptz
from piccolo.table import Table

from participation.accounts.tables import Person
from participation.core.db import DB


class Verification(Table, db=DB, tablename="verification"):
    """Somebody of the city has seen that a person lives here: who, how and when, and nothing of what was shown."""

    id = BigSerial(primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.cascade)
    how = Text(default=None)
    verified_at = Timestamptz(default=None)
    verified_by = BigInt(default=None)
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_by = BigInt(null=True, default=None)
