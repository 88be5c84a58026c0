"""The video of a forum: a link, and after a click a frame, for which alone this one page lets a foreign host in."""

from dataclasses import dataclass
from typing import Any

from litestar import Response

from participation.core.forms import whole_number
from participation.core.pages import AnyRequest
from participation.core.security import CONTENT_SECURITY_POLICY
from participation.forums.captions.queries import recording_of
from participation.forums.queries import Forum
from participation.forums.show import PROVIDERS
from participation.forums.streams import at, host_of, may_embed
from participation.settings import settings

_STATE = "video_host"


@dataclass(frozen=True, slots=True)
class Video:
    """`host` is named before the click; `frame` is filled after it, and only for hosts that the city allows."""

    url: str
    host: str
    embeddable: bool
    frame: str
    recorded: bool


async def video_of(request: AnyRequest, forum: Forum) -> Video | None:
    recording = await recording_of(forum.id) if forum.past else None
    url = recording.url if recording else ("" if forum.past else forum.stream_url)
    host = host_of(url)
    if not host:
        return None
    allowed = may_embed(url, settings().stream_hosts)
    frame = ""
    if allowed and request.query_params.get("video") == "1":
        seconds = whole_number(request.query_params.get("t", ""))
        frame = at(url, seconds) if seconds else url
        request.scope["state"][_STATE] = allowed
    return Video(url, host, bool(allowed), frame, recording is not None)


async def _provide(request: AnyRequest, forum: Forum) -> dict[str, Any]:
    return {"video": await video_of(request, forum)}


PROVIDERS.append(_provide)


def with_frame(request: AnyRequest, answer: Response[Any]) -> Response[Any]:
    """The policy of a page that shows the frame; every other page keeps the one without any."""
    host = request.scope["state"].get(_STATE)
    if host:
        answer.headers["content-security-policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src https://{host}"
    return answer
