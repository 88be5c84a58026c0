from piccolo.columns import BigInt, BigSerial, Date, ForeignKey, OnDelete, Text, Timestamptz
from piccolo.table import Table

from participation.accounts.tables import Person
from participation.core.db import DB


class Follow(Table, db=DB, tablename="follow"):
    """Each person and thing once, by a unique index. Who follows what is never public."""

    id = BigSerial(primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.cascade)
    kind = Text(default=None)
    subject_id = BigInt(default=None)
    since = Timestamptz(default=None)


class FollowNews(Table, db=DB, tablename="follow_news"):
    """That something happened to a thing, without a word of it: titles are looked up when a mail is written.

    `person`: only this one is told, as with a reply to their own comment.
    """

    id = BigSerial(primary_key=True)
    kind = Text(default=None)
    subject_id = BigInt(default=None)
    what = Text(default=None)
    about_kind = Text(null=True, default=None)
    about_id = BigInt(null=True, default=None)
    person = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.cascade)
    at = Timestamptz(default=None)


class Digest(Table, db=DB, tablename="digest"):
    """How far a person has been told, and on which day last."""

    person = ForeignKey(Person, primary_key=True, null=False, on_delete=OnDelete.cascade)
    last_news = BigInt(default=0)
    sent_on = Date(null=True, default=None)


TABLES = [Follow, FollowNews, Digest]
