from piccolo.columns import BigInt, Boolean, ForeignKey, Integer, OnDelete, Text, Timestamptz
from piccolo.table import Table

from participation.core.db import DB
from participation.forums.tables import Forum


class ForumScreen(Table, db=DB, tablename="forum_screen"):
    """What the desk has set for a screen; without a row it shows what is most important. `captions`: below whatever it shows. The key is (forum, number)."""

    forum = ForeignKey(Forum, on_delete=OnDelete.cascade, null=False, primary_key=True)
    number = Integer(default=1)
    show = Text(default="auto")
    captions = Boolean(default=False)
    changed_at = Timestamptz(default=None)
    changed_by = BigInt(default=None)
