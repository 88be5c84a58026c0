from piccolo.columns import BigInt, BigSerial, Boolean, ForeignKey, Integer, OnDelete, Text, Timestamptz
from piccolo.table import Table

from participation.core.db import DB
from participation.forums.agenda.tables import AgendaItem
from participation.forums.tables import Forum


class Minutes(Table, db=DB, tablename="minutes"):
    """What the clerk writes at the head of the draft. The key is the forum; `names`: speakers are named."""

    forum = ForeignKey(Forum, on_delete=OnDelete.cascade, null=False, primary_key=True)
    lead = Text(default="")
    city = Text(default="")
    council = Text(default="")
    names = Boolean(default=False)
    changed_at = Timestamptz(default=None)
    changed_by = BigInt(default=None)


class MinutesNote(Table, db=DB, tablename="minutes_note"):
    """The clerk's own sentence; its place in the evening is its entry in the log."""

    id = BigSerial(primary_key=True)
    forum = ForeignKey(Forum, on_delete=OnDelete.cascade, null=False)
    item = ForeignKey(AgendaItem, on_delete=OnDelete.set_null, null=True)
    part = Text(default=None)
    body = Text(default=None)
    made_at = Timestamptz(default=None)
    made_by = BigInt(default=None)
    changed_at = Timestamptz(default=None)
    removed_at = Timestamptz(null=True, default=None)


class MinutesEdit(Table, db=DB, tablename="minutes_edit"):
    """Other words for a sentence that the log wrote, or none. `was` is what it said then. The key is (forum, key)."""

    forum = ForeignKey(Forum, on_delete=OnDelete.cascade, null=False, primary_key=True)
    key = Text(default=None)
    body = Text(default="")
    was = Text(default="")
    left_out = Boolean(default=False)
    changed_at = Timestamptz(default=None)
    changed_by = BigInt(default=None)


class MinutesVersion(Table, db=DB, tablename="minutes_version"):
    """A draft that was handed in, unchangeable: JSON for pages, text for the checksum. Signed by two people.

    `number` counts what was published; one that was returned gives its number to the next.
    """

    id = BigSerial(primary_key=True)
    forum = ForeignKey(Forum, on_delete=OnDelete.cascade, null=False)
    number = Integer(default=None)
    locale = Text(default=None)
    content = Text(default=None)
    text = Text(default=None)
    sha256 = Text(default=None)
    summary = Text(default="")
    made_at = Timestamptz(default=None)
    made_by = BigInt(default=None)
    chair_at = Timestamptz(null=True, default=None)
    chair_by = BigInt(null=True, default=None)
    clerk_at = Timestamptz(null=True, default=None)
    clerk_by = BigInt(null=True, default=None)
    returned_at = Timestamptz(null=True, default=None)
    returned_by = BigInt(null=True, default=None)
    reason = Text(default="")
    published_at = Timestamptz(null=True, default=None)
    published_by = BigInt(null=True, default=None)
