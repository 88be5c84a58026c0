from piccolo.columns import BigInt, BigSerial, ForeignKey, Integer, OnDelete, Text, Timestamptz
from piccolo.table import Table

from participation.accounts.tables import Person
from participation.consultations.tables import District
from participation.core.db import DB


class Forum(Table, db=DB, tablename="forum"):
    """Opened and closed say when and by whom. `code` is what people type who read it off the screen.

    Without `published_at` it is a draft that nobody sees; what is cancelled is closed as well. `uid` and `revision`
    are its identity and its version in people's calendars.
    """

    id = BigSerial(primary_key=True)
    slug = Text(default=None, unique=True)
    code = Text(null=True, default=None, unique=True)
    title = Text(default=None)
    lead = Text(default="")
    district = ForeignKey(District, on_delete=OnDelete.set_null, null=True)
    place = Text(default="")
    doors_at = Timestamptz(null=True, default=None)
    starts_at = Timestamptz(default=None)
    ends_at = Timestamptz(default=None)
    opened_at = Timestamptz(null=True, default=None)
    opened_by = BigInt(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    closed_by = BigInt(null=True, default=None)
    chair = ForeignKey(Person, on_delete=OnDelete.set_null, null=True)
    dial_in = Text(default="")
    stream_url = Text(null=True, default=None)
    rules = Text(default="")
    rules_html = Text(default="")
    minutes_published_at = Timestamptz(null=True, default=None)
    last_seq = BigInt(default=0)
    uid = Text(default=None)
    revision = Integer(default=0)
    changed_at = Timestamptz(default=None)
    format = Text(default="hybrid")
    published_at = Timestamptz(null=True, default=None)
    agenda_at = Timestamptz(null=True, default=None)
    cancelled_at = Timestamptz(null=True, default=None)
    cancelled_reason = Text(default="")
