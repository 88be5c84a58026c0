"""`verify.py`: the files of `polls.verifying` as one that needs nothing but Python."""

import ast
from functools import cache
from importlib.resources import files

PARTS = (
    "signature",
    "words",
    "reading",
    "ballots",
    "additive",
    "ranked",
    "transfer",
    "money",
    "comparing",
    "main",
)
HEAD = '''"""Prüft das Ergebnis einer Abstimmung und zählt es nach. Checks the result of a poll and recounts it.

    python3 -I verify.py poll-7.zip
    python3 -I verify.py poll-7.zip --receipt ABCD-EFGH-JKMN-PQRS
    python3 -I verify.py poll-7.zip --english

Braucht nur Python ab 3.11: kein Netz, keine anderen Dateien. Es zählt mit eigenem Code, nicht mit dem der
Plattform. Rückgabe 0: alles passt. 1: etwas passt nicht, und es steht da, was.
Needs nothing but Python 3.11 or newer. Licence: EUPL-1.2.
"""
'''
KEY_LINE = 'CITY_KEY = ""'


@cache
def assemble(city_key: str = "") -> str:
    """ValueError where two parts use one name: the later would silently take the place of the earlier."""
    imports: set[str] = set()
    bodies, names = [], set[str]()
    for part in PARTS:
        source = files("polls.verifying").joinpath(f"{part}.py").read_text(encoding="utf-8")
        found, body, own = _apart(source)
        if names & own:
            raise ValueError(f"{part} uses names of another part: {', '.join(sorted(names & own))}")
        imports |= found
        names |= own
        bodies.append(body)
    text = "\n".join(
        [HEAD, *sorted(imports), "", "", "\n\n\n".join(bodies), "", "", 'if __name__ == "__main__":']
    )
    return text.replace(KEY_LINE, f'CITY_KEY = "{city_key}"') + "\n    begin()\n"


def _apart(source: str) -> tuple[set[str], str, set[str]]:
    """Imports of the standard library, the rest without docstring and imports, and the names it defines."""
    tree, lines = ast.parse(source), source.splitlines()
    imports, names = set(), set[str]()
    assert isinstance(tree.body[0], ast.Expr)
    title = (ast.get_docstring(tree) or "").splitlines()[0]
    start = 0
    for node in tree.body:
        assert node.end_lineno is not None
        if isinstance(node, ast.Import | ast.ImportFrom):
            start = node.end_lineno
            if not (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("polls.")):
                imports.add("\n".join(lines[node.lineno - 1 : node.end_lineno]))
        names |= _names(node)
    return imports, "\n".join([f"# --- {title}", *lines[start:]]), names


def _names(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    targets = (
        node.targets
        if isinstance(node, ast.Assign)
        else [node.target]
        if isinstance(node, ast.AnnAssign)
        else []
    )
    return {target.id for target in targets if isinstance(target, ast.Name)}
