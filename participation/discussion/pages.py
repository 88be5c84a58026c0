"""A comment has an address of its own, wherever in a long thread it stands."""

from typing import Any

from litestar import Response, get
from litestar.exceptions import NotFoundException

from participation.core import kinds
from participation.core.pages import redirect
from participation.discussion.queries import stand_of


@get("/comments/{comment_id:int}")
async def show_comment(comment_id: int) -> Response[Any]:
    stand = await stand_of(comment_id)
    subject = await kinds.card(*stand.subject) if stand else None
    if stand is None or subject is None:
        raise NotFoundException
    return redirect(subject.url + stand.tail)


ROUTES = [show_comment]
