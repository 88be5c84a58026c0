"""The page of a forum, which the chat's form also answers with when something was wrong."""

from typing import Any

from litestar import Response

from participation.core.forms import whole_number
from participation.core.pages import AnyRequest, page, wants_fragment
from participation.forums.agenda.queries import agenda_of
from participation.forums.chat.queries import latest
from participation.forums.chat.rules import BODY_LENGTH, SHOWN
from participation.forums.queries import Forum


async def show(request: AnyRequest, forum: Forum, *, status: int = 200, **context: Any) -> Response[Any]:
    """`forum.last_seq` was read first, and no line after it is shown: the socket brings whatever is newer."""
    words = {"forum": forum, "limit": BODY_LENGTH, "again": False, **context}
    if wants_fragment(request):
        # The field was swapped under the hands of the person, so it takes the focus back.
        return await page(request, "forums/chat/_write.html", status=status, **{**words, "again": True})
    before = whole_number(request.query_params.get("before", ""))
    upto = forum.last_seq if before is None else min(before - 1, forum.last_seq)
    lines = await latest(forum.id, upto, SHOWN)
    return await page(
        request,
        "forums/show.html",
        status=status,
        agenda=await agenda_of(forum.id),
        lines=lines,
        older=lines[0].seq if len(lines) == SHOWN else None,
        before=before,
        refresh=request.query_params.get("refresh") == "1",
        **words,
    )
