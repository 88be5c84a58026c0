"""One person's browser window, and what went wrong in it."""

from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Window:
    """`troubles` collects errors of scripts and of the policy, and requests to anybody else."""

    def __init__(self, context: BrowserContext, page: Page, base: str) -> None:
        self.context, self.page, self.base = context, page, base
        self.troubles: list[str] = []
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("request", self._asked)

    def _said(self, message: Any) -> None:
        expected = (
            "Failed to load resource" in message.text
        )  # the status of the page itself, tested elsewhere
        if message.type == "error" and not expected:
            self.troubles.append(f"{self.page.url}: {message.text}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.base, self.base.replace("http", "ws", 1), "data:")):
            self.troubles.append(f"{self.page.url} asks {request.url}")

    async def goto(self, url: str) -> int:
        answer = await self.page.goto(url, wait_until="load")
        return answer.status if answer else 0

    async def axe(self, *rules: str) -> list[str]:
        """What axe finds, in one line each; with `rules` only these."""
        if not await self.page.evaluate("typeof axe === 'object'"):
            await self.page.evaluate(AXE.read_text(encoding="utf-8"))
        only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": TAGS}
        options = {"runOnly": only, "resultTypes": ["violations"], "preload": False}
        found = await self.page.evaluate("options => axe.run(document, options)", options)
        return [
            f"{violation['id']}: {node['target']} {node['failureSummary'].splitlines()[-1].strip()}"
            for violation in found["violations"]
            for node in violation["nodes"][:3]
        ]

    async def overflow(self) -> list[str]:
        """What makes the page wider than the window, outermost first; media queries follow a frame later."""
        await self.page.evaluate(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        return await self.page.evaluate(
            """() => {
                const width = document.documentElement.clientWidth;
                if (document.scrollingElement.scrollWidth <= width) return [];
                const wide = [...document.body.querySelectorAll("*")].filter(
                    (element) => element.getBoundingClientRect().right > width + 0.5);
                if (!wide.length) return [`a text runs out of its box, to ${document.scrollingElement.scrollWidth} of ${width} px`];
                return wide.map((element) => `${element.parentElement.className} > ${element.localName}.${element.className} ends at `
                    + `${Math.round(element.getBoundingClientRect().right)} of ${width} px`).slice(0, 8);
            }"""
        )
