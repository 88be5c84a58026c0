from typing import Any

from piccolo.columns import (
    Array,
    BigInt,
    BigSerial,
    Boolean,
    Bytea,
    ForeignKey,
    Integer,
    OnDelete,
    Text,
    Timestamptz,
)
from piccolo.table import Table

from participation.accounts.tables import Person
from participation.core.db import DB


class HouseRule(Table, db=DB, tablename="house_rule"):
    """Rules are never changed, only followed by a new version: a decision keeps the words it rests on."""

    id = BigSerial(primary_key=True)
    slug = Text(default=None)
    number = Integer(default=None)
    version = Integer(default=1)
    title = Text(default=None)
    body = Text(default=None)
    title_en = Text(default=None)
    body_en = Text(default=None)
    valid_from = Timestamptz(default=None)


class CaseCounter(Table, db=DB, tablename="moderation_case_counter"):
    """The last case number of a year, so that numbers have no gaps."""

    year = Integer(primary_key=True, default=None)
    last = Integer(default=0)


class Case(Table, db=DB, tablename="moderation_case"):
    """`title`, `snapshot` and `place` are the content as it was reported: it may change or go meanwhile.

    `titled`: the title is its own, not that of what it stands under. `turn_at`: by what the queue is in order.
    `held`: it waits for approval and was never public. `reasons` and `sources`: those of its reports, each once, for
    the queue. A source is "people", "system" or what a check has found. `scopes`: whose moderators see it besides those
    of the whole city, as "consultation:3" and "district:5". The generated column `search` is unknown here on purpose.
    `not_by` has decided the case `again_of` about the same text, and somebody who had reported it does not agree.
    """

    id = BigSerial(primary_key=True)
    number = Text(unique=True, default=None)
    kind = Text(default=None)
    content_id = BigInt(default=None)
    lane = Text(default="normal")
    state = Text(default="open")
    opened_at = Timestamptz(default=None)
    queued_at = Timestamptz(default=None)
    turn_at = Timestamptz(default=None)
    due_at = Timestamptz(default=None)
    claimed_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.set_null)
    claimed_at = Timestamptz(null=True, default=None)
    consultation_id = BigInt(null=True, default=None)
    author = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.set_null)
    title = Text(default="")
    titled = Boolean(default=False)
    snapshot = Text(default="")
    place = Text(default="")
    written_at = Timestamptz(default=None)
    held = Boolean(default=False)
    reasons = Array(base_column=Text(), default=list)
    sources = Array(base_column=Text(), default=list)
    scopes = Array(base_column=Text(), default=list)
    not_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.set_null)
    again_of: Any = ForeignKey("self", null=True, default=None, on_delete=OnDelete.set_null)


class Report(Table, db=DB, tablename="report"):
    id = BigSerial(primary_key=True)
    case_id = ForeignKey(Case, null=False, on_delete=OnDelete.cascade)
    source = Text(default=None)
    reason = Text(default=None)
    text = Text(default="")
    reporter = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.set_null)
    reporter_email = Text(null=True, default=None)
    email_key = Text(null=True, default=None)
    reporter_name = Text(null=True, default=None)
    locale = Text(default="de")
    created_at = Timestamptz(default=None)
    finding = Text(default="")
    objects_to: Any = ForeignKey("self", null=True, default=None, on_delete=OnDelete.set_null)


class Decision(Table, db=DB, tablename="decision"):
    """One in each instance of a case, by the database's own constraint."""

    id = BigSerial(primary_key=True)
    case_id = ForeignKey(Case, null=False, on_delete=OnDelete.cascade)
    instance = Integer(default=1)
    action = Text(default=None)
    rule = ForeignKey(HouseRule, null=False, on_delete=OnDelete.restrict)
    reason = Text(default=None)
    decided_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    decided_at = Timestamptz(default=None)
    due_at = Timestamptz(default=None)
    until = Timestamptz(null=True, default=None)
    detail = Text(default="")
    token_hash = Bytea(unique=True, default=None)
    automated = Boolean(default=False)
    law = Text(default="")


class Appeal(Table, db=DB, tablename="appeal"):
    """`answer` is the decision of the second person; with it come who, when and why."""

    id = BigSerial(primary_key=True)
    decision = ForeignKey(Decision, null=False, unique=True, on_delete=OnDelete.cascade)
    text = Text(default=None)
    created_at = Timestamptz(default=None)
    outcome = Text(null=True, default=None)
    answer = ForeignKey(Decision, null=True, unique=True, default=None, on_delete=OnDelete.restrict)


class WithheldName(Table, db=DB, tablename="withheld_name"):
    """The display name of a person while a neutral one stands in its place."""

    person = ForeignKey(Person, primary_key=True, null=False, on_delete=OnDelete.cascade)
    name = Text(default=None)
    name_key = Text(default=None)
    since = Timestamptz(default=None)


class UndoneDecision(Table, db=DB, tablename="undone_decision"):
    """A decision that whoever made it took back in time; the link in the author's mail still finds it."""

    id = BigSerial(primary_key=True)
    case_id = ForeignKey(Case, null=False, on_delete=OnDelete.cascade)
    instance = Integer(default=None)
    action = Text(default=None)
    rule = ForeignKey(HouseRule, null=False, on_delete=OnDelete.restrict)
    reason = Text(default=None)
    decided_by = ForeignKey(Person, null=False, on_delete=OnDelete.restrict)
    decided_at = Timestamptz(default=None)
    until = Timestamptz(null=True, default=None)
    detail = Text(default="")
    token_hash = Bytea(unique=True, default=None)
    undone_at = Timestamptz(default=None)
    law = Text(default="")


class CannedText(Table, db=DB, tablename="canned_text"):
    """Words for a decision by one rule; an empty `rule_slug` fits every rule."""

    id = BigSerial(primary_key=True)
    rule_slug = Text(default="")
    action = Text(default=None)
    title = Text(default=None)
    body = Text(default=None)
    changed_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.set_null)
    changed_at = Timestamptz(default=None)


class CaseNote(Table, db=DB, tablename="case_note"):
    """From colleague to colleague; nobody else ever reads it."""

    id = BigSerial(primary_key=True)
    case_id = ForeignKey(Case, null=False, on_delete=OnDelete.cascade)
    author = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.set_null)
    text = Text(default=None)
    written_at = Timestamptz(default=None)


class MaskedOriginal(Table, db=DB, tablename="masked_original"):
    """What stood where parts are masked, as its kind remembers it: an appeal may bring it back."""

    case_id = ForeignKey(Case, primary_key=True, null=False, on_delete=OnDelete.cascade)
    memory = Text(default=None)
    since = Timestamptz(default=None)


class SecondLook(Table, db=DB, tablename="second_look"):
    """A case that a second person judges without knowing the first decision; nothing follows from it."""

    id = BigSerial(primary_key=True)
    case_id = ForeignKey(Case, null=False, unique=True, on_delete=OnDelete.cascade)
    picked_at = Timestamptz(default=None)
    looked_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.set_null)
    looked_at = Timestamptz(null=True, default=None)
    action = Text(null=True, default=None)
    agrees = Boolean(null=True, default=None)


class Fingerprint(Table, db=DB, tablename="fingerprint"):
    """Keys of a text, from which it cannot be read; equal texts share some. Forgotten after a month."""

    id = BigSerial(primary_key=True)
    kind = Text(default=None)
    content_id = BigInt(default=None)
    author = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.set_null)
    written_at = Timestamptz(default=None)
    keys = Array(base_column=BigInt(), default=None)


class Examined(Table, db=DB, tablename="examined"):
    """How far the checks have come with each kind."""

    kind = Text(primary_key=True, default=None)
    last_id = BigInt(default=None)


class WatchRule(Table, db=DB, tablename="watch_rule"):
    """A word or a domain that puts a text before people."""

    id = BigSerial(primary_key=True)
    pattern = Text(default=None)
    is_link = Boolean(default=False)
    reason = Text(default=None)
    changed_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.set_null)
    changed_at = Timestamptz(default=None)


class Premoderation(Table, db=DB, tablename="premoderation"):
    """A place, a consultation or a forum, whose new texts are read before they are public. The key is (kind, number)."""

    kind = Text(default=None, primary_key=True)
    number = BigInt(default=None)
    since = Timestamptz(default=None)
    set_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.set_null)


class Handover(Table, db=DB, tablename="handover"):
    """What one shift tells the next; with it go the cases that the giver had claimed."""

    id = BigSerial(primary_key=True)
    giver = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.set_null)
    taker = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.set_null)
    text = Text(default="")
    cases = Integer(default=0)
    at = Timestamptz(default=None)


TABLES = [
    HouseRule,
    CaseCounter,
    Case,
    Report,
    Decision,
    Appeal,
    WithheldName,
    UndoneDecision,
    CannedText,
    CaseNote,
    MaskedOriginal,
    SecondLook,
    Fingerprint,
    Examined,
    WatchRule,
    Premoderation,
    Handover,
]
