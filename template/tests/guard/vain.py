"""Find what looks as if it checked something, and checks nothing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.guard.written import File, Function, decorators, place

MESSAGE = "what follows the comma is a message, and is not compared"
TRUTHS = {"assertTrue", "assertFalse", "assertIsNotNone"}
CONTEXTS = re.compile(r"assert(Raises|Warns)(Regex)?|raises|warns")
# What does nothing before it is entered.
ENTERED = re.compile(
    r"asyncio\.timeout(_at)?|(\w+\.)?(fail|move_on)_after|(override|modify)_settings"
    r"|self\.(subTest|assert(No)?Logs|(modify_)?settings)|(mock\.)?patch|patch\.(object|dict)"
)
# A process that is waited for, and nothing is checked afterwards.
STARTED = re.compile(r"(Process|Popen|create_subprocess_\w+)\(")
PROCESS = re.compile(
    rf"(?ms)^ *(\w+) = [^\n]*{STARTED.pattern}"
    r"(?!.*(code|kill|terminate|signal|[Rr]aises|Timeout)).*"
    r"^ *(await )?\1\.(join|wait)\(\S*\)$(?!.*assert)"
)


def find_vain(path: Path, file: File) -> Iterator[str]:
    """Return the statements of a file that check nothing, and why."""
    for node, reason in vain(file):
        if node.lineno not in file.unguarded:
            yield f"{place(path, node)}: {reason}"


def vain(file: File) -> Iterator[tuple[ast.stmt, str]]:
    functions = file.functions.values()
    lazy = filter(is_generator, file.having("yield").values())
    generators = {"map", "filter", *map(called, lazy)}
    judges = [node for node in functions if getattr(node.returns, "id", "") == "bool"]
    verdicts = {called(node) for node in judges if not any(map(has_effect, ast.walk(node)))}
    for node in file.nodes:
        reason = ""
        if isinstance(node, ast.Expr):
            value = node.value.value if isinstance(node.value, ast.Await) else node.value
            reason = reason_of(value, generators, verdicts)
        elif isinstance(node, ast.Assert) and isinstance(node.msg, ast.Compare):
            reason = MESSAGE  # `assert one, two == 2`
        elif isinstance(node, ast.Assert) and is_always_true(node.test):
            reason = "what follows `or` or `else` is always true: compare it"
        # What a statement is expected to raise is checked.
        if reason and not any(node in ast.walk(one) for one in file.nodes if expects(one)):
            yield node, reason
    for function in functions if STARTED.search(file.text) else []:
        if PROCESS.search(ast.unparse(function)):
            yield function, "nobody looks at the exit code of the process"


def called(node: Function) -> str:
    """Return how a function, or a method in its class, is called."""
    method = [part.arg for part in node.args.args[:1]] == ["self"]
    return f"self.{node.name}" if method else node.name


def expects(node: ast.AST) -> bool:
    """Return whether an exception or a warning in it is expected, or dropped."""
    items = node.items if isinstance(node, ast.With | ast.AsyncWith) else []
    expected = any(re.search("[Rr]aises|[Ww]arns|suppress", ast.unparse(one)) for one in items)
    return expected or isinstance(node, ast.Try)


def reason_of(value: Any, generators: set[str], verdicts: set[str]) -> str:
    """Return why a statement with that value checks nothing, or nothing."""
    arguments = getattr(value, "args", [])
    name = name_of(value.func) if isinstance(value, ast.Call) else ""
    last = name.rpartition(".")[2]
    # `self.assertTrue(one, 1)`
    constants = [part.value for part in arguments[1:2] if isinstance(part, ast.Constant)]
    if last in TRUTHS and any(not isinstance(one, str | None) for one in constants):
        return MESSAGE
    if isinstance(value, ast.Compare):
        return "it compares, and nobody looks: assert it"
    # `mock.assert_called_once`, `self.assertTrue(lambda: …)`
    if is_function(value) or (last in TRUTHS and is_function(arguments[0])):
        return "a function that is not called"
    if ENTERED.fullmatch(name) or (CONTEXTS.fullmatch(last) and len(arguments) == 1):
        return f"nothing is run in {name}(): use `with`"
    # A generator does nothing before it is iterated.
    if name in generators or isinstance(value, ast.GeneratorExp):
        return f"{name or 'this'} is a generator, and not iterated: nothing of it is run"
    if name in verdicts:
        return f"{name}() returns whether it is so, and nobody looks: assert it"
    if last == "exception" and not arguments:
        return "exception() returns what failed, and nobody looks: assert what it is"
    return ""


def is_always_true(test: Any) -> bool:
    """Return whether `test` is one of several: `one or 2`, `one == 1 if first else 2`."""
    either = isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or)
    parts = test.values if either else [getattr(test, name, None) for name in ("body", "orelse")]
    others = [part.value for part in parts if isinstance(part, ast.Constant)]
    return any(other and other is not True for other in others)


def name_of(function: Any) -> str:
    """Return how a function is called: as `check`, `self.check`, or `.check` of something else."""
    owner = getattr(getattr(function, "value", None), "id", "")
    last = getattr(function, "attr", None)
    return f"{owner}.{last}" if last else getattr(function, "id", "")


def has_effect(part: ast.AST) -> bool:
    """Return whether a statement does something, other than to wait, or to name a result."""
    if isinstance(part, ast.Assign):
        return not isinstance(part.targets[0], ast.Name)
    called = isinstance(part, ast.Expr) and not isinstance(part.value, ast.Constant)
    return isinstance(part, ast.Assert) or (called and "sleep" not in ast.unparse(part))


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
