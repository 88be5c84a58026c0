from piccolo.columns import BigInt, BigSerial, Date, ForeignKey, Integer, OnDelete, Text, Timestamptz
from piccolo.table import Table

from participation.core.db import DB
from participation.forums.agenda.tables import AgendaItem
from participation.forums.tables import Forum


class Promise(Table, db=DB, tablename="promise"):
    """`number` counts within its forum. `due_on` is the day first named and stays; `new_due_on` is the latest other."""

    id = BigSerial(primary_key=True)
    forum = ForeignKey(Forum, on_delete=OnDelete.cascade, null=False)
    item = ForeignKey(AgendaItem, on_delete=OnDelete.set_null, null=True)
    number = Integer(default=None)
    body = Text(default=None)
    office = Text(default=None)
    person = Text(default="")
    due_on = Date(default=None)
    new_due_on = Date(null=True, default=None)
    state = Text(default="open")
    made_at = Timestamptz(default=None)
    made_by = BigInt(default=None)
    changed_at = Timestamptz(default=None)
    closed_at = Timestamptz(null=True, default=None)
    retracted_at = Timestamptz(null=True, default=None)
    retracted_by = BigInt(null=True, default=None)


class PromiseReport(Table, db=DB, tablename="promise_report"):
    """What the city says about it later. Only ever added to."""

    id = BigSerial(primary_key=True)
    promise = ForeignKey(Promise, on_delete=OnDelete.cascade, null=False)
    state = Text(default=None)
    body = Text(default="")
    new_due_on = Date(null=True, default=None)
    made_at = Timestamptz(default=None)
    made_by = BigInt(default=None)
