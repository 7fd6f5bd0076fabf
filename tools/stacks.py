"""Write which-stack.md from the facts that the tests try.

A fact stands as the docstring of the test that shows it, in tests/stacks/, or beside the command
that shows it, below.
"""

import ast
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "which-stack.md"
PROBES = ROOT / "tests" / "stacks"
BEGIN, END = "<!-- table -->\n", "<!-- end of table -->\n"

# The columns, and the project that each is tried in.
STACKS = {
    "unittest": {"framework": "plain", "test_stack": "unittest"},
    "django": {"framework": "django", "test_stack": "unittest"},
    "pytest_anyio": {"framework": "plain", "test_stack": "pytest-anyio"},
    "pytest_asyncio": {"framework": "plain", "test_stack": "pytest-asyncio"},
}
TITLES = ("unittest", "Django's runner", "pytest-anyio", "pytest-asyncio")

# What the tests of these names in tests/stacks/ show.
SHOWN = {
    "async_test": "An async test is",
    "classes": "Test classes",
    "set_up": "Async set-up and tear-down",
    "wide_fixtures": "Scopes of async fixtures wider than a test",
    "event_loop": "Event loop",
    "other_loops": "Other loops and libraries",
    "parameters": "Parameters",
}


@dataclass(frozen=True)
class Run:
    """A cell of the table, and a command of a rendered project that shows it.

    The exit code is zero or not, and the output has the text. `bare` is without the guard.
    """

    says: str
    command: str
    green: bool
    output: str
    bare: bool = False
    framework: str = ""


UNITTEST, DJANGO, PYTEST = (
    "uv run python -m unittest",
    "uv run python manage.py test",
    "uv run pytest",
)
XDIST = "uv run --with pytest-xdist pytest --numprocesses=2"
# In tests/test_background_….py a task fails that nobody awaits.
LOGGED = "Task exception was never retrieved"
RUNS = {
    "Runs": [
        Run("`python -m unittest`", UNITTEST, True, "\nOK"),
        Run("`python manage.py test`", DJANGO, True, "\nOK"),
        Run("`pytest`", PYTEST, True, " passed in "),
        Run("`pytest`", PYTEST, True, " passed in "),
    ],
    "Runs in parallel": [
        Run("no", f"{UNITTEST} --parallel=2", False, "unrecognized arguments: --parallel=2"),
        Run("`--parallel`", f"{DJANGO} --parallel=2", True, "\nOK"),
        Run("with pytest-xdist", XDIST, True, " passed in "),
        Run("with pytest-xdist", XDIST, True, " passed in "),
    ],
    "A background task fails": [
        Run(
            "green, and logged",
            f"{UNITTEST} tests.test_background_unittest",
            True,
            LOGGED,
            bare=True,
        ),
        Run("green, and logged", f"{DJANGO} tests.test_background_django", True, LOGGED, bare=True),
        Run("red", f"{PYTEST} tests/test_background_pytest.py", False, "AssertionError", bare=True),
        Run("green", f"{PYTEST} tests/test_background_pytest.py", True, "1 passed", bare=True),
    ],
    "The same, with the project's guard": [
        Run("red", f"{UNITTEST} tests.test_background_unittest", False, LOGGED),
        Run("red", f"{DJANGO} tests.test_background_django", False, LOGGED),
        Run("red", f"{PYTEST} tests/test_background_pytest.py", False, "AssertionError"),
        Run("red", f"{PYTEST} tests/test_background_pytest.py", False, LOGGED),
    ],
    "Rows of a test in Django's database": [
        Run("stay", f"{DJANGO} tests.test_isolated", True, "\nOK", bare=True, framework="django"),
        Run("rolled back", f"{DJANGO} tests.test_models", True, "\nOK"),
        Run(
            "rolled back, by a file in the project",
            f"{PYTEST} tests/test_models.py",
            True,
            " passed in ",
            framework="django",
        ),
        Run(
            "rolled back, by a file in the project",
            f"{PYTEST} tests/test_models.py",
            True,
            " passed in ",
            framework="django",
        ),
    ],
}
# What a project asks for beside what all ask for.
PACKAGES = {
    "unittest": [],
    "django": [],
    "pytest_anyio": ["anyio", "pytest", "trio"],
    "pytest_asyncio": ["pytest", "pytest-asyncio"],
}


def shown(stack: str) -> dict[str, str]:
    """Return what the tests of a stack show, by their names without `test_`."""
    facts: dict[str, str] = {}
    for path in sorted(PROBES.glob(f"{stack}*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                says = ast.get_docstring(node)
                facts |= {node.name.removeprefix("test_"): says} if says else {}
    return facts


def table() -> str:
    """Return the table, a line for each fact and a column for each stack."""
    facts = [shown(stack) for stack in STACKS]
    runs = {title: [run.says for run in runs] for title, runs in RUNS.items()}
    rows = [["", *TITLES], ["---"] * 5]
    rows.append(["Runs", *runs.pop("Runs")])
    rows += [[title, *(fact[name] for fact in facts)] for name, title in SHOWN.items()]
    rows += [[title, *cells] for title, cells in runs.items()]
    packages = [", ".join(packages) or "none" for packages in PACKAGES.values()]
    rows.append(["Packages for tests", *packages])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def files(_template: Path) -> dict[Path, str]:
    """Return the page with the table as it is now."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    return {PAGE: before + BEGIN + table() + END + rest.partition(END)[2]}
