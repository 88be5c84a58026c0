from piccolo.columns import BigInt, BigSerial, ForeignKey, Integer, OnDelete, Text, Timestamptz
from piccolo.table import Table

from participation.core.db import DB
from participation.forums.tables import Forum


class PresenceCount(Table, db=DB, tablename="presence_count"):
    """Each count at the desk stays, with its time and the pages connected then; the last one holds."""

    id = BigSerial(primary_key=True)
    forum = ForeignKey(Forum, on_delete=OnDelete.cascade, null=False)
    hall = Integer(default=0)
    phone = Integer(default=0)
    online = Integer(default=0)
    counted_at = Timestamptz(default=None)
    counted_by = BigInt(default=None)


class PresenceOnline(Table, db=DB, tablename="presence_online"):
    """Pages that one process keeps connected, said anew every few seconds. The key is (forum, process)."""

    forum = ForeignKey(Forum, on_delete=OnDelete.cascade, null=False, primary_key=True)
    process = Text(default=None)
    pages = Integer(default=0)
    seen_at = Timestamptz(default=None)


class Incident(Table, db=DB, tablename="incident"):
    """Runs until somebody has put it right; of each kind one at a time."""

    id = BigSerial(primary_key=True)
    forum = ForeignKey(Forum, on_delete=OnDelete.cascade, null=False)
    kind = Text(default=None)
    started_at = Timestamptz(default=None)
    started_by = BigInt(default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_by = BigInt(null=True, default=None)
