from typing import Any

from piccolo.columns import BigInt, BigSerial, ForeignKey, Integer, OnDelete, Text, Timestamptz
from piccolo.table import Table

from participation.accounts.tables import Person
from participation.core.db import DB


class Thread(Table, db=DB, tablename="thread"):
    """The counts are of what everybody can read: hidden comments and their replies are not in them.

    `hidden_at` is set while the subject itself is hidden; `locks` always equals the rows in `thread_lock`.
    """

    id = BigSerial(primary_key=True)
    subject_kind = Text(default=None)
    subject_id = BigInt(default=None)
    comments_count = Integer(default=0)
    for_count = Integer(default=0)
    against_count = Integer(default=0)
    neutral_count = Integer(default=0)
    hidden_at = Timestamptz(null=True, default=None)
    locks = Integer(default=0)


class Comment(Table, db=DB, tablename="comment"):
    """`parent` is always a first-level comment. The generated column `search` is unknown here on purpose."""

    id = BigSerial(primary_key=True)
    thread = ForeignKey(Thread, null=False, on_delete=OnDelete.cascade)
    parent: Any = ForeignKey("self", null=True, default=None, on_delete=OnDelete.cascade)
    author = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.set_null)
    author_role = Text(null=True, default=None)
    body = Text(default=None)
    body_html = Text(default=None)
    renderer = Integer(default=0)
    stance = Text(null=True, default=None)
    created_at = Timestamptz(default=None)
    changed_at = Timestamptz(null=True, default=None)
    hidden_at = Timestamptz(null=True, default=None)
    hidden_rule = Text(null=True, default=None)
    hidden_rule_slug = Text(null=True, default=None)


class ThreadLock(Table, db=DB, tablename="thread_lock"):
    """Moderation has ended the thread; `cause` is an upward id, so that each is taken back for itself."""

    id = BigSerial(primary_key=True)
    thread = ForeignKey(Thread, null=False, on_delete=OnDelete.cascade)
    cause = BigInt(default=None)
    rule = Text(default=None)
    rule_slug = Text(default=None)
    since = Timestamptz(default=None)


class CommentVersion(Table, db=DB, tablename="comment_version"):
    """What a comment said before it was put into other words: for moderators, who judge all of it."""

    id = BigSerial(primary_key=True)
    comment = ForeignKey(Comment, null=False, on_delete=OnDelete.cascade)
    body = Text(default=None)
    written_at = Timestamptz(default=None)


TABLES = [Thread, Comment, ThreadLock, CommentVersion]
