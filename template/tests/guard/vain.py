"""Find what looks as if it checked something, and checks nothing."""

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Any

Function = ast.FunctionDef | ast.AsyncFunctionDef
TRUTHS = {"assertTrue", "assertFalse", "assertIsNotNone"}


def find_vain(source: str, nodes: Sequence[ast.AST]) -> Iterator[tuple[ast.stmt, str]]:
    """Return those of a file's statements that check nothing, and why."""
    functions = [node for node in nodes if isinstance(node, Function)]
    generators = {"map", "filter"}
    if "yield" in source:
        generators |= {node.name for node in functions if is_generator(node)}
    verdicts = {node.name for node in functions if getattr(node.returns, "id", "") == "bool"}
    for node in (node for node in nodes if isinstance(node, ast.Assert | ast.Expr)):
        call: Any = getattr(node, "value", None)
        call = call.value if isinstance(call, ast.Await) else call
        function, arguments = getattr(call, "func", None), getattr(call, "args", [])
        attribute = getattr(function, "attr", "")
        owner = getattr(getattr(function, "value", None), "id", "")
        name = attribute if owner == "self" else getattr(function, "id", "")
        # `assert one, two == 2`, `self.assertTrue(one, 1)`
        constants = [part.value for part in arguments[1:2] if isinstance(part, ast.Constant)]
        if isinstance(getattr(node, "msg", None), ast.Compare) or (
            name in TRUTHS and any(not isinstance(value, str | None) for value in constants)
        ):
            yield node, "what follows the comma is a message, and is not compared"
        # `self.assertTrue(lambda: …)`, `self.assertTrue(mock.assert_called)`
        elif name in TRUTHS and is_function(arguments[0]):
            yield node, "a function is always true: call it"
        # A generator does nothing before it is iterated.
        elif name in generators or isinstance(call, ast.GeneratorExp):
            yield node, f"{name or 'this'} is a generator, and not iterated: nothing of it is run"
        elif name in verdicts:
            yield node, f"{name}() returns whether it is so, and nobody looks: assert it"
        elif attribute == "exception" and not arguments:
            yield node, "exception() returns what failed, and nobody looks: assert what it is"


def is_generator(node: Function) -> bool:
    # Another decorator may well run what it decorates.
    decorated = re.match(r"(?!$|\S*contextmanager$)", decorators(node))
    return not decorated and has(node, ast.Yield | ast.YieldFrom)


def is_function(argument: ast.expr) -> bool:
    return isinstance(argument, ast.Lambda) or getattr(argument, "attr", "").startswith("assert_")


def has(node: Function, kind: Any) -> bool:
    """Return whether a function has something in it, and not only a function inside of it has."""
    parts = [*ast.walk(node)]
    inner = any(isinstance(part, Function | ast.Lambda) for part in parts[1:])
    return not inner and any(isinstance(part, kind) for part in parts)


def decorators(node: Function) -> str:
    return " ".join(map(ast.unparse, node.decorator_list))
