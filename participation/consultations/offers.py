"""What people can do in a consultation, told by the packages above: each registers its offer.

The page of a consultation and the front page show the act of the first offer whose feature is open.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from participation.consultations import phases
from participation.consultations.queries import Head


@dataclass(frozen=True, slots=True)
class Offer:
    """Paths hang on the address of the consultation; texts are msgids, `read` singular and plural with %(num)s."""

    name: str
    feature: str
    act: str
    act_path: str
    read: tuple[str, str]
    read_path: str
    count: Callable[[Sequence[int]], Awaitable[dict[int, int]]]
    """How many things lie there, by ids of consultations, in one statement."""
    everywhere: bool = True
    """False where nothing lies in a consultation without a phase that opens the feature: then nobody asks."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An offer in one consultation: `open` says whether its act is possible now."""

    offer: Offer
    open: bool
    count: int
    act_url: str
    read_url: str


_offers: dict[str, Offer] = {}


def offer(new: Offer) -> Offer:
    _offers[new.name] = new
    return new


async def shown(head: Head) -> list[Shown]:
    """Offers that are open now, before those under which something lies already."""
    found = []
    opens = phases.opens()
    features = {feature for phase in head.phases for feature in opens.get(phase.kind, ())}
    for one in _offers.values():
        if not (one.everywhere or one.feature in features):
            continue
        count = (await one.count([head.id])).get(head.id, 0)
        is_open = head.opens(one.feature)
        if is_open or count:
            found.append(Shown(one, is_open, count, head.url + one.act_path, head.url + one.read_path))
    return sorted(found, key=lambda one: not one.open)
