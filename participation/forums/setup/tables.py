from piccolo.columns import BigSerial, ForeignKey, Integer, OnDelete, Text
from piccolo.table import Table

from participation.core.db import DB
from participation.forums.agenda.tables import AgendaItem
from participation.forums.tables import Forum


class ForumSection(Table, db=DB, tablename="forum_section"):
    """What the agenda is made of. `item` is the one made of it; the section of the topics has none of its own."""

    id = BigSerial(primary_key=True)
    forum = ForeignKey(Forum, on_delete=OnDelete.cascade, null=False)
    position = Integer(default=None)
    kind = Text(default=None)
    title = Text(default=None)
    note = Text(default="")
    minutes = Integer(default=None)
    item = ForeignKey(AgendaItem, on_delete=OnDelete.set_null, null=True)
