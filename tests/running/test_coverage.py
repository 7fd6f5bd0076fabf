"""Coverage in a rendered project: what it measures, and that tests are judged by themselves."""

from pathlib import Path

import pytest

from tests.helpers import projects
from tests.helpers.projects import Project, Render

# As in CI and in the README.
TESTS_REPORT = (
    'uv run coverage report --include="*/tests/*,*/tests.py,*/test_*.py" --fail-under=100'
)
REPORT = "uv run coverage report"
NEVER_RUN = "def helper() -> int:\n    return 1\n"


@pytest.fixture(
    params=[("plain", "unittest"), ("django", "unittest"), ("django", "pytest-anyio")],
    ids="-".join,
)
def fresh(request: pytest.FixtureRequest, render: Render) -> Project:
    """Return an installed project that a test may change."""
    framework, stack = request.param
    rendered = render(framework=framework, test_stack=stack)
    project = Project(rendered.path, rendered.answers, projects.pythons()[-1])
    project.run("uv sync --quiet")
    return project


def write(fresh: Project, name: str, text: str = NEVER_RUN) -> None:
    path = fresh.path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def uncovered(fresh: Project, command: str) -> set[str]:
    """Return the files that a red report names, with `/` in their paths."""
    result = fresh.run(command, check=False)
    assert result.returncode == 2, result.stdout
    lines = result.stdout.replace("\\", "/").splitlines()
    return {line.split()[0] for line in lines if ".py " in line}


def test_code_that_nobody_imports_is_measured(fresh: Project) -> None:
    code = {"src/other/__init__.py", "src/other/deep/__init__.py"}
    if fresh.answers["framework"] == "django":
        fresh.run("uv run python manage.py startapp polls", env={"DJANGO_SECRET_KEY": "x" * 50})
        # The others are empty, but for an import that their tests need.
        code = {"polls/admin.py", "polls/apps.py", "polls/models.py", "polls/views.py"}
    else:
        for name in code:
            write(fresh, name)
    tests = {"more/test_more.py", "deep/tests/helpers.py", "polls/test_later.py"}
    for name in tests:
        write(fresh, name)
        write(fresh, f"{Path(name).parent}/__init__.py", "")
    write(fresh, "deep/__init__.py", "")
    fresh.run("uv run coverage run")
    assert uncovered(fresh, TESTS_REPORT) - {"polls/tests.py"} == tests
    assert uncovered(fresh, REPORT) - {"polls/tests.py"} == tests | code


def test_tests_stay_at_all_where_the_code_is_let_down(fresh: Project) -> None:
    pyproject = fresh.path / "pyproject.toml"
    text = pyproject.read_text(encoding="utf-8")
    pyproject.write_text(text.replace("fail_under = 100", "fail_under = 50"), encoding="utf-8")
    package = "my_project" if fresh.answers["framework"] == "django" else "src/my_project"
    write(fresh, f"{package}/untested.py")
    fresh.run("uv run coverage run")
    fresh.run(TESTS_REPORT)
    fresh.run(REPORT)
    write(fresh, "tests/helpers.py")
    fresh.run("uv run coverage run")
    assert uncovered(fresh, TESTS_REPORT) == {"tests/helpers.py"}
    fresh.run(REPORT)
