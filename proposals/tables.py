from typing import Any

from piccolo.columns import (
    BigSerial,
    Boolean,
    Bytea,
    Date,
    DoublePrecision,
    ForeignKey,
    Integer,
    OnDelete,
    Text,
    Timestamptz,
)
from piccolo.table import Table

from participation.accounts.tables import Person
from participation.consultations.tables import Category, Consultation, District
from participation.core.db import DB


class Proposal(Table, db=DB, tablename="proposal"):
    """`author_name` is for imported texts, whose authors have no account here.

    `supports_count` always equals the rows in `support`. The generated column `search` is unknown here on purpose.
    """

    id = BigSerial(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, on_delete=OnDelete.cascade)
    author = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.set_null)
    author_role = Text(null=True, default=None)
    author_name = Text(null=True, default=None)
    title = Text(default=None)
    body = Text(default=None)
    body_html = Text(default=None)
    renderer = Integer(default=0)
    teaser = Text(default="")
    category = ForeignKey(Category, null=True, default=None, on_delete=OnDelete.set_null)
    district = ForeignKey(District, null=True, default=None, on_delete=OnDelete.set_null)
    place = Text(default="")
    latitude = DoublePrecision(null=True, default=None)
    longitude = DoublePrecision(null=True, default=None)
    status = Text(default="received")
    supports_count = Integer(default=0)
    created_at = Timestamptz(default=None)
    published_at = Timestamptz(default=None)
    hidden_at = Timestamptz(null=True, default=None)
    hidden_rule = Text(null=True, default=None)
    hidden_rule_slug = Text(null=True, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)
    source_key = Text(null=True, default=None)
    source_url = Text(null=True, default=None)
    version = Integer(default=1)
    changed_at = Timestamptz(null=True, default=None)
    merged_into: Any = ForeignKey("self", null=True, default=None, on_delete=OnDelete.set_null)


class Support(Table, db=DB, tablename="support"):
    """Each pair of proposal and person once, by a unique index. Who supports is never public.

    `asked_at`: when the person was asked whether it is really done.
    """

    id = BigSerial(primary_key=True)
    proposal = ForeignKey(Proposal, null=False, on_delete=OnDelete.cascade)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.cascade)
    created_at = Timestamptz(default=None)
    asked_at = Timestamptz(null=True, default=None)


class OfficialAnswer(Table, db=DB, tablename="official_answer"):
    """What the city says to a proposal; `office` and `person_name` as they were on that day."""

    id = BigSerial(primary_key=True)
    proposal = ForeignKey(Proposal, null=False, unique=True, on_delete=OnDelete.cascade)
    title = Text(default=None)
    body = Text(default=None)
    body_html = Text(default=None)
    renderer = Integer(default=0)
    office = Text(default="")
    person_name = Text(default="")
    answered_at = Timestamptz(default=None)


class AnswerObligation(Table, db=DB, tablename="answer_obligation"):
    """A proposal that passed the threshold of its consultation; `due_on` is the last day in time."""

    id = BigSerial(primary_key=True)
    proposal = ForeignKey(Proposal, null=False, unique=True, on_delete=OnDelete.cascade)
    threshold = Integer(default=None)
    office = Text(default="")
    reached_at = Timestamptz(default=None)
    due_on = Date(default=None)


class ProposalVersion(Table, db=DB, tablename="proposal_version"):
    """A text that was replaced. `withheld`: it was a matter of moderation, so it is kept and not shown."""

    id = BigSerial(primary_key=True)
    proposal = ForeignKey(Proposal, null=False, on_delete=OnDelete.cascade)
    number = Integer(default=None)
    title = Text(default=None)
    body = Text(default=None)
    withheld = Boolean(default=None)
    written_at = Timestamptz(default=None)
    replaced_at = Timestamptz(default=None)


class ProposalDraft(Table, db=DB, tablename="proposal_draft"):
    """What a person is writing; each pair of person and consultation once, by a unique index."""

    id = BigSerial(primary_key=True)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.cascade)
    consultation = ForeignKey(Consultation, null=False, on_delete=OnDelete.cascade)
    title = Text(default=None)
    body = Text(default=None)
    category = Text(default=None)
    district = Text(default=None)
    place = Text(default=None)
    image_alt = Text(default="")
    point = Text(default="")
    saved_at = Timestamptz(default=None)


class ProposalWord(Table, db=DB, tablename="proposal_word"):
    """In how many proposals a stemmed word stands; counted anew every ten minutes."""

    lexeme = Text(primary_key=True, default=None)
    documents = Integer(default=None)


class PaperEntry(Table, db=DB, tablename="paper_entry"):
    """A proposal that a clerk entered; `form_key` marks one filled form, so that it counts once."""

    proposal = ForeignKey(Proposal, primary_key=True, null=False, on_delete=OnDelete.cascade)
    channel = Text(default=None)
    received_on = Date(default=None)
    entered_at = Timestamptz(default=None)
    form_key = Text(default=None)


class ProposalMerge(Table, db=DB, tablename="proposal_merge"):
    """That `source` went into `target`; one that stands for each source, by a unique index."""

    id = BigSerial(primary_key=True)
    source = ForeignKey(Proposal, null=False, on_delete=OnDelete.cascade)
    target = ForeignKey(Proposal, null=False, on_delete=OnDelete.cascade)
    merged_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.set_null)
    merged_at = Timestamptz(default=None)
    undone_by = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.set_null)
    undone_at = Timestamptz(null=True, default=None)


class MergedSupport(Table, db=DB, tablename="merged_support"):
    """Who had supported the source; `moved`: not the target as well. Forgotten with the time to take it back."""

    id = BigSerial(primary_key=True)
    merge = ForeignKey(ProposalMerge, null=False, on_delete=OnDelete.cascade)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.cascade)
    created_at = Timestamptz(default=None)
    moved = Boolean(default=None)


class ProposalPen(Table, db=DB, tablename="proposal_pen"):
    """Who said yes to writing along; each pair once, by a unique index. The first author stands in `proposal`."""

    id = BigSerial(primary_key=True)
    proposal = ForeignKey(Proposal, null=False, on_delete=OnDelete.cascade)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.cascade)
    joined_at = Timestamptz(default=None)


class ProposalInvitation(Table, db=DB, tablename="proposal_invitation"):
    """What was typed, whether there is such a person or not; gone with a yes, or after fourteen days."""

    id = BigSerial(primary_key=True)
    proposal = ForeignKey(Proposal, null=False, on_delete=OnDelete.cascade)
    typed = Text(default=None)
    typed_key = Text(default=None)
    person = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.cascade)
    invited_at = Timestamptz(default=None)
    answered_at = Timestamptz(null=True, default=None)


class ProposalImage(Table, db=DB, tablename="proposal_image"):
    """A picture of a proposal, or of a draft until that is published; a constraint sees to it that it is one."""

    id = BigSerial(primary_key=True)
    proposal = ForeignKey(Proposal, null=True, default=None, on_delete=OnDelete.cascade)
    draft = ForeignKey(ProposalDraft, null=True, default=None, on_delete=OnDelete.cascade)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.cascade)
    name = Text(unique=True, default=None)
    alt = Text(default=None)
    width = Integer(default=None)
    height = Integer(default=None)
    large = Bytea(default=None)
    small = Bytea(default=None)
    created_at = Timestamptz(default=None)
    hidden_at = Timestamptz(null=True, default=None)
    hidden_rule = Text(null=True, default=None)
    hidden_rule_slug = Text(null=True, default=None)
    described_at = Timestamptz(null=True, default=None)


class ProposalImageText(Table, db=DB, tablename="proposal_image_text"):
    """A description that was replaced. `withheld`: it was a matter of moderation, so it is kept and not shown."""

    id = BigSerial(primary_key=True)
    image = ForeignKey(ProposalImage, null=False, on_delete=OnDelete.cascade)
    alt = Text(default=None)
    withheld = Boolean(default=None)
    written_at = Timestamptz(default=None)
    replaced_at = Timestamptz(default=None)


class ProposalDecision(Table, db=DB, tablename="proposal_decision"):
    """What was decided after the answer, by whom, when and why; `accepted`: it is to be built."""

    id = BigSerial(primary_key=True)
    proposal = ForeignKey(Proposal, null=False, unique=True, on_delete=OnDelete.cascade)
    title = Text(default=None)
    made_by = Text(default=None)
    decided_on = Date(default=None)
    reason = Text(default=None)
    link = Text(default="")
    accepted = Boolean(default=None)
    recorded_at = Timestamptz(default=None)


class ProposalMilestone(Table, db=DB, tablename="proposal_milestone"):
    """A step on the way; `first_due_on` is what was said at first, whatever came later. Done means 100 percent."""

    id = BigSerial(primary_key=True)
    proposal = ForeignKey(Proposal, null=False, on_delete=OnDelete.cascade)
    title = Text(default=None)
    owner = Text(default=None)
    due_on = Date(default=None)
    first_due_on = Date(default=None)
    progress = Text(default="planned")
    share = Integer(default=0)
    note = Text(default="")
    done_on = Date(null=True, default=None)
    changed_at = Timestamptz(default=None)


class MilestoneReport(Table, db=DB, tablename="milestone_report"):
    """What the city said about a milestone. Only ever added to."""

    id = BigSerial(primary_key=True)
    milestone = ForeignKey(ProposalMilestone, null=False, on_delete=OnDelete.cascade)
    progress = Text(default=None)
    share = Integer(default=None)
    due_on = Date(default=None)
    note = Text(default="")
    made_at = Timestamptz(default=None)


class ProposalCompletion(Table, db=DB, tablename="proposal_completion"):
    """Since when the city says that it is done; `asked_at`: when its writers were asked whether it is."""

    proposal = ForeignKey(Proposal, primary_key=True, null=False, on_delete=OnDelete.cascade)
    done_at = Timestamptz(default=None)
    asked_at = Timestamptz(null=True, default=None)


class ProposalCheck(Table, db=DB, tablename="proposal_check"):
    """Whether it is really done, once for each person by a unique index; `word` is for the office alone.

    `due_on` is the last day for the city's reply to a writer's no. Of supporters only protected counts are public.
    """

    id = BigSerial(primary_key=True)
    proposal = ForeignKey(Proposal, null=False, on_delete=OnDelete.cascade)
    person = ForeignKey(Person, null=False, on_delete=OnDelete.cascade)
    verdict = Text(default=None)
    word = Text(default="")
    writer = Boolean(default=None)
    due_on = Date(null=True, default=None)
    reply = Text(default="")
    office = Text(default="")
    replied_at = Timestamptz(null=True, default=None)
    made_at = Timestamptz(default=None)
    changed_at = Timestamptz(default=None)


TABLES = [
    Proposal,
    Support,
    OfficialAnswer,
    ProposalDraft,
    ProposalImage,
    ProposalImageText,
    ProposalWord,
    ProposalVersion,
    AnswerObligation,
    PaperEntry,
    ProposalMerge,
    MergedSupport,
    ProposalPen,
    ProposalInvitation,
    ProposalDecision,
    ProposalMilestone,
    MilestoneReport,
    ProposalCompletion,
    ProposalCheck,
]
