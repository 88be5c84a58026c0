"""What the phases of a budget open, and its place on the page of its consultation.

A budget goes through the phases collect, examine, vote, result, implement; proposals say themselves what
is open in the first two.
"""

from participation.budgeting import queries, under_way
from participation.budgeting.money import money
from participation.budgeting.rules.life import CHECK, VOTE
from participation.consultations.offers import Offer, offer
from participation.consultations.phases import PhaseKind, describe, open_in, register
from participation.core.i18n import N_
from polls.publishing import with_money
from proposals.outcomes.queries import also

VOTING = register(PhaseKind("vote", N_("Abstimmen"), inviting=True))
RESULT = register(PhaseKind("result", N_("Ergebnis")))

open_in("collect", CHECK)
open_in("examine", CHECK)
open_in("vote", VOTE)
describe(VOTE, N_("Das Geld verteilen"))
describe(CHECK, N_("Die Stadt prüft die Projekte"))

with_money(money)
also(under_way.SOURCE)

BUDGETS = offer(
    Offer(
        name="budgets",
        feature=VOTE,
        act=N_("Geld verteilen"),
        act_path="/budget",
        read=(N_("Alle Projekte und Kosten"), N_("%(num)s Töpfe mit allen Projekten")),
        read_path="/budget",
        count=queries.counts,
        everywhere=False,
    )
)
