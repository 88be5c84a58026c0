"""Texts for tests, published unless said otherwise."""

from datetime import timedelta

from participation.consultations.actions import PhaseDraft
from participation.core.clock import now
from participation.core.db import fetch_value
from participation.plans import actions, queries
from participation.plans.forms import Draft, Head
from tests.consultations.factories import make_consultation
from tests.people import create_person

DAY = timedelta(days=1)
SOURCE = """# Ziele

Die Stadt pflanzt Bäume.

Es wird kühler.

# Mittel

Der Rat gibt Geld dafür.
"""


async def place(slug: str = "plan", kind: str = "draft", **more) -> int:
    phase = PhaseDraft(kind, "Entwurf beraten", now() - DAY, now() + 10 * DAY)
    return await make_consultation(slug, "Unser Plan", phases=[phase], **more)


async def text(
    source: str = SOURCE, *, where: int | None = None, title: str = "Der Plan", publish: bool = True
) -> int:
    editor = await create_person("Redaktion", role="editor")
    number = await actions.create(editor, where or await place(), Head(title, ""), Draft(source))
    if publish:
        await actions.publish(editor, number, (await queries.desk(number)).saved)
    return number


async def version(number: int, source: str, reason: str = "Weil es besser ist.") -> str:
    await actions.save(number, Draft(source, reason), "")
    return await actions.publish(1, number, (await queries.desk(number)).saved)


async def passage(number: int, paragraph: str = "1") -> int:
    return await fetch_value(
        """SELECT g.passage FROM plan_paragraph g JOIN plan_version v ON v.id = g.version
           WHERE v.text = $1 AND g.number = $2 AND g.level = 0 ORDER BY v.number DESC LIMIT 1""",
        number,
        paragraph,
    )
