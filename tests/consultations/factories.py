"""Consultations for tests: whatever is not said is ordinary, and open since yesterday."""

from datetime import timedelta
from typing import Any

from participation.consultations.actions import ConsultationDraft, PhaseDraft, create_consultation
from participation.core.clock import now

DAY = timedelta(days=1)


def collecting(*, days_ago: float = 1, days_left: float = 10) -> PhaseDraft:
    return PhaseDraft("collect", "Vorschläge sammeln", now() - days_ago * DAY, now() + days_left * DAY)


async def make_consultation(slug: str = "baeume", title: str = "Mehr Bäume", **values: Any) -> int:
    published_at = values.pop("published_at", now() - 2 * DAY)
    values.setdefault("phases", [collecting()])
    return await create_consultation(
        ConsultationDraft(slug=slug, title=title, **values), published_at=published_at
    )
