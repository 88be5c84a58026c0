from piccolo.columns import BigInt, BigSerial, Boolean, Date, ForeignKey, Integer, OnDelete, Text, Timestamptz
from piccolo.table import Table

from participation.accounts.tables import Person
from participation.core.db import DB
from participation.forums.tables import Forum


class Question(Table, db=DB, tablename="question"):
    """At most one of a forum is on stage. What is owed has a day; the office may follow. `supports` counts.

    `caller`: the name of somebody on the telephone, as the desk has written it down.
    """

    id = BigSerial(primary_key=True)
    forum = ForeignKey(Forum, on_delete=OnDelete.cascade, null=False)
    author = ForeignKey(Person, on_delete=OnDelete.set_null, null=True)
    author_role = Text(null=True, default=None)
    card = Integer(null=True, default=None)
    caller = Text(default="")
    name_shown = Boolean(default=False)
    body = Text(default=None)
    supports = Integer(default=0)
    state = Text(default="submitted")
    created_at = Timestamptz(default=None)
    changed_at = Timestamptz(default=None)
    office = Text(default="")
    due_on = Date(null=True, default=None)
    owed_at = Timestamptz(null=True, default=None)
    answer = Text(default="")
    answered_at = Timestamptz(null=True, default=None)
    answered_by = BigInt(null=True, default=None)
    hidden_at = Timestamptz(null=True, default=None)
    hidden_rule = Text(null=True, default=None)
    hidden_rule_slug = Text(null=True, default=None)


class QuestionSupport(Table, db=DB, tablename="question_support"):
    """Who supports is never public. The key is (question, person)."""

    question = ForeignKey(Question, on_delete=OnDelete.cascade, null=False, primary_key=True)
    person = ForeignKey(Person, on_delete=OnDelete.cascade, null=False)
