from typing import Any

from piccolo.columns import BigInt, BigSerial, Boolean, ForeignKey, Integer, OnDelete, Text, Timestamptz
from piccolo.table import Table

from participation.accounts.tables import Person
from participation.core.db import DB
from participation.forums.agenda.tables import AgendaItem
from participation.forums.tables import Forum


class TopicRules(Table, db=DB, tablename="topic_rules"):
    """A forum without a row follows the defaults of `rules.py`."""

    forum = ForeignKey(Forum, on_delete=OnDelete.cascade, null=False, primary_key=True)
    until = Timestamptz(default=None)
    most = Integer(default=None)
    per_person = Integer(default=None)
    per_association = Integer(default=None)
    treated_most = Integer(default=None)


class CompetentBody(Table, db=DB, tablename="competent_body"):
    """Who is in charge of what the city is not. `words` are what a text about it is likely to hold."""

    id = BigSerial(primary_key=True)
    name = Text(default=None)
    covers = Text(default=None)
    words = Text(default="")
    url = Text(default="")
    phone = Text(default="")
    retired_at = Timestamptz(null=True, default=None)


class Topic(Table, db=DB, tablename="topic"):
    """`person_key` and `association_key` are what the limits count by. `root` is the first topic on the same matter.
    `carried_from`: the same topic at an evening that had no time left for it.

    `name` and `contact` are those of a person without an account; `contact` is for the city alone.
    """

    id = BigSerial(primary_key=True)
    forum = ForeignKey(Forum, on_delete=OnDelete.cascade, null=False)
    author = ForeignKey(Person, on_delete=OnDelete.set_null, null=True)
    author_role = Text(null=True, default=None)
    person_key = Text(default=None)
    name = Text(default="")
    name_shown = Boolean(default=False)
    contact = Text(default="")
    association = Text(default="")
    association_key = Text(default="")
    channel = Text(default=None)
    entered_by = BigInt(null=True, default=None)
    title = Text(default=None)
    body = Text(default=None)
    body_html = Text(default=None)
    renderer = Integer(default=0)
    place = Text(default="")
    new_facts = Text(default="")
    received_at = Timestamptz(default=None)
    created_at = Timestamptz(default=None)
    state = Text(default="submitted")
    state_at = Timestamptz(default=None)
    position = Integer(null=True, default=None)
    item = ForeignKey(AgendaItem, on_delete=OnDelete.set_null, null=True)
    merged_into: ForeignKey[Any] = ForeignKey("self", on_delete=OnDelete.set_null, null=True)
    root: ForeignKey[Any] = ForeignKey("self", on_delete=OnDelete.set_null, null=True)
    carried_from: ForeignKey[Any] = ForeignKey("self", on_delete=OnDelete.set_null, null=True, unique=True)
    refusal = Text(null=True, default=None)
    body_in_charge = ForeignKey(CompetentBody, on_delete=OnDelete.set_null, null=True)
    explanation = Text(default="")
    statement = Text(default="")
    statement_html = Text(default="")
    office = Text(default="")
    statement_at = Timestamptz(null=True, default=None)
    wish = Text(null=True, default=None)
    wish_at = Timestamptz(null=True, default=None)
    hidden_at = Timestamptz(null=True, default=None)
    hidden_rule = Text(null=True, default=None)
    hidden_rule_slug = Text(null=True, default=None)
