"""Find what looks as if it checked something, and checks nothing."""

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Any

Function = ast.FunctionDef | ast.AsyncFunctionDef
TRUTHS = {"assertTrue", "assertFalse", "assertIsNotNone"}
CONTEXTS = re.compile(r"assert(Raises|Warns)(Regex)?|raises|warns")
PROCESS = re.compile(r"\bProcess\(|\bPopen\(|create_subprocess_")
LEFT = re.compile(r"^ *(await )?[\w.]+\.(join|wait)\(.*\)$", re.MULTILINE)  # without its result
ENDED = re.compile("exit_?code|returncode|exit_?status|kill|terminate|signal")


def find_vain(source: str, nodes: Sequence[ast.AST]) -> Iterator[tuple[ast.stmt, str]]:
    """Return those of a file's statements that check nothing, and why."""
    functions = [node for node in nodes if isinstance(node, Function)]
    generators = {"map", "filter"}
    if "yield" in source:
        generators |= {node.name for node in functions if is_generator(node)}
    verdicts = {node.name for node in functions if getattr(node.returns, "id", "") == "bool"}
    for node in (node for node in nodes if isinstance(node, ast.Assert | ast.Expr)):
        value: Any = getattr(node, "value", None)
        value = value.value if isinstance(value, ast.Await) else value
        if reason := vanity(value, getattr(node, "msg", None), generators, verdicts):
            yield node, reason
    for function in functions if PROCESS.search(source) else []:
        text = ast.unparse(function)
        if PROCESS.search(text) and LEFT.search(text) and not ENDED.search(text):
            yield function, "nobody looks at the exit code of the process"


def vanity(value: Any, message: Any, generators: set[str], verdicts: set[str]) -> str:
    """Return why a statement checks nothing, given its value and its message, or nothing."""
    function, arguments = getattr(value, "func", None), getattr(value, "args", [])
    attribute = getattr(function, "attr", "")
    owner = getattr(getattr(function, "value", None), "id", "")
    name = attribute if owner == "self" else getattr(function, "id", "")
    # `assert one, two == 2`, `self.assertTrue(one, 1)`
    constants = [part.value for part in arguments[1:2] if isinstance(part, ast.Constant)]
    wrong = name in TRUTHS and any(not isinstance(one, str | None) for one in constants)
    if isinstance(message, ast.Compare) or wrong:
        return "what follows the comma is a message, and is not compared"
    if isinstance(value, ast.Compare):
        return "it compares, and nobody looks: assert it"
    # `mock.assert_called_once`, `self.assertTrue(lambda: …)`
    if is_function(value) or (name in TRUTHS and is_function(arguments[0])):
        return "a function that is not called"
    if CONTEXTS.fullmatch(attribute) and len(arguments) == 1:
        return f"nothing is run in {attribute}(): use `with`"
    # A generator does nothing before it is iterated.
    if name in generators or isinstance(value, ast.GeneratorExp):
        return f"{name or 'this'} is a generator, and not iterated: nothing of it is run"
    if name in verdicts:
        return f"{name}() returns whether it is so, and nobody looks: assert it"
    if attribute == "exception" and not arguments:
        return "exception() returns what failed, and nobody looks: assert what it is"
    return ""


def is_generator(node: Function) -> bool:
    # Another decorator may well run what it decorates.
    decorated = re.match(r"(?!$|\S*contextmanager$)", decorators(node))
    return not decorated and has(node, ast.Yield | ast.YieldFrom)


def is_function(value: object) -> bool:
    return isinstance(value, ast.Lambda) or getattr(value, "attr", "").startswith("assert_")


def has(node: Function, kind: Any) -> bool:
    """Return whether a function has something in it, and not only a function inside of it has."""
    parts = [*ast.walk(node)]
    inner = any(isinstance(part, Function | ast.Lambda) for part in parts[1:])
    return not inner and any(isinstance(part, kind) for part in parts)


def decorators(node: Function) -> str:
    return " ".join(map(ast.unparse, node.decorator_list))
