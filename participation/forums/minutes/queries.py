from participation.core.db import fetch_value

_HTML = """
SELECT minutes_html FROM forum WHERE id = $1 AND minutes_published_at IS NOT NULL AND minutes_html IS NOT NULL
"""


async def published_html(forum_id: int) -> str | None:
    html: str | None = await fetch_value(_HTML, forum_id)
    return html
