from piccolo.columns import BigInt, ForeignKey, OnDelete, Text, Timestamptz
from piccolo.table import Table

from participation.core.db import DB
from participation.forums.tables import Forum


class ForumEvent(Table, db=DB, tablename="forum_event"):
    """Kind, id and verb, never HTML: a replay shows the state of today. The key is (forum, seq)."""

    forum = ForeignKey(Forum, on_delete=OnDelete.cascade, null=False, primary_key=True)
    seq = BigInt(default=None)
    kind = Text(default=None)
    subject_id = BigInt(default=None)
    verb = Text(default=None)
    created_at = Timestamptz(default=None)
