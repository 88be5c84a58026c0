from piccolo.columns import BigInt, BigSerial, ForeignKey, Integer, OnDelete, Text, Timestamptz
from piccolo.table import Table

from participation.core.db import DB
from participation.forums.tables import Forum


class CaptionLine(Table, db=DB, tablename="caption_line"):
    """Its place in the order is its event in the log. What is removed stays away from pages and files."""

    id = BigSerial(primary_key=True)
    forum = ForeignKey(Forum, on_delete=OnDelete.cascade, null=False)
    body = Text(default=None)
    said_at = Timestamptz(default=None)
    said_by = BigInt(default=None)
    removed_at = Timestamptz(null=True, default=None)


class Recording(Table, db=DB, tablename="recording"):
    """Of an evening. `opening`: the second of it at which the forum was opened. The key is the forum."""

    forum = ForeignKey(Forum, on_delete=OnDelete.cascade, null=False, primary_key=True)
    url = Text(default=None)
    opening = Integer(default=0)
    set_at = Timestamptz(default=None)
    set_by = BigInt(default=None)
