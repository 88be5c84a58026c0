"""The QR code of a text, as the path of an SVG: no file, no inline style."""

import segno


def qr(text: str) -> tuple[int, str]:
    """Modules along one side, and the path that draws the dark ones; the quiet zone is up to the style.

    Nothing is cached: what it draws may be a code that nobody keeps.
    """
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    return len(rows), "".join(_line(row, y) for y, row in enumerate(rows))


def _line(row: list[int], y: int) -> str:
    """Dark modules side by side as one rectangle."""
    parts: list[str] = []
    x = 0
    while x < len(row):
        width = 0
        while x + width < len(row) and row[x + width]:
            width += 1
        if width:
            parts.append(f"M{x} {y}h{width}v1h-{width}z")
        x += width or 1
    return "".join(parts)
