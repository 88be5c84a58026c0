from piccolo.columns import BigInt, BigSerial, ForeignKey, OnDelete, Text, Timestamptz
from piccolo.table import Table

from participation.accounts.tables import Person
from participation.core.db import DB
from participation.forums.tables import Forum


class Message(Table, db=DB, tablename="message"):
    """One line of the chat. Its place in the order is its event in the log, not its id."""

    id = BigSerial(primary_key=True)
    forum = ForeignKey(Forum, on_delete=OnDelete.cascade, null=False)
    author = ForeignKey(Person, on_delete=OnDelete.set_null, null=True)
    author_role = Text(null=True, default=None)
    body = Text(default=None)
    body_html = Text(default=None)
    created_at = Timestamptz(default=None)
    hidden_at = Timestamptz(null=True, default=None)
    hidden_rule = Text(null=True, default=None)
    hidden_rule_slug = Text(null=True, default=None)


class ChatRule(Table, db=DB, tablename="chat_rule"):
    """Without a row the chat is open. The key is the forum."""

    forum = ForeignKey(Forum, on_delete=OnDelete.cascade, null=False, primary_key=True)
    mode = Text(default="open")
    notice = Text(default="")
    changed_at = Timestamptz(default=None)
    changed_by = BigInt(default=None)
