"""What holds for every rendered project, and for the template itself, without installing it."""

import ast
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import copier
import pytest
import yaml

from tests.helpers import projects
from tests.helpers.projects import (
    COMBINATIONS,
    OPTIONS,
    ROOT,
    SUPPORTED_PYTHONS,
    Answers,
    Project,
    Rendered,
)

EACH = pytest.mark.parametrize(
    "answers",
    [*COMBINATIONS, *OPTIONS, {}],
    ids=lambda answers: "-".join(str(value) for value in answers.values()) or "defaults",
)


@EACH
def test_few_files_are_rendered(answers: Answers, rendered_once: Rendered) -> None:
    limit = 42 if answers.get("framework") == "django" else 26
    assert len(rendered_once(answers).files()) <= limit


@EACH
def test_each_file_is_text_that_parses(answers: Answers, rendered_once: Rendered) -> None:
    for name, content in rendered_once(answers).files().items():
        text = content.decode("utf-8")
        assert "\r" not in text, name
        assert not text or text.endswith("\n"), name
        assert not text.endswith("\n\n"), name
        assert not re.search(r"[ \t]$", text, re.MULTILINE), name
        match Path(name).suffix:
            case ".py":
                ast.parse(text)
            case ".toml":
                tomllib.loads(text)
            case ".yml":
                yaml.safe_load(text)


@EACH
def test_no_trace_of_the_template_or_of_another_stack(
    answers: Answers, rendered_once: Rendered
) -> None:
    project = rendered_once(answers)
    foreign = {
        "unittest": ["pytest", "anyio", "trio"],
        "pytest-anyio": ["IsolatedAsyncioTestCase", "pytest_asyncio", "pytest-asyncio"],
        "pytest-asyncio": ["IsolatedAsyncioTestCase", "trio", "pytest-anyio"],
    }[answers.get("test_stack", "pytest-anyio")]
    if answers.get("framework", "plain") == "plain":
        foreign = [*foreign, "django", "Django", "DATABASE_URL"]
    for name, content in project.files().items():
        if name == ".copier-answers.yml":
            continue
        text = content.decode("utf-8")
        if not name.endswith(".html"):
            assert "{%" not in text, name
            assert not re.search(r"(?<!\$)\{\{", text), name
        for word in ["jinja", "copier", *foreign]:
            if word == "copier" and name == "README.md":
                continue
            # One line of the configuration keeps the other pytest plugin out, by its name.
            rest = text.replace('"no:anyio"', "").replace('"no:asyncio"', "")
            assert not re.search(rf"\b{re.escape(word)}\b", rest), f"{word} in {name}"


@EACH
def test_one_line_runs_all_that_ci_runs(answers: Answers, rendered_once: Rendered) -> None:
    files = {name: text.decode("utf-8") for name, text in rendered_once(answers).files().items()}
    one_line = re.compile(r"^uv run .* && .*$", re.MULTILINE)
    [checks] = one_line.findall(files["README.md"])
    assert one_line.findall(files["AGENTS.md"]) == [checks]
    ci = files.get(".github/workflows/ci.yml") or files.get(".gitlab-ci.yml", "")
    commands = dict.fromkeys(re.findall(r"(?:run:|    -) (uv run (?!--no-sync).*)", ci))
    commands.pop("uv run coverage combine", None)
    assert list(commands) == (checks.split(" && ") if ci else [])


@EACH
def test_notes_for_agents_are_short(answers: Answers, rendered_once: Rendered) -> None:
    assert len(rendered_once(answers).files()["AGENTS.md"].splitlines()) <= 25


@EACH
def test_rendering_needs_no_trust_and_no_answer(
    answers: Answers, template: Path, tmp_path: Path
) -> None:
    # `unsafe` is off: a task, a migration or an extension would raise UnsafeTemplateError. No two
    # layers render one path: the second would be a conflict, which stops the copy.
    copier.run_copy(
        str(template), tmp_path / "project", data=dict(answers), defaults=True, quiet=True
    )
    saved = yaml.safe_load((tmp_path / "project" / ".copier-answers.yml").read_text())
    asked = {name for name in saved if not name.startswith("_")}
    assert {"project_name", "framework", "test_stack"} <= asked
    # Hidden answers, which name the layers, are not saved.
    assert asked <= {
        "project_name", "package_name", "import_name", "description", "user_name", "user_email",
        "repository_url", "framework", "test_stack", "anyio_backends", "database", "license", "ci",
        "scope",
    }  # fmt: skip
    assert "anyio_backends" not in asked or saved["framework"] == "plain"
    assert "database" not in asked or saved["framework"] == "django"


@EACH
def test_no_rendered_file_is_ignored_by_the_projects_git(
    answers: Answers, rendered_once: Rendered
) -> None:
    project = rendered_once(answers)
    on_disk = {
        path.relative_to(project.path).as_posix()
        for path in project.path.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(project.path).parts
    }
    assert on_disk == set(project.files())


@EACH
def test_supported_pythons_agree_everywhere(answers: Answers, rendered_once: Rendered) -> None:
    project = rendered_once(answers)
    pyproject = tomllib.loads((project.path / "pyproject.toml").read_text(encoding="utf-8"))
    classifiers = [
        classifier.rpartition(" ")[2]
        for classifier in pyproject["project"]["classifiers"]
        if classifier.startswith("Programming Language :: Python ::")
    ]
    assert tuple(classifiers) == SUPPORTED_PYTHONS
    assert pyproject["project"]["requires-python"] == f">={SUPPORTED_PYTHONS[0]}"
    assert pyproject["tool"]["mypy"]["python_version"] == SUPPORTED_PYTHONS[0]
    assert "target-version" not in pyproject["tool"]["ruff"]  # taken from requires-python
    for matrix in matrices(project):
        assert tuple(matrix) == SUPPORTED_PYTHONS


@EACH
def test_classifiers_promise_what_is_there(answers: Answers, rendered_once: Rendered) -> None:
    files = rendered_once(answers).files()
    pyproject = tomllib.loads(files["pyproject.toml"].decode("utf-8"))
    classifiers = pyproject["project"]["classifiers"]
    released = answers.get("framework") != "django" and "LICENSE" in files
    assert ("Private :: Do Not Upload" in classifiers) == (not released)
    assert ("Typing :: Typed" in classifiers) == released
    assert "src/my_project/py.typed" in files or not released


def matrices(project: Project) -> list[list[str]]:
    """Return the Python versions that each CI configuration tests on."""
    found = []
    github = project.path / ".github" / "workflows" / "ci.yml"
    if github.exists():
        workflow = yaml.safe_load(github.read_text(encoding="utf-8"))
        found.append(workflow["jobs"]["test"]["strategy"]["matrix"]["python-version"])
    gitlab = project.path / ".gitlab-ci.yml"
    if gitlab.exists():
        jobs = yaml.safe_load(gitlab.read_text(encoding="utf-8"))
        found.append(jobs["test"]["parallel"]["matrix"][0]["UV_PYTHON"])
    assert bool(found) == (project.answers.get("ci", "github") != "none")
    return found


@EACH
def test_pyproject_toml_has_no_unknown_key(answers: Answers, rendered_once: Rendered) -> None:
    path = rendered_once(answers).path / "pyproject.toml"
    projects.run(f"{projects.script('validate-pyproject')} {path}")


def test_own_code_is_linted_formatted_and_typed() -> None:
    projects.run(f"{projects.script('ruff')} check")
    projects.run(f"{projects.script('ruff')} format --check")
    projects.run(projects.script("mypy"))


def template_files() -> list[str]:
    listed = projects.run("git ls-files -z --cached --others --exclude-standard").stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_no_path_that_windows_or_macos_refuses() -> None:
    names = template_files()
    for name in names:
        assert not re.search(r'[<>:"|?*\\]', name), name
        for part in name.split("/"):
            assert not part.endswith((".", " ")), name
    lower = Counter(name.lower() for name in names)
    assert [name for name, count in lower.items() if count > 1] == []


def test_files_without_jinja_have_no_jinja() -> None:
    # They are valid as they stand, so that the usual tools can read them in the template.
    for name in template_files():
        # Django's own templates look the same.
        if name.startswith("template/") and not name.endswith((".jinja", ".html")):
            text = (ROOT / name).read_text(encoding="utf-8")
            assert "{%" not in text, name
            assert not re.search(r"(?<!\$)\{\{", text), name


def test_each_file_with_jinja_needs_it() -> None:
    for name in template_files():
        # A .gitignore of that name would be obeyed by this repository's own git.
        if name.endswith(".jinja") and not name.endswith("/.gitignore.jinja"):
            text = (ROOT / name).read_text(encoding="utf-8")
            assert re.search(r"\{\{|\{%", text), name


def test_folder_inside_a_folder_needs_both_layers(rendered_once: Rendered) -> None:
    # That a folder's name may render to `.`, or to nothing, is not promised by Copier. That no two
    # layers render the same path is shown by each copy: a conflict would stop it.
    questions: dict[str, Any] = yaml.safe_load((ROOT / "copier.yml").read_text(encoding="utf-8"))
    hidden = {
        name
        for name, question in questions.items()
        if not name.startswith("_") and question.get("when") is False
    }
    used = {name for path in template_files() for name in re.findall(r"\{\{ (\w+) \}\}/", path)}
    assert used - {"package_name"} == hidden - {"test_command", "own_conftest"}
    expected = {
        "unittest": (False, False),
        "pytest-anyio": (True, True),
        "pytest-asyncio": (True, False),
    }
    for stack, (isolation, backend) in expected.items():
        files = rendered_once({"framework": "django", "test_stack": stack}).files()
        assert ("tests/async_database.py" in files) == isolation
        assert (b"def anyio_backend" in files.get("tests/conftest.py", b"")) == backend


def test_few_blocks_of_jinja() -> None:
    for name in template_files():
        if name.startswith(("template/", "macros/")):
            limit = {"pyproject.toml.jinja": 16, "README.md.jinja": 8}.get(Path(name).name, 5)
            text = (ROOT / name).read_text(encoding="utf-8")
            count = len(re.findall(r"\{%-? *(?:if|for)\b", text))
            assert count <= limit, f"{name}: {count}"


def test_repository_is_small() -> None:
    assert sum((ROOT / name).stat().st_size for name in template_files()) < 1_100_000


def test_the_same_tests_stand_in_the_same_order_in_each_stack(rendered_once: Rendered) -> None:
    for framework in projects.FRAMEWORKS:
        by_stack = {}
        for stack in projects.STACKS:
            files = rendered_once({"framework": framework, "test_stack": stack}).files()
            by_stack[stack] = {
                name: re.findall(r"def (test_\w+)", content.decode("utf-8"))
                for name, content in files.items()
                if name.startswith("tests/test_")
            }
        anyio, asyncio = by_stack["pytest-anyio"], by_stack["pytest-asyncio"]
        assert anyio == asyncio
        assert list(by_stack["unittest"]) == list(anyio)
        for name, tests in by_stack["unittest"].items():
            assert tests == [test for test in anyio[name] if test in tests], name
            missing = set(anyio[name]) - set(tests)
            # Django has no async fixture of wider scope than a test.
            assert missing <= {"test_new_note_arrives", "test_refused_note_does_not"}, name
