"""Paragraphs in the registry of kinds, and the phases in which people may say something about a text."""

from participation.consultations.offers import Offer, offer
from participation.consultations.phases import PhaseKind, open_in, register
from participation.core import kinds
from participation.core.i18n import N_
from participation.plans import actions, cards, queries
from participation.plans.rules.texts import COMMENT, READ

PARAGRAPH = kinds.register(
    kinds.Kind(
        name=actions.KIND,
        label=N_("Absatz"),
        label_plural=N_("Absätze"),
        cards=cards.cards,
        lock=actions.lock,
        unlock=actions.unlock,
        search=cards.search,
        reportable=False,
    )
)

DRAFT = register(PhaseKind("draft", N_("Entwurf beraten"), inviting=True))

open_in("draft", READ, COMMENT)
open_in("collect", COMMENT)

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
