"""One stylesheet of many parts: imports put in place, KERN reduced to what our pages use, white space gone.

KERN is 340 kB, most of it grid, utilities and icons of pages we do not have. What is dropped: rules whose classes
occur nowhere in our templates, code and style, and variables that nobody reads any more.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_KERN_CLASS = re.compile(r"kern-[A-Za-z0-9_-]+")
_CLASS_IN_SELECTOR = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_CHOICE = re.compile(r":(?:not|is|where)\((?:[^()]|\([^()]*\))*\)")
_VARIABLE_READ = re.compile(r"var\(\s*(--[\w-]+)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STRING = re.compile(r"\"[^\"]*\"|'[^']*'|url\([^)\"']*\)")
_IMPORT = re.compile(r'@import "([\w.-]+)"(?: layer\((\w+)\))?;')
_IMPORTANT = re.compile(r"\s*!important")
_NESTING = ("@media", "@supports", "@layer")


@dataclass(slots=True)
class Rule:
    """A rule, or an at-rule with rules inside; `body` holds declarations, or a whole keyframes block."""

    prelude: str
    body: str = ""
    inside: list["Rule"] = field(default_factory=list)


def class_names(texts: Iterator[str]) -> set[str]:
    """Classes of KERN that occur; one that ends in a hyphen was cut by a template and stands for all it begins."""
    return {name for text in texts for name in _KERN_CLASS.findall(text)}


def compose(folder: Path, kern: str, used: set[str]) -> str:
    """The text of `app.css` with every `@import` replaced by its part, minified."""
    parts = {path.name: minify(path.read_text(encoding="utf-8")) for path in folder.glob("*.css")}
    ours = "".join(parts.values())
    parts["kern"] = reduce_kern(kern, used | class_names(iter([ours])), ours)

    def put(match: re.Match[str]) -> str:
        name, layer = match[1], match[2]
        return f"@layer {layer}{{{parts[name]}}}" if layer else parts[name]

    sheet = _COMMENT.sub("", (folder / "app.css").read_text(encoding="utf-8"))
    return "".join(_IMPORT.sub(put, line).strip() for line in sheet.splitlines())


def reduce_kern(text: str, used: set[str], readers: str) -> str:
    """Without `!important`: inside a layer it would turn the order of layers round and win over ours."""
    rules = [
        rule for rule in _without_unused(parse(_COMMENT.sub("", text)), used) if rule.prelude != "@charset"
    ]
    _drop_variables(rules, readers)
    return minify(_IMPORTANT.sub("", write(rules)))


def parse(text: str) -> list[Rule]:
    rules: list[Rule] = []
    at = 0
    while (end := _find(text, at, "{;")) is not None:
        prelude = text[at:end].strip()
        if text[end] == ";":
            rules.append(Rule(prelude))
            at = end + 1
            continue
        close = _closing(text, end)
        body = text[end + 1 : close]
        if prelude.startswith(_NESTING):
            rules.append(Rule(prelude, inside=parse(body)))
        else:
            rules.append(Rule(prelude, body.strip()))
        at = close + 1
    return rules


def _find(text: str, start: int, wanted: str) -> int | None:
    """The next of the characters outside quotes and brackets."""
    quote, depth = "", 0
    for at in range(start, len(text)):
        char = text[at]
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif depth == 0 and char in wanted:
            return at
    return None


def _closing(text: str, opening: int) -> int:
    depth, at = 1, opening + 1
    while (found := _find(text, at, "{}")) is not None:
        depth += 1 if text[found] == "{" else -1
        if depth == 0:
            return found
        at = found + 1
    return len(text)


def _without_unused(rules: list[Rule], used: set[str]) -> Iterator[Rule]:
    for rule in rules:
        if rule.inside:
            kept = list(_without_unused(rule.inside, used))
            if kept:
                yield Rule(rule.prelude, inside=kept)
        elif rule.prelude.startswith("@"):
            if rule.body:
                yield rule
        elif selectors := [s for s in _selectors(rule.prelude) if _is_used(s, used)]:
            yield Rule(",".join(selectors), rule.body)


def _selectors(prelude: str) -> list[str]:
    found, at = [], 0
    while (comma := _find(prelude, at, ",")) is not None:
        found.append(prelude[at:comma].strip())
        at = comma + 1
    return [*found, prelude[at:].strip()]


def _is_used(selector: str, used: set[str]) -> bool:
    """What stands inside `:not(…)`, and one of several inside `:is(…)`, need not occur for the rule to apply."""
    names = _CLASS_IN_SELECTOR.findall(_CHOICE.sub("", selector))
    cut = tuple(name for name in used if name.endswith("-") and len(name) > len("kern-"))
    return all(name in used or name.startswith(cut) for name in names)


def _drop_variables(rules: list[Rule], readers: str) -> None:
    """Keeps a variable that a declaration reads, ours included, or another variable that is kept."""
    values: dict[str, set[str]] = {}
    needed = set(_VARIABLE_READ.findall(readers))
    for name, value in _declarations(rules):
        read = set(_VARIABLE_READ.findall(value))
        if name.startswith("--"):
            values.setdefault(name, set()).update(read)
        else:
            needed |= read
    waiting = list(needed)
    while waiting:
        for name in values.get(waiting.pop(), set()) - needed:
            needed.add(name)
            waiting.append(name)
    _keep_variables(rules, needed)


def _keep_variables(rules: list[Rule], needed: set[str]) -> None:
    for rule in rules:
        _keep_variables(rule.inside, needed)
        if not rule.prelude.startswith("@"):
            pairs = [(n, v) for n, v in _split(rule.body) if not n.startswith("--") or n in needed]
            rule.body = ";".join(f"{name}:{value}" for name, value in pairs)
    rules[:] = [rule for rule in rules if rule.inside or rule.body]


def _declarations(rules: list[Rule]) -> Iterator[tuple[str, str]]:
    for rule in rules:
        yield from _declarations(rule.inside)
        if rule.prelude.startswith("@"):
            yield ("", rule.body)
        else:
            yield from _split(rule.body)


def _split(body: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(body):
        end = _find(body, at, ";")
        name, _, value = body[at : len(body) if end is None else end].partition(":")
        if value:
            yield name.strip(), value.strip()
        at = len(body) if end is None else end + 1


def write(rules: list[Rule]) -> str:
    return "".join(f"{rule.prelude}{{{write(rule.inside) or rule.body}}}" for rule in rules)


def minify(text: str) -> str:
    """Comments and needless blanks go; strings and addresses stay as they are."""
    text = _COMMENT.sub("", text)
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\x00{len(kept) - 1}\x00"

    text = _STRING.sub(keep, text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([{};,]) ?", r"\1", text)
    text = re.sub(r"(?<=[{;])([\w-]+) ?: ", r"\1:", text)
    text = text.replace(";}", "}").strip()
    return re.sub("\x00(\\d+)\x00", lambda match: kept[int(match[1])], text)
