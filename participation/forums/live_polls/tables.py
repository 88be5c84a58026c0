from piccolo.columns import BigInt, BigSerial, Boolean, ForeignKey, OnDelete, Text, Timestamptz
from piccolo.table import Table

from participation.core.db import DB
from participation.forums.agenda.tables import AgendaItem
from participation.forums.tables import Forum
from polls.tables import Poll


class LivePoll(Table, db=DB, tablename="live_poll"):
    """At most one of a forum is open. `told_at`: when the counted ballots were told to all.

    Withdrawn ones were a mistake of the chair: they show no result.
    """

    id = BigSerial(primary_key=True)
    forum = ForeignKey(Forum, on_delete=OnDelete.cascade, null=False)
    item = ForeignKey(AgendaItem, on_delete=OnDelete.set_null, null=True)
    poll = ForeignKey(Poll, on_delete=OnDelete.cascade, null=False, unique=True)
    form = Text(default=None)
    hands = Boolean(default=True)
    opened_at = Timestamptz(default=None)
    opened_by = BigInt(default=None)
    closed_at = Timestamptz(null=True, default=None)
    closed_by = BigInt(null=True, default=None)
    told_at = Timestamptz(null=True, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_by = BigInt(null=True, default=None)


class HandCount(Table, db=DB, tablename="hand_count"):
    """What one person counted in the hall: JSON, answer → hands. Every count stays; the last of a person holds.

    `phone`: the same for what people on the telephone said, where there were any.
    """

    id = BigSerial(primary_key=True)
    live_poll = ForeignKey(LivePoll, on_delete=OnDelete.cascade, null=False)
    numbers = Text(default=None)
    phone = Text(null=True, default=None)
    counted_at = Timestamptz(default=None)
    counted_by = BigInt(default=None)
