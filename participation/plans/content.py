"""Paragraphs and wordings in the registry of kinds, and the phases in which people may say something about a text."""

from participation.consultations.offers import Offer, offer
from participation.consultations.phases import PhaseKind, describe, open_in, register
from participation.core import kinds
from participation.core.i18n import N_
from participation.core.persons import Kept, keeps
from participation.plans import actions, cards, proposing, queries, stating, wordings
from participation.plans.rules.statements import STATE
from participation.plans.rules.texts import COMMENT, READ, WORD

PARAGRAPH = kinds.register(
    kinds.Kind(
        name=actions.KIND,
        label=N_("Absatz"),
        label_plural=N_("Absätze"),
        cards=cards.cards,
        lock=actions.lock,
        unlock=actions.unlock,
        search=cards.SEARCH,
        reportable=False,
    )
)

WORDING = kinds.register(
    kinds.Kind(
        name=proposing.KIND,
        label=N_("Wortlaut"),
        label_plural=N_("Wortlaute"),
        cards=wordings.cards,
        hide=proposing.hide,
        restore=proposing.restore,
        recent=wordings.recent_ids,
        before=wordings.before,
        weighs=wordings.weighs,
        by_person=wordings.ids_of_person,
    )
)
keeps(Kept("wording_supports", proposing.supported, proposing.erase_supports))
keeps(Kept("statements", stating.of_person, stating.erase_of))

DRAFT = register(PhaseKind("draft", N_("Entwurf beraten"), inviting=True))
DISPLAY = register(PhaseKind("display", N_("Öffentlich auslegen"), inviting=True))

open_in("draft", READ, COMMENT, WORD)
open_in("collect", COMMENT, WORD)
open_in("display", STATE)
describe(COMMENT, N_("Texte Absatz für Absatz kommentieren"))
describe(WORD, N_("Andere Wortlaute vorschlagen"))
describe(STATE, N_("Zu einem ausliegenden Plan Stellung nehmen"))

TEXTS = offer(
    Offer(
        name="texts",
        feature=READ,
        act=N_("Entwurf lesen und mitreden"),
        act_path="/texts",
        read=(N_("Ein Text, Absatz für Absatz"), N_("%(num)s Texte, Absatz für Absatz")),
        read_path="/texts",
        count=queries.counts,
        everywhere=False,
    )
)
PLANS = offer(
    Offer(
        name="plans",
        feature=STATE,
        act=N_("Plan lesen und Stellung nehmen"),
        act_path="/texts",
        read=(N_("Ein Plan, Absatz für Absatz"), N_("%(num)s Pläne, Absatz für Absatz")),
        read_path="/texts",
        count=queries.counts,
        everywhere=False,
    )
)
