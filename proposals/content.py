"""Proposals in the registry of kinds, and the phases in which people may do what with them."""

from participation.consultations.desk.notices import tells
from participation.consultations.phases import describe, open_in
from participation.core.i18n import N_
from participation.core.kinds import Kind, register
from participation.core.persons import Kept, keeps
from proposals import actions, drafts, queries, supporters, versions
from proposals.images import actions as image_actions
from proposals.images import queries as image_queries
from proposals.merging import queries as merging
from proposals.outcomes import queries as outcomes
from proposals.pens import queries as pens
from proposals.rules import COMMENT, CREATE, SUPPORT

PROPOSAL = register(
    Kind(
        name=actions.KIND,
        label=N_("Vorschlag"),
        label_plural=N_("Vorschläge"),
        cards=queries.cards,
        hide=actions.hide,
        restore=actions.restore,
        recent=queries.recent_ids,
        weighs=queries.weighs,
        lock=actions.lock,
        unlock=actions.unlock,
        wordings=versions.wordings,
        supports=supporters.since,
        search=queries.SEARCH,
        by_person=queries.ids_of_person,
        co_authors=pens.others,
    )
)
IMAGE = register(
    Kind(
        name=image_queries.KIND,
        label=N_("Bild"),
        label_plural=N_("Bilder"),
        cards=image_queries.cards,
        hide=image_actions.hide,
        restore=image_actions.restore,
        recent=image_queries.recent_ids,
        wordings=image_queries.wordings,
        by_person=image_queries.ids_of_person,
    )
)
keeps(Kept("images", image_queries.of_person, image_actions.erase))
keeps(Kept("proposal_drafts", drafts.of_person, drafts.erase))
keeps(Kept("supports", supporters.of_person, supporters.take_back))
keeps(Kept("co_authorships", pens.of_person, pens.erase))
keeps(Kept("done_checks", outcomes.of_person, outcomes.erase))
keeps(Kept("merged_supports", merging.of_person, merging.erase))

open_in("collect", CREATE, SUPPORT, COMMENT)
open_in("examine", COMMENT)
describe(CREATE, N_("Vorschläge machen"))
describe(SUPPORT, N_("Vorschläge unterstützen"))
describe(COMMENT, N_("Vorschläge kommentieren"))
tells(outcomes.late)
