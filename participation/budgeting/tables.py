from piccolo.columns import BigInt, BigSerial, Boolean, Date, ForeignKey, Integer, OnDelete, Text, Timestamptz
from piccolo.table import Table

from participation.accounts.tables import Person
from participation.consultations.tables import Consultation, District
from participation.core.db import DB
from polls.tables import Poll
from proposals.tables import Proposal


class Budget(Table, db=DB, tablename="budget"):
    """One pot of money: city-wide, or of one district. All amounts are cents.

    `most`: how many projects a ballot may name (approval), or points for one project (points); 0 is no limit.
    `step` in percent: equal shares first grow by it as long as the result stays within the budget.
    """

    id = BigSerial(primary_key=True)
    consultation = ForeignKey(Consultation, null=False, on_delete=OnDelete.cascade)
    district = ForeignKey(District, null=True, default=None, on_delete=OnDelete.set_null)
    title = Text(default=None)
    amount = BigInt(default=None)
    method = Text(default="knapsack")
    most = Integer(default=0)
    points = Integer(default=10)
    rule = Text(default="equal-shares")
    step = Integer(default=0)
    voters = Text(default="confirmed")
    paper = Boolean(default=False)
    poll = ForeignKey(Poll, null=True, default=None, unique=True, on_delete=OnDelete.set_null)
    created_at = Timestamptz(default=None)


class BudgetProject(Table, db=DB, tablename="budget_project"):
    """A proposal with a cost: what the office says of it, and its key on the ballot."""

    id = BigSerial(primary_key=True)
    budget = ForeignKey(Budget, null=False, on_delete=OnDelete.cascade)
    proposal = ForeignKey(Proposal, null=False, unique=True, on_delete=OnDelete.cascade)
    key = Text(default=None)
    office = Text(default="")
    assignee = ForeignKey(Person, null=True, default=None, on_delete=OnDelete.set_null)
    assigned_at = Timestamptz(null=True, default=None)
    state = Text(default="open")
    cost = BigInt(null=True, default=None)
    reason = Text(default="")
    reason_html = Text(default="")
    renderer = Integer(default=0)
    checked_at = Timestamptz(null=True, default=None)
    checked_by = BigInt(null=True, default=None)


class BudgetResult(Table, db=DB, tablename="budget_result"):
    """Worked out once, when the ballots lie open. `content` as `rules.stored` writes it."""

    id = BigSerial(primary_key=True)
    budget = ForeignKey(Budget, null=False, on_delete=OnDelete.cascade)
    rule = Text(default=None)
    content = Text(default=None)
    counted_at = Timestamptz(default=None)


class BudgetMilestone(Table, db=DB, tablename="budget_milestone"):
    """A step on the way to what was chosen; `first_due_on` is what was said at first, whatever came later."""

    id = BigSerial(primary_key=True)
    project = ForeignKey(BudgetProject, null=False, on_delete=OnDelete.cascade)
    title = Text(default=None)
    owner = Text(default="")
    due_on = Date(default=None)
    first_due_on = Date(default=None)
    progress = Text(default="planned")
    note = Text(default="")
    done_on = Date(null=True, default=None)
    changed_at = Timestamptz(default=None)


TABLES = [Budget, BudgetProject, BudgetResult, BudgetMilestone]
