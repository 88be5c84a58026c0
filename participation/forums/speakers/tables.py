from piccolo.columns import BigInt, BigSerial, Boolean, ForeignKey, Integer, OnDelete, Text, Timestamptz
from piccolo.table import Table

from participation.accounts.tables import Person
from participation.core.db import DB
from participation.forums.agenda.tables import AgendaItem
from participation.forums.tables import Forum


class SpeechRequest(Table, db=DB, tablename="speech_request"):
    """Of a person with an account, of a card in the hall, or of a name on the telephone; waits until called."""

    id = BigSerial(primary_key=True)
    forum = ForeignKey(Forum, on_delete=OnDelete.cascade, null=False)
    item = ForeignKey(AgendaItem, on_delete=OnDelete.cascade, null=False)
    person = ForeignKey(Person, on_delete=OnDelete.set_null, null=True)
    card = Integer(null=True, default=None)
    name = Text(default="")
    channel = Text(default=None)
    kind = Text(default=None)
    note = Text(default="")
    no_recording = Boolean(default=False)
    made_at = Timestamptz(default=None)
    made_by = BigInt(null=True, default=None)
    called_at = Timestamptz(null=True, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_by = BigInt(null=True, default=None)


class Speech(Table, db=DB, tablename="speech"):
    """Running is what has not ended; at most one of a forum. Seconds: allowed, and for which the clock stood."""

    id = BigSerial(primary_key=True)
    forum = ForeignKey(Forum, on_delete=OnDelete.cascade, null=False)
    request = ForeignKey(SpeechRequest, on_delete=OnDelete.cascade, null=False, unique=True)
    started_at = Timestamptz(default=None)
    ended_at = Timestamptz(null=True, default=None)
    allowed = Integer(default=None)
    stopped_at = Timestamptz(null=True, default=None)
    stopped_for = Integer(default=0)


class SpeechMove(Table, db=DB, tablename="speech_move"):
    id = BigSerial(primary_key=True)
    request = ForeignKey(SpeechRequest, on_delete=OnDelete.cascade, null=False)
    other = BigInt(default=None)
    before = Boolean(default=None)
    reason = Text(default=None)
    made_at = Timestamptz(default=None)
    made_by = BigInt(default=None)


class SpeakerList(Table, db=DB, tablename="speaker_list"):
    """Only where the chair has closed or paused it: without a row the list of an item is open."""

    item = ForeignKey(AgendaItem, on_delete=OnDelete.cascade, null=False, primary_key=True)
    state = Text(default=None)
    changed_at = Timestamptz(default=None)
    changed_by = BigInt(default=None)
