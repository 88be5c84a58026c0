from typing import Any

from piccolo.columns import (
    BigInt,
    BigSerial,
    Boolean,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Text,
    Timestamptz,
)
from piccolo.table import Table

from participation.accounts.tables import Person
from participation.consultations.tables import Consultation
from participation.core.db import DB


class PlanText(Table, db=DB, tablename="plan_text"):
    """A text that a consultation puts up for discussion; its words are in its versions."""

    id = BigSerial(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, on_delete=OnDelete.cascade)
    title = Text(default=None)
    lead = Text(default="")
    created_at = Timestamptz(default=None)


class PlanVersion(Table, db=DB, tablename="plan_version"):
    """Once published it never changes again: a trigger refuses. `canonical` is what `sha256` was computed of.

    Each text has at most one version that is still being written.
    """

    id = BigSerial(primary_key=True)
    text: Any = ForeignKey(PlanText, null=False, on_delete=OnDelete.cascade)
    number = Integer(default=None)
    source = Text(default=None)
    reason = Text(default="")
    saved_at = Timestamptz(default=None)
    published_at = Timestamptz(null=True, default=None)
    published_by = BigInt(null=True, default=None)
    canonical = Text(null=True, default=None)
    sha256 = Text(null=True, default=None)


class PlanPassage(Table, db=DB, tablename="plan_passage"):
    """A paragraph through all versions: what comments and links hang on."""

    id = BigSerial(primary_key=True)
    text: Any = ForeignKey(PlanText, null=False, on_delete=OnDelete.cascade)


class PlanParagraph(Table, db=DB, tablename="plan_paragraph"):
    """A heading (without a passage) or a paragraph, as it stands in one published version."""

    id = BigSerial(primary_key=True)
    version = ForeignKey(PlanVersion, null=False, on_delete=OnDelete.cascade)
    passage = ForeignKey(PlanPassage, null=True, default=None, on_delete=OnDelete.cascade)
    position = Integer(default=None)
    level = Integer(default=0)
    number = Text(default=None)
    body = Text(default=None)
    body_html = Text(default="")
    renderer = Integer(default=0)


class PlanWording(Table, db=DB, tablename="plan_wording"):
    """Another wording of a paragraph of this version; `supports_count` always equals the rows of its supports."""

    id = BigSerial(primary_key=True)
    passage = ForeignKey(PlanPassage, null=False, on_delete=OnDelete.cascade)
    version = ForeignKey(PlanVersion, null=False, on_delete=OnDelete.cascade)
    author = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.set_null)
    body = Text(default=None)
    body_html = Text(default=None)
    reason = Text(default=None)
    renderer = Integer(default=0)
    supports_count = Integer(default=0)
    created_at = Timestamptz(default=None)
    hidden_at = Timestamptz(null=True, default=None)
    hidden_rule = Text(null=True, default=None)
    hidden_rule_slug = Text(null=True, default=None)


class PlanWordingSupport(Table, db=DB, tablename="plan_wording_support"):
    """Each pair of wording and person once, by a unique index. Who supports is never public."""

    id = BigSerial(primary_key=True)
    wording = ForeignKey(PlanWording, null=False, on_delete=OnDelete.cascade)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.cascade)
    created_at = Timestamptz(default=None)


class PlanDisplay(Table, db=DB, tablename="plan_display"):
    """The days on which a version is on display; `computed_on` is the earliest last day that the law allows."""

    id = BigSerial(primary_key=True)
    text: Any = ForeignKey(PlanText, null=False, on_delete=OnDelete.cascade)
    version = ForeignKey(PlanVersion, null=False, unique=True, on_delete=OnDelete.cascade)
    announced_on = Date(default=None)
    starts_on = Date(default=None)
    ends_on = Date(default=None)
    computed_on = Date(default=None)
    confirmed_at = Timestamptz(default=None)
    confirmed_by = BigInt(default=None)


class PlanStatement(Table, db=DB, tablename="plan_statement"):
    """Numbered without gaps within its text. It never changes; only the data of the person can go, by a trigger's leave.

    `name`, `address` and `email` are for the office alone.
    """

    id = BigSerial(primary_key=True)
    text: Any = ForeignKey(PlanText, null=False, on_delete=OnDelete.cascade)
    display = ForeignKey(PlanDisplay, null=False, on_delete=OnDelete.cascade)
    number = Integer(default=None)
    channel = Text(default=None)
    late = Boolean(default=False)
    received_on = Date(default=None)
    created_at = Timestamptz(default=None)
    body = Text(default=None)
    name = Text(default=None)
    address = Text(default=None)
    email = Text(default="")
    person = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.set_null)
    entered_by = BigInt(null=True, default=None)
    token_hash = Bytea(unique=True, default=None)
    erased_at = Timestamptz(null=True, default=None)


class PlanAttachment(Table, db=DB, tablename="plan_attachment"):
    """A file beside a statement, for the office and the holder of the receipt. It goes with the data of the person."""

    id = BigSerial(primary_key=True)
    statement = ForeignKey(PlanStatement, null=False, on_delete=OnDelete.cascade)
    position = Integer(default=None)
    name = Text(default=None)
    media_type = Text(default=None)
    sha256 = Bytea(default=None)
    body = Bytea(default=None)


class PlanWeighing(Table, db=DB, tablename="plan_weighing"):
    """The weighing of a text is public; from then on its points never change."""

    id = BigSerial(primary_key=True)
    text: Any = ForeignKey(PlanText, null=False, unique=True, on_delete=OnDelete.cascade)
    published_at = Timestamptz(default=None)
    published_by = BigInt(default=None)


class PlanPoint(Table, db=DB, tablename="plan_point"):
    """One point of a statement, in the office's words and without the person's name."""

    id = BigSerial(primary_key=True)
    statement = ForeignKey(PlanStatement, null=False, on_delete=OnDelete.cascade)
    point = Text(default=None)
    topic = Text(default=None)
    office = Text(default="")
    view = Text(default="")
    answer = Text(default="")
    change = Text(default="")
    outcome = Text(null=True, default=None)
    changed_at = Timestamptz(default=None)


TABLES = [
    PlanText,
    PlanVersion,
    PlanPassage,
    PlanParagraph,
    PlanWording,
    PlanWordingSupport,
    PlanDisplay,
    PlanStatement,
    PlanAttachment,
    PlanWeighing,
    PlanPoint,
]
