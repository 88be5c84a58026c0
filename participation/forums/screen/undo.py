"""How what stands on a screen is taken back: the screen shows what it showed before."""

from datetime import datetime
from itertools import product

from participation.core.db import execute, fetch_one
from participation.core.i18n import N_
from participation.forums.agenda.undo import undoes
from participation.forums.log.queries import LASTING
from participation.forums.screen.rules import Screen, Show, screen_of, verb_of

_BEFORE = """
SELECT verb, created_at FROM forum_event e WHERE forum = $1 AND kind = 'screen' AND subject_id = $2 AND created_at < $3
    AND verb <> 'undone' AND <lasting>
    ORDER BY seq DESC LIMIT 1
""".replace("<lasting>", LASTING)
_BACK = """
UPDATE forum_screen SET show = $4, captions = $5, changed_at = $6 WHERE forum = $1 AND number = $2 AND changed_at = $3
"""


async def _set(forum_id: int, number: int, at: datetime, _now: datetime) -> bool:
    """With nothing set before, it shows what is most important, as every screen does."""
    row = await fetch_one(_BEFORE, forum_id, number, at)
    before, since = (screen_of(row["verb"]), row["created_at"]) if row else (Screen(), at)
    return bool(await execute(_BACK, forum_id, number, at, before.show.value, before.captions, since))


for show, captions in product(Show, (False, True)):
    undoes("screen", verb_of(Screen(show, captions)), N_("Leinwand umgeschaltet"), _set, aside=True)
