from piccolo.columns import BigInt, BigSerial, Boolean, ForeignKey, Integer, OnDelete, Text, Timestamptz
from piccolo.table import Table

from participation.core.db import DB
from participation.forums.tables import Forum


class AgendaItem(Table, db=DB, tablename="agenda_item"):
    """Running is what has started and not ended; at most one of a forum. The subject is an upward (kind, id)."""

    id = BigSerial(primary_key=True)
    forum = ForeignKey(Forum, on_delete=OnDelete.cascade, null=False)
    position = Integer(default=None)
    number = Text(default="")
    title = Text(default=None)
    note = Text(default="")
    planned_at = Timestamptz(null=True, default=None)
    planned_minutes = Integer(default=0)
    started_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    subject_kind = Text(null=True, default=None)
    subject_id = BigInt(null=True, default=None)
    open_doors = Boolean(default=True)


class ForumBreak(Table, db=DB, tablename="forum_break"):
    """Running is what has not ended; at most one of a forum. `until` is what the chair announced."""

    id = BigSerial(primary_key=True)
    forum = ForeignKey(Forum, on_delete=OnDelete.cascade, null=False)
    started_at = Timestamptz(default=None)
    until = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)
