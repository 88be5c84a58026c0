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
    counted_at = Timestamptz(null=True, default=None)
    ballots = Integer(null=True, default=None)
    broken = Integer(default=0)
    digest = Text(default="")
    outcome = Text(default="")


class PollOption(Table, db=DB, tablename="poll_option"):
    id = BigSerial(primary_key=True)
    poll = ForeignKey(Poll, null=False, on_delete=OnDelete.cascade)
    position = Integer(default=0)
    key = Text(default=None)
    title = Text(default=None)
    text = Text(default="")


class PollVote(Table, db=DB, tablename="poll_vote"):
    """While a poll is open, one row for each voter: `sealed` for secret ones, else `ballot` and `receipt`.

    Without a time, with a random id, and gone with the count.
    """

    id = UUID(primary_key=True)
    poll = ForeignKey(Poll, null=False, on_delete=OnDelete.cascade)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.cascade)
    sealed = Bytea(null=True, default=None)
    ballot = Text(null=True, default=None)
    receipt = Text(null=True, default=None)


class PollBallot(Table, db=DB, tablename="poll_ballot"):
    """Counted ballots, written in the order of their text in one transaction: no number says when one came."""

    id = BigSerial(primary_key=True)
    poll = ForeignKey(Poll, null=False, on_delete=OnDelete.cascade)
    ballot = Text(default=None)


class PollReceipt(Table, db=DB, tablename="poll_receipt"):
    """Receipts of counted ballots, written in their own order, apart from the ballots."""

    id = BigSerial(primary_key=True)
    poll = ForeignKey(Poll, null=False, on_delete=OnDelete.cascade)
    receipt = Text(default=None)


TABLES = [Poll, PollOption, PollVote, PollBallot, PollReceipt]
