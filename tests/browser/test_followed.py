"""A page that has followed an evening says the same as one that has just been opened."""

import asyncio
import difflib
from collections.abc import Callable

from tests.server import Person, Server, sign_in

TEXT = """() => {
    const main = document.querySelector("main").cloneNode(true);
    const gone = "script, noscript, template, .kern-sr-only[aria-live], [data-log-new], #presence, #presence-ways";
    for (const element of main.querySelectorAll(gone)) element.remove();
    const older = main.querySelector("#chat-log").previousElementSibling;
    if (older.querySelector("a[href*='before=']")) older.remove();
    for (const line of [...main.querySelectorAll("#chat-lines > li")].slice(0, -10)) line.remove();
    for (const clock of main.querySelectorAll("[data-clock], [data-clock-word]")) clock.replaceChildren();
    const lines = [];
    const walk = (node, depth) => {
        if (node.nodeType === 3) {
            const text = node.data.replace(/\\s+/g, " ").trim().replace(/\\d+ Minuten?/g, "N Minuten");
            if (text) lines.push(" ".repeat(depth) + text);
        }
        if (node.nodeType !== 1) return;
        const seen = /^(data-(seq|say|clock|htmx)|hx-swap-oob|value|max)|^hx-/;
        const names = [...node.attributes].filter(({ name }) => !seen.test(name))
            .map(({ name, value }) => `${name}="${value.replace(/ ?htmx-\\S+/g, "")}"`).sort();
        if (node.id.endsWith("-pull")) return;
        lines.push(" ".repeat(depth) + `<${node.localName} ${names.filter((one) => one !== 'class=""').join(" ")}>`);
        node.childNodes.forEach((child) => walk(child, depth + 1));
    };
    walk(main, 0);
    return lines;
}"""


class Acts:
    """What happens in the evening, one act after the other, over HTTP as people do it."""

    def __init__(self, site: Server) -> None:
        self.edda, self.dirk, self.konrad = (sign_in(site, name) for name in ("edda", "dirk", "konrad"))

    def chair(self, act: str, **fields: str) -> None:
        self.edda.submit("/forums/demo/chair", f"/forums/demo{act}", fields or None)

    def desk(self, act: str, **fields: str) -> None:
        self.dirk.submit("/forums/demo/desk", f"/forums/demo{act}", fields)

    def all(self) -> list[Callable[[], object]]:
        return [
            lambda: self.chair("/agenda/next"),
            lambda: self.desk("/desk/requests", card="41", kind="speech"),
            lambda: self.desk("/desk/requests", card="42", kind="speech"),
            lambda: self.desk("/desk/requests", name="Frau Özdemir", kind="speech"),
            lambda: self.chair("/speeches"),
            lambda: self.say("Das hören wir gern."),
            lambda: self.desk("/incidents", incident="sound"),
            lambda: self.ask_and_stage("Wird der Brunnen im Winter geleert?"),
            lambda: self.chair("/breaks", minutes="10"),
            lambda: self.chair("/breaks/ending"),
            lambda: self.say("Und weiter."),
            lambda: self.chair("/agenda/next"),
            lambda: self.chair("/agenda/back"),
        ]

    def say(self, line: str) -> None:
        self.konrad.submit("/forums/demo", "/forums/demo/messages", {"body": line})

    def ask_and_stage(self, words: str) -> None:
        place = self.konrad.submit("/forums/demo", "/forums/demo/questions", {"question": words})
        number = place.rpartition("-")[2]
        path = f"/forums/demo/questions/{number}/state"
        form = self.edda.form("/forums/demo/questions", path)
        for state in ("stage", "answered", "stage"):
            if state == "answered":
                form = self.edda.form("/forums/demo/questions", path)
            answer = self.edda.post(path, {**form, "state": state})
            assert answer.status_code in {303, 409}


async def same(followed, window, name: str) -> None:
    fresh = await window(name)
    await fresh.goto("/forums/demo")
    there, here = await fresh.page.evaluate(TEXT), await followed.page.evaluate(TEXT)
    differences = [
        line
        for line in difflib.unified_diff(there, here, "fresh", "followed", lineterm="", n=1)
        if line.strip()
    ]
    assert not differences, "\n".join(differences[:60])


async def caught_up(followed, site: Server) -> None:
    page = await asyncio.to_thread(Person(site).get, "/forums/demo")
    head = int(page.split('class="t-live-grid" data-seq="')[1].split('"')[0])
    await followed.page.wait_for_function(
        "head => Number(document.querySelector('[data-live]').dataset.seq) >= head", arg=head
    )
    await followed.page.evaluate("new Promise((done) => setTimeout(done, 400))")


async def test_a_visitors_page_that_followed_everything_equals_a_fresh_one(window, site: Server):
    followed = await window()
    await followed.goto("/forums/demo")
    acts = await asyncio.to_thread(Acts, site)
    for act in acts.all():
        await asyncio.to_thread(act)
    await caught_up(followed, site)
    await same(followed, window, "visitor")
    assert not followed.troubles


async def test_a_page_that_was_offline_meanwhile_equals_a_fresh_one(window, site: Server):
    followed = await window()
    await followed.goto("/forums/demo")
    await followed.context.set_offline(True)
    acts = await asyncio.to_thread(Acts, site)
    for act in acts.all()[-6:]:
        await asyncio.to_thread(act)
    await followed.context.set_offline(False)
    await caught_up(followed, site)
    await same(followed, window, "visitor")
