from piccolo.columns import BigInt, BigSerial, ForeignKey, OnDelete, Text, Timestamptz
from piccolo.table import Table

from participation.accounts.tables import Person
from participation.core.db import DB
from participation.forums.tables import Forum


class CouncilSitting(Table, db=DB, tablename="council_sitting"):
    """A forum that is a meeting of the council or of a committee: § 64 NKomVG holds. The key is the forum."""

    forum = ForeignKey(Forum, on_delete=OnDelete.cascade, null=False, primary_key=True)
    since = Timestamptz(default=None)
    set_by = BigInt(default=None)


class Attendance(Table, db=DB, tablename="attendance"):
    """From when until when somebody was there, and how. Whoever goes home and connects has two rows."""

    id = BigSerial(primary_key=True)
    forum = ForeignKey(Forum, on_delete=OnDelete.cascade, null=False)
    person = ForeignKey(Person, on_delete=OnDelete.set_null, null=True)
    name = Text(default="")
    mode = Text(default=None)
    joined_at = Timestamptz(default=None)
    joined_by = BigInt(default=None)
    left_at = Timestamptz(null=True, default=None)
    left_by = BigInt(null=True, default=None)
