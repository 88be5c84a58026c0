from typing import Any

from piccolo.columns import (
    UUID,
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
from participation.consultations.tables import Consultation, District
from participation.core.db import DB


class Poll(Table, db=DB, tablename="poll"):
    """`settings` is JSON: the numbers of a `polls.ballots.shape.Question`. `eligible`: how many people may vote.

    `home`: address of the page it belongs to; such a poll stands in no list, and its own page leads there.
    `held_at`: closed, but not counted yet, so that it can be opened again.
    `ballots` and `digest` are written with the count: their number, how many did not open (`broken`), and the SHA-256 of their sorted list.
    """

    id = BigSerial(primary_key=True)
    consultation = ForeignKey(Consultation, null=True, default=None, on_delete=OnDelete.set_null)
    district = ForeignKey(District, null=True, default=None, on_delete=OnDelete.set_null)
    title = Text(default=None)
    lead = Text(default="")
    body = Text(default="")
    body_html = Text(default="")
    renderer = Integer(default=0)
    kind = Text(default=None)
    settings = Text(default="{}")
    secrecy = Text(default="secret")
    results = Text(default="at-end")
    voters = Text(default="confirmed")
    binding = Boolean(default=False)
    quorum = Integer(null=True, default=None)
    eligible = Integer(null=True, default=None)
    opens_at = Timestamptz(default=None)
    closes_at = Timestamptz(default=None)
    published_at = Timestamptz(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    closed_by = BigInt(null=True, default=None)
    held_at = Timestamptz(null=True, default=None)
    counted_at = Timestamptz(null=True, default=None)
    ballots = Integer(null=True, default=None)
    broken = Integer(default=0)
    digest = Text(default="")
    outcome = Text(default="")
    needed = Text(default="")
    changeable = Boolean(default=True)
    paper = Boolean(default=False)
    paper_done_at = Timestamptz(null=True, default=None)
    paper_done_by = BigInt(null=True, default=None)
    remind_days = Integer(default=0)
    reminded_at = Timestamptz(null=True, default=None)
    part_of: Any = ForeignKey("self", null=True, default=None, on_delete=OnDelete.cascade)
    position = Integer(default=0)
    required = Boolean(default=False)
    only_if: Any = ForeignKey("self", null=True, default=None, on_delete=OnDelete.set_null)
    only_option = Text(default="")
    home = Text(default="")
    receipts = Text(default="counted")
    key_mark = Text(default="")


class PollOption(Table, db=DB, tablename="poll_option"):
    id = BigSerial(primary_key=True)
    poll = ForeignKey(Poll, null=False, on_delete=OnDelete.cascade)
    position = Integer(default=0)
    key = Text(default=None)
    title = Text(default=None)
    text = Text(default="")


class PollBallot(Table, db=DB, tablename="poll_ballot"):
    """Counted ballots, written in the order of their text in one transaction: no number says when one came."""

    id = BigSerial(primary_key=True)
    poll = ForeignKey(Poll, null=False, on_delete=OnDelete.cascade)
    ballot = Text(default=None)
    origin = Text(default="online")
    receipt = Text(null=True, default=None)


class PollReceipt(Table, db=DB, tablename="poll_receipt"):
    """Receipts of counted ballots, written in their own order, apart from the ballots."""

    id = BigSerial(primary_key=True)
    poll = ForeignKey(Poll, null=False, on_delete=OnDelete.cascade)
    receipt = Text(default=None)


class PollCodeDraw(Table, db=DB, tablename="poll_code_draw"):
    """One printing of codes: how many, and the salt of their hashes."""

    id = UUID(primary_key=True, default=None)
    poll = ForeignKey(Poll, null=False, on_delete=OnDelete.cascade)
    salt = Bytea(default=None)
    number = Integer(default=None)


class PollCode(Table, db=DB, tablename="poll_code"):
    """Of a printed code only the salted hash; ids follow the order of the hashes. Used is what a vote names."""

    id = BigSerial(primary_key=True)
    poll = ForeignKey(Poll, null=False, on_delete=OnDelete.cascade)
    draw = ForeignKey(PollCodeDraw, null=False, on_delete=OnDelete.cascade)
    hash = Bytea(default=None)


class PollRoll(Table, db=DB, tablename="poll_roll"):
    """A line of the electoral roll as a keyed digest of its address or number, and the account that stands for it."""

    id = BigSerial(primary_key=True)
    poll = ForeignKey(Poll, null=False, on_delete=OnDelete.cascade)
    mark = Bytea(default=None)
    person = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.set_null)


class PollVote(Table, db=DB, tablename="poll_vote"):
    """While a poll is open, one row for each voter: `sealed` for secret ones, else `ballot` and `receipt`.

    Behind that receipt stands the mark of `polls.networks`.

    A voter is a `person`, the holder of a printed `code`, or a line of the `roll` (which a person may have taken).
    `paper`: the ballot lies in the urn, and the row says only that it does. Without a time, with a random id, and
    gone with the count.
    """

    id = UUID(primary_key=True)
    poll = ForeignKey(Poll, null=False, on_delete=OnDelete.cascade)
    person = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.cascade)
    code = ForeignKey(PollCode, null=True, default=None, on_delete=OnDelete.no_action)
    roll = ForeignKey(PollRoll, null=True, default=None, on_delete=OnDelete.no_action)
    paper = Boolean(default=False)
    sealed = Bytea(null=True, default=None)
    ballot = Text(null=True, default=None)
    receipt = Text(null=True, default=None)


class PollEntry(Table, db=DB, tablename="poll_entry"):
    """What one person of staff has read from paper or counted in the hall; it stands when a second one says the same."""

    id = BigSerial(primary_key=True)
    poll = ForeignKey(Poll, null=False, on_delete=OnDelete.cascade)
    slot = Text(default=None)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.no_action)
    content = Text(default=None)


class PollDraft(Table, db=DB, tablename="poll_draft"):
    """Answers of a questionnaire not handed in yet, sealed like a ballot where the poll is secret; without a time."""

    id = UUID(primary_key=True)
    poll = ForeignKey(Poll, null=False, on_delete=OnDelete.cascade)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.cascade)
    sealed = Bytea(null=True, default=None)
    content = Text(null=True, default=None)


class PollReminder(Table, db=DB, tablename="poll_reminder"):
    """Who wants a mail before the end, whether they have voted or not; gone when it is sent."""

    id = UUID(primary_key=True)
    poll = ForeignKey(Poll, null=False, on_delete=OnDelete.cascade)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.cascade)


class PollBundle(Table, db=DB, tablename="poll_bundle"):
    """The published result as a signed zip, made once; `digest` is its SHA-256."""

    id = BigSerial(primary_key=True)
    poll = ForeignKey(Poll, null=False, on_delete=OnDelete.cascade)
    content = Bytea(default=None)
    digest = Text(default=None)


class PollTurnout(Table, db=DB, tablename="poll_turnout"):
    """How many had voted at the end of an hour, noted only where at least five more had."""

    id = BigSerial(primary_key=True)
    poll = ForeignKey(Poll, null=False, on_delete=OnDelete.cascade)
    hour = Timestamptz(default=None)
    votes = Integer(default=None)


class PollReport(Table, db=DB, tablename="poll_report"):
    """The integrity report as JSON: counts of at least five, worked out while the ballots were opened."""

    id = BigSerial(primary_key=True)
    poll = ForeignKey(Poll, null=False, on_delete=OnDelete.cascade)
    content = Text(default=None)


TABLES = [
    Poll,
    PollOption,
    PollVote,
    PollBallot,
    PollReceipt,
    PollCodeDraw,
    PollCode,
    PollRoll,
    PollEntry,
    PollDraft,
    PollReminder,
    PollBundle,
    PollTurnout,
    PollReport,
]
