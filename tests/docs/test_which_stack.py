"""Each cell of the table in docs/which-stack.md is what happens in a rendered project."""

import re
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers import projects
from tests.helpers.projects import Answers, Project, count_tests
from tools import stacks
from tools.stacks import PROBES, RUNS, STACKS


@pytest.fixture(scope="module")
def installed(
    render_into: Callable[[Path, Answers], Project], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Answers], Project]:
    """Return a function that renders a project, once for each set of answers."""
    made: dict[str, Project] = {}

    def installed(answers: Answers) -> Project:
        name = "-".join(answers.values())
        if name not in made:
            project = render_into(tmp_path_factory.mktemp("stack") / name, answers)
            made[name] = Project(project.path, answers, projects.pythons()[-1])
        return made[name]

    return installed


def run(project: Project, command: str, files: list[Path], *, bare: bool) -> tuple[int, str]:
    """Run a command with these test files in the project, without its guard if it is `bare`."""
    tests = project.path / "tests"
    for file in files:
        shutil.copy(file, tests / (file.name if file.name.startswith("test_") else "test_it.py"))
    if bare and project.answers["framework"] == "django" and "manage.py" in command:
        command += " --testrunner=django.test.runner.DiscoverRunner"
    elif bare and project.answers["test_stack"] == "unittest":
        (tests / "__init__.py").write_bytes(b"")
    elif bare:
        command += " -p no:tests.guard"
    result = project.run(command, check=False)
    project.run("git clean --quiet --force tests")
    project.run("git checkout --quiet tests")
    return result.returncode, result.stdout


@pytest.mark.parametrize("stack", STACKS)
def test_each_fact_is_shown_by_a_test(stack: str, installed: Callable[[Answers], Project]) -> None:
    assert stacks.shown(stack).keys() == stacks.SHOWN.keys()
    command = {
        "unittest": "uv run python -m unittest tests.test_it",
        "django": "uv run python manage.py test tests.test_it",
    }.get(stack, "uv run --with uvloop python -m pytest tests/test_it.py")
    for file in PROBES.glob(f"{stack}*.py"):
        # A test file with a hook is a plugin as well.
        hook = " -p tests.test_it" if "def pytest_" in file.read_text(encoding="utf-8") else ""
        status, output = run(installed(STACKS[stack]), command + hook, [file], bare=True)
        assert status == 0, output
        assert count_tests(output) >= 2


@pytest.mark.parametrize("fact", RUNS)
@pytest.mark.parametrize("stack", STACKS)
def test_each_fact_is_shown_by_a_command(
    fact: str, stack: str, installed: Callable[[Answers], Project]
) -> None:
    cell = RUNS[fact][list(STACKS).index(stack)]
    answers = STACKS[stack] | ({"framework": cell.framework} if cell.framework else {})
    project = installed(answers)
    files = [file for file in PROBES.glob("samples/*.py") if file.stem in cell.command]
    status, output = run(project, cell.command, files, bare=cell.bare)
    assert (status == 0) == cell.green, output
    assert cell.output in output


@pytest.mark.parametrize("stack", STACKS)
def test_packages_are_what_a_project_asks_for(
    stack: str, rendered_once: Callable[[Answers], Project]
) -> None:
    names = []
    for answers in (STACKS[stack], {**STACKS[stack], "test_stack": "unittest"}):
        text = (rendered_once(answers).path / "pyproject.toml").read_text(encoding="utf-8")
        content = tomllib.loads(text)
        asked = [*content["project"]["dependencies"], *content["dependency-groups"]["dev"]]
        names.append({re.split("[^a-z-]", package)[0] for package in asked})
    assert sorted(names[0] - names[1]) == stacks.PACKAGES[stack]
