"""Templates translated while they are compiled, and a few of Jinja's detours cut short.

A page says some two hundred sentences, and looking each up, wrapping it as Markup and filling it in was two
thirds of its CPU time. Every language has an environment of its own, so a constant sentence can become part of
the compiled template. What a template may say and what comes out stay the same.
"""

import re
from collections.abc import Callable
from functools import partial
from gettext import NullTranslations
from typing import Any

from jinja2 import Environment, Template, nodes, pass_eval_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]  # the C function behind escape()

FORM = 2
"""To be raised when the same template compiles to something else: it names the files of the cache."""

_PLACE = re.compile(r"%\((\w+)\)s|(%%)|(%)")
_NAMES = frozenset({"_", "gettext"})


class _Folding(NodeTransformer):
    def __init__(self, translations: NullTranslations) -> None:
        self._translations = translations

    def visit_ScopedEvalContextModifier(self, node: nodes.Node) -> nodes.Node:  # noqa: N802  # Jinja's name
        """`{% autoescape false %}`: plain text has rules of its own."""
        return node

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802  # Jinja's name
        """In the flow of a page the pieces of a sentence need not be joined first."""
        said: list[nodes.Expr] = []
        for child in node.nodes:
            pieces = self._pieces(child)
            said += [self.visit(child)] if pieces is None else pieces
        node.nodes = said
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  # Jinja's name
        pieces = self._pieces(node)
        if pieces is None:
            return self.generic_visit(node)
        return pieces[0] if len(pieces) == 1 else nodes.Concat(pieces, lineno=node.lineno)

    def _pieces(self, node: nodes.Node) -> list[nodes.Expr] | None:
        """Constant text and the expressions between it; None where it must be looked up while the page is made."""
        msgid = _constant_sentence(node)
        sentence = self._translations.gettext(msgid) if msgid else ""
        if not sentence or any(found[3] for found in _PLACE.finditer(sentence)):
            return None  # a sign for formatting that is no `%(name)s` is left to Python's own formatting
        assert isinstance(node, nodes.Call)
        values = {each.key: each.value for each in node.kwargs}
        pieces: list[nodes.Expr] = []
        for text, name in _split(sentence):
            if name and name not in values:
                return None
            if text or not name:
                pieces.append(nodes.Const(Markup(text), lineno=node.lineno))  # noqa: S704  # a sentence of ours
            if name:
                pieces.append(self.visit(values[name]))
        return pieces


def _constant_sentence(node: nodes.Node) -> str | None:
    if not (isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in _NAMES):
        return None
    if len(node.args) != 1 or node.dyn_args is not None or node.dyn_kwargs is not None:
        return None
    only = node.args[0]
    return only.value if isinstance(only, nodes.Const) and isinstance(only.value, str) else None


def _split(sentence: str) -> list[tuple[str, str]]:
    """Text and the name of the place that follows it, "" behind the last."""
    parts, text, at = [], "", 0
    for found in _PLACE.finditer(sentence):
        text += sentence[at : found.start()] + (found[2] or "")[:1]
        at = found.end()
        if found[1]:
            parts.append((text, found[1]))
            text = ""
    tail = text + sentence[at:]
    return [*parts, (tail, "")] if tail or not parts else parts


class _Code(CodeGenerator):
    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        """What flows into the page is joined there, so it need not be wrapped as Markup one by one before."""
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.flow(")


def flow(value: Any) -> str:
    """`str(escape(value))`, in a third of the time for what there is most of."""
    kind = type(value)
    if kind is str:
        return _escape_inner(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]  # known by its type
    if kind is int:
        return str(value)
    return escape(value)


class _Module(Template):
    def _get_default_module(self, ctx: Context | None = None) -> Any:  # noqa: ARG002  # Jinja's signature
        """What `{% from … import %}` needs. Jinja looks each time whether globals differ; ours are the same for all."""
        if self._module is None:
            self._module = self.make_module()
        return self._module


class _Calls(Context):
    def call(__self, __obj: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: N805  # Jinja's names
        """A macro is known for one at once, and so is a function of ours that wants nothing of Jinja."""
        kind = type(__obj)
        if kind is Macro or kind is partial:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return __obj(__self.eval_ctx, *args, **kwargs) if kind is Macro else __obj(*args, **kwargs)
        return super().call(__obj, *args, **kwargs)


class FoldingEnvironment(Environment):
    template_class = _Module
    context_class = _Calls
    code_generator_class = _Code
    flow = staticmethod(flow)

    def install_translations(self, translations: NullTranslations) -> None:
        """Instead of the extension's own: sentences that are no constants come this way."""
        self.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
        said = _said(translations)
        self.globals.update(gettext=said, _=said)
        self.folding = _Folding(translations)

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,  # noqa: FBT001, FBT002  # Jinja's signature
    ) -> str:
        folded = self.folding.visit(source)
        folded.set_environment(self)
        return super()._generate(folded, name, filename, defer_init)


def _said(translations: NullTranslations) -> Callable[..., str]:
    @pass_eval_context
    def said(context: EvalContext, msgid: str, /, **values: Any) -> str:
        text = translations.gettext(msgid)
        if context.autoescape:
            text = Markup(text)  # noqa: S704  # a sentence of ours; values are escaped
        return text % values if "%" in text else text

    return said
