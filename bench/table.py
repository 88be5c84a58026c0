"""The result as a table of words and figures; what misses its aim is marked."""

from collections.abc import Sequence
from typing import Any

from bench.figures import application, times

_PAGES = (
    "over HTTP", "CPU µs", "bare µs", "times", "own µs", "aim", "req/s", "bare", "p50 ms", "bare", "p99 ms", "bare",
    "SQL", "bytes",
)  # fmt: skip
_LIVE = ("", "p50 ms", "p99 ms", "µs/frame/socket", "kB/socket", "delivered", "lost", "twice", "bytes")


def table(result: dict[str, Any]) -> str:
    parts = [_drawn(_PAGES, [_page(row) for row in result["pages"]])]
    parts += [_drawn((scene["title"], *_LIVE[1:]), _sockets(scene)) for scene in result.get("live", [])]
    parts.append(_words(result))
    return "\n\n".join(parts)


def _page(row: dict[str, Any]) -> Sequence[str]:
    product, bare, sql = row["product"], row["bare"], row["statements"]
    own = application(product["cpu"], bare["cpu"]) - row["markdown"]
    most = f" ({sql['most']})" if sql["most"] != sql["usual"] else ""
    return (
        row["title"],
        f"{product['cpu'] - row['markdown']:.0f}",
        f"{bare['cpu']:.0f}",
        f"{times(product['cpu'] - row['markdown'], bare['cpu']):.1f}",
        f"{own:.0f}",
        _aim(own, row["aim"]),
        f"{product['rps']:.0f}",
        f"{bare['rps']:.0f}",
        f"{product['p50']:.1f}",
        f"{bare['p50']:.2f}",
        f"{product['p99']:.1f}",
        f"{bare['p99']:.2f}",
        f"{sql['usual']}{most}",
        f"{product['size']}",
    )


_FIGURES = ("p50", "p99", "cpu", "memory")


def _sockets(scene: dict[str, Any]) -> list[Sequence[str]]:
    product, bare, aims = scene["product"], scene["bare"], {**scene["aims"], "lost": 0, "twice": 0}
    rows: list[Sequence[str]] = [
        (title, *(f"{one[name]:.1f}" for name in _FIGURES), *(f"{one[name]}" for name in _COUNTS))
        for title, one in (("product", product), ("raw writes", bare))
    ]
    rows.append(("times", *(f"{times(product[name], bare[name]):.1f}" for name in _FIGURES)))
    kept = [_aim(product[name], aims[name]) if name in aims else "" for name in (*_FIGURES, *_COUNTS)]
    return [*rows, ("aim", *kept)]


_COUNTS = ("delivered", "lost", "twice", "size")


def _aim(value: float, most: float) -> str:
    return f"≤ {most:g}" + ("" if value <= most else " MISSED")


def _words(result: dict[str, Any]) -> str:
    machine = result["machine"]
    return (
        f"{result['date']} · {machine['cpu']}, {machine['cores']} cores, Python {machine['python']}, "
        f"load {machine['load']:.1f} · {result['proposals']} proposals · {result['seconds']:.0f} s\n"
        "CPU: of the web process, per request; own = CPU - bare limit. "
        f"A comment's Markdown ({result['markdown']:.0f} µs) is not in its CPU, but in its rates and times.\n"
        "SQL: without BEGIN and COMMIT; in brackets the most, when what is kept for seconds is read anew."
    )


def _drawn(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    filled = [[*row, *[""] * (len(head) - len(row))] for row in (head, *rows)]
    widths = [max(len(row[column]) for row in filled) for column in range(len(head))]
    lines = ["  ".join(_cell(text, width, at) for at, (text, width) in enumerate(zip(row, widths, strict=True)))
             for row in filled]  # fmt: skip
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def _cell(text: str, width: int, column: int) -> str:
    return text.ljust(width) if column == 0 else text.rjust(width)
