"""Comments in the registry of kinds."""

from participation.core.i18n import N_
from participation.core.kinds import Kind, register
from participation.discussion import actions, locks, masking, queries

COMMENT = register(
    Kind(
        name="comment",
        label=N_("Kommentar"),
        label_plural=N_("Kommentare"),
        cards=queries.cards,
        hide=actions.hide,
        restore=actions.restore,
        recent=queries.recent_ids,
        weighs=queries.weighs,
        mask=masking.mask,
        unmask=masking.unmask,
        lock=locks.lock_around,
        unlock=locks.unlock_around,
        before=queries.before,
        wordings=queries.wordings,
        search=queries.SEARCH,
        by_person=queries.ids_of_person,
    )
)
