"""The page of a forum, which every noun's form also answers with when something was wrong.

Nouns above hand in what the page needs from them; this module knows none of them.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException

from participation.core import clock
from participation.core.errors import Refused, msgid_of
from participation.core.forms import Errors, Form
from participation.core.pages import AnyRequest, page
from participation.core.refusing import retry
from participation.forums.agenda.queries import agenda_of
from participation.forums.queries import Forum
from participation.forums.stage import stage_by_slug

Provider = Callable[[AnyRequest, Forum], Awaitable[dict[str, Any]]]
PROVIDERS: list[Provider] = []


async def show(request: AnyRequest, slug: str, *, status: int = 200, **context: Any) -> Response[Any]:
    """The stage was read first, and no line after its number is shown: the socket brings whatever is newer."""
    stage = await stage_by_slug(slug)
    if stage is None:
        raise NotFoundException
    request.scope["state"]["stage"] = stage  # for the nouns, which need not read it again
    words: dict[str, Any] = {"forum": stage.forum, **stage.parts}
    for provider in PROVIDERS:
        words.update(await provider(request, stage.forum))
    words["moment"] = clock.now()
    words["agenda"] = await agenda_of(stage.forum.id)
    words["refresh"] = request.query_params.get("refresh") == "1"
    return await page(request, "forums/show.html", status=status, **{**words, **context})


async def show_refused(
    request: AnyRequest, slug: str, field: str, form: Form, refused: Refused
) -> Response[Any]:
    """Too fast, or the forum has just been closed: what was typed stays in the field."""
    errors = Errors({field: msgid_of(refused.key)})
    return retry(await show(request, slug, status=refused.status, errors=errors, values=form), refused)
