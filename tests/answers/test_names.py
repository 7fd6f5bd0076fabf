"""The names that a package cannot have are those that their sources name, neither more nor less."""

import pytest

from tests.helpers import projects
from tests.helpers.projects import COMBINATIONS, OPTIONS, Project, Render
from tools import names

HINT = "run `python -m tools names`"


def test_keywords_are_those_of_each_interpreter() -> None:
    assert names.listed("keywords") == names.keywords(), HINT
    assert {"import", "lazy", "match", "type"} <= names.listed("keywords")


def test_modules_are_those_of_each_interpreter_and_of_typeshed() -> None:
    listed = names.listed("modules")
    assert listed == names.modules(), HINT
    # Gone from the newest, new in the newest, not a file of its own.
    assert {"aifc", "distutils", "annotationlib", "profiling", "sys"} <= listed


def test_typeshed_stands_in_for_an_interpreter_that_is_absent() -> None:
    for version in projects.pythons():
        unknown = names.of_python(version)[1] - names.of_typeshed()
        assert unknown == {"idlelib", "turtledemo"}, version


def test_devices_are_those_that_python_names() -> None:
    assert names.listed("devices") == names.devices(), HINT


@pytest.mark.parametrize("answers", [*COMBINATIONS, *OPTIONS])
def test_names_that_a_project_uses_are_refused(answers: dict[str, str], render: Render) -> None:
    project = render(**answers)
    refused = names.listed("own") | names.listed("skipped") | names.listed("modules")
    assert names.own(project) <= refused, HINT
    assert names.skipped(project) <= refused, HINT
    assert {"conftest", "tests", *names.OWN} <= names.listed("own"), HINT


def test_names_of_what_a_project_installs_are_refused(project: Project) -> None:
    found = names.dependencies(project)
    assert {"coverage", "mypy", "ruff", "uv_build"} <= found
    assert found <= names.listed("dependencies") | names.listed("modules"), HINT
