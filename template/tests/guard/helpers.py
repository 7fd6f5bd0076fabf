"""Find assertions that stand in no test, and that no test of their file has reached.

A function goes without this when the word "unguarded" stands in it, as in a comment.
"""

import ast
from collections.abc import Collection, Iterable, Iterator
from inspect import getattr_static
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from tests.guard import observe
from tests.guard.assertions import assertions, code_of, expected, place_of
from tests.guard.vain import Function, decorators
from tests.guard.written import (
    OF_TESTS,
    blocks_of,
    is_alone,
    is_elsewhere,
    is_forked,
    lines_of,
    place,
    read,
    unguarded_in,
)

# By file, the tests in it, and its other functions with assertions: they may never be called.
watched: dict[str, tuple[set[tuple[str, int]], dict[CodeType, bool]]] = {}


def watch(module: Any, found: Collection[tuple[str, int | str]], cases: Collection[type]) -> None:
    """Watch the functions of a module that are no tests, given the places and classes of tests."""
    path = module.__file__
    tests = {(file, line) for file, line in found if file == path and isinstance(line, int)}
    source, functions, nodes = read(path)
    if not tests or is_forked(source):
        return
    codes = {code for code in codes_of(module) if place_of(code) not in tests}
    checks = [code for code in codes if any(sure_of(functions.get(code.co_firstlineno)))]
    spared = names_at_import(nodes[0]) | names_elsewhere(nodes) if checks else set()
    bases = {base.__qualname__ for case in cases for base in case.__mro__}
    others: dict[CodeType, bool] = {}
    for code in checks:
        observe.begin()
        observe.follow(code)
        # A method of a fake need not be called, nor what a decorator registers; a call while the
        # tests are found was not seen.
        owner = code.co_qualname.rpartition(".")[0]
        early = code.co_name in spared or code.co_name.endswith("_tests")
        registered = not OF_TESTS.search(decorators(functions[code.co_firstlineno]))
        others[code] = owner not in bases if owner else early or registered
    watched[path] = (tests, others)


def codes_of(module: Any) -> Iterator[CodeType]:
    """Return the functions and methods that are written in a module."""
    for thing in vars(module).values():
        # Nothing is asked of a thing itself: a proxy may raise anything.
        for part in [thing, *vars(thing).values()] if issubclass(type(thing), type) else [thing]:
            function = part.__func__ if type(part) in {staticmethod, classmethod} else part
            if type(function) is not FunctionType:  # a fixture, or the like
                function = getattr_static(function, "__wrapped__", None)
            code = code_of(function) if type(function) is FunctionType else None
            if code and code.co_filename == module.__file__:
                yield code


def sure_of(node: Function | None) -> Iterator[ast.stmt]:
    """Return the assertions of a function, but for those that may be left out."""
    return (part for part, kind in assertions(node.body if node else [], "sure") if kind != "one")


def find_unreached() -> Iterator[str]:
    """Return the assertions that were not reached in a run that is over, and green."""
    for path, (tests, others) in watched.items():
        # A part of the tests need not reach them all.
        if not others or any(expected.get(test, 1) for test in tests):
            continue
        source, functions, _ = read(path)
        unguarded = unguarded_in(source, functions)
        for code, may_be_left in others.items():
            node = functions[code.co_firstlineno]
            if code.co_firstlineno in unguarded:
                continue
            # A trace does not see what is called outside of the tests.
            alone = observe.monitoring and not may_be_left and is_alone(Path(path), node.name)
            if not alone and not observe.is_begun(code):
                continue
            seen = observe.reached[path]
            for part in (part for part in sure_of(node) if seen.isdisjoint(lines_of(part))):
                where = place(path, part)
                yield f"{where}: no test of this file reaches this assertion: see that one does"


def names_at_import(node: ast.AST) -> set[str]:
    """Return the names that are used while a module is imported, also by what is called then."""
    names: set[str] = set()
    functions = []
    for part in (part for block in blocks_of(node) for part in block):
        parts = ast.iter_child_nodes(part)
        names |= names_in(one for one in parts if not isinstance(one, ast.stmt))
        if isinstance(part, Function):
            functions.append(part)
        else:
            names |= names_at_import(part)
    while new := names_in(one for one in functions if one.name in names) - names:
        names |= new
    return names


def names_elsewhere(nodes: Iterable[ast.AST]) -> set[str]:
    """Return the names that are used on other systems, or by other versions of Python."""
    return names_in(node for node in nodes if isinstance(node, ast.If) and is_elsewhere(node))


def names_in(nodes: Iterable[ast.AST]) -> set[str]:
    return {one.id for top in nodes for one in ast.walk(top) if isinstance(one, ast.Name)}
