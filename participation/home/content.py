"""What the front door says about the rooms behind it: that a consultation takes proposals."""

from collections.abc import Sequence

from participation.consultations.offers import Offer, offer
from participation.core.i18n import N_
from proposals.listing import buckets
from proposals.rules import CREATE


async def count_proposals(ids: Sequence[int]) -> dict[int, int]:
    """One statement for each consultation; pages ask for one."""
    return {number: sum(bucket.count for bucket in await buckets(number, "")) for number in ids}


PROPOSALS = offer(
    Offer(
        name="proposals",
        feature=CREATE,
        act=N_("Vorschlag machen"),
        act_path="/proposals/new",
        read=(N_("%(num)s Vorschlag lesen"), N_("Alle %(num)s Vorschläge lesen")),
        read_path="/proposals",
        count=count_proposals,
    )
)
