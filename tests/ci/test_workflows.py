"""The rendered CI, run job by job before anybody pushes it: green, and red for each mistake."""

import re
import shutil
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import projects, workflows
from tests.helpers.projects import COMBINATIONS, OPTIONS, ROOT, Answers, Project
from tests.helpers.sampling import sample, thorough
from tests.helpers.workflows import Results

# Each stack on GitHub with SQLite or none, then the other files: with PostgreSQL, and on GitLab.
OTHERS = [answers for answers in OPTIONS if answers.get("ci") != "none"]
# GitHub shows a step by its name, GitLab by its line.
LINT = {
    "Lint": "uv run ruff check",
    "Check the formatting": "uv run ruff format --check",
    "Check the types": "uv run mypy",
}
TEST = {"Test": "uv run coverage run"}
COVERAGE = {
    "Combine the measurements": "uv run coverage combine",
    "Measure the coverage of the tests":
        'uv run coverage report --include="*/tests/*,*/tests.py,*/test_*.py" --fail-under=100',
    "Measure the coverage": "uv run coverage report",
}  # fmt: skip
PYTHONS = sorted({projects.pythons()[0], projects.pythons()[-1]}, key=projects.pythons().index)


class Ci:
    """A project with a lock file, all committed, and the CI that it was rendered with."""

    def __init__(self, project: Project, folder: Path, env: Mapping[str, str]) -> None:
        self.project = project
        self.folder = folder
        self.env = env
        github = project.path / ".github" / "workflows" / "ci.yml"
        self.on_github = github.exists()
        self.file = github if self.on_github else project.path / ".gitlab-ci.yml"

    def run(self, name: str, pythons: Collection[str] = PYTHONS[-1:]) -> Results:
        """Run a job on what is committed, and return the steps of its last run."""
        results = Results()
        for job in workflows.jobs(self.file, pythons):
            if job["name"] == name:
                # Kept, so that the next run of the job need not install everything.
                environment = self.folder / "-".join(["environment", *job["matrix"].values()])
                env = {
                    **self.env,
                    "UV_PYTHON": PYTHONS[-1],
                    "UV_PROJECT_ENVIRONMENT": str(environment),
                    "MYPY_CACHE_DIR": str(self.folder / "mypy-cache"),
                }
                results = workflows.run(job, self.project.path, self.folder, env)
                for python in job["matrix"].values():
                    settings = (environment / "pyvenv.cfg").read_text(encoding="utf-8")
                    assert f"\nversion_info = {python}." in settings
        return results

    def commit(self, change: Callable[[Project], None]) -> None:
        """Undo what was changed before, change something else, and commit it."""
        projects.run("git reset --quiet --hard as-rendered", cwd=self.project.path)
        shutil.rmtree(self.folder / "artifacts", ignore_errors=True)
        change(self.project)
        projects.commit_all(self.project.path)


@pytest.fixture(scope="session")
def ci(
    request: pytest.FixtureRequest,
    rendered_once: Callable[[Answers], Project],
    tmp_path_factory: pytest.TempPathFactory,
) -> Ci:
    """Return a project as its developer pushes it the first time."""
    answers: Answers = request.param
    folder = tmp_path_factory.mktemp("ci")
    shutil.copytree(rendered_once(answers).path, folder / "project", symlinks=True)
    project = Project(folder / "project", answers)
    project.run("uv lock")
    projects.commit_all(project.path, "Lock the dependencies")
    project.run("git tag as-rendered")
    env = {}
    if answers.get("database") == "postgresql":
        env["DATABASE_URL"] = request.getfixturevalue("postgresql").new_database()
    return Ci(project, folder, env)


def name_of(answers: Answers) -> str:
    """Return `github-django-pytest-anyio-postgresql` or the like."""
    names = ("framework", "test_stack", "database")
    return "-".join(
        [answers.get("ci", "github"), *(answers[name] for name in names if name in answers)]
    )


def each(*chosen: Answers) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "ci",
        [pytest.param(one, id=name_of(one)) for one in chosen],
        indirect=True,
        scope="session",
    )


# A file of each kind; which stack is in the project makes no difference to it.
FILES = (COMBINATIONS[1], OPTIONS[0], OPTIONS[2], OPTIONS[4])


@each(*([*COMBINATIONS, *OTHERS] if thorough else FILES))
def test_each_command_is_green(ci: Ci) -> None:
    ci.commit(lambda project: None)
    for name, commands in {"lint": LINT, "test": TEST, "coverage": COVERAGE}.items():
        results = ci.run(name, PYTHONS)
        *_, last = results.values()
        assert last.returncode == 0, last.stdout
        results.pop("Require the other jobs", None)
        assert list(results) == list(commands if ci.on_github else commands.values())
    text = ci.file.read_text(encoding="utf-8")
    for percentage in re.findall(r"coverage: '/(.*)/'", text):
        # What GitLab shows in a merge request.
        assert re.findall(percentage, last.stdout, re.MULTILINE) == ["100"]
    if "lowest:" in text and PYTHONS[0] == projects.SUPPORTED_PYTHONS[0]:
        [ran] = ci.run("lowest").values()
        assert ran.returncode == 0, ran.stdout
        assert list(ci.folder.glob("environment/**/coverage-7.10.1.dist-info"))


def append(line: str) -> Callable[[Project], None]:
    def change(project: Project) -> None:
        with sample_test(project).open("a", encoding="utf-8") as file:
            file.write(f"\n\n{line}\n")

    return change


def sample_test(project: Project) -> Path:
    name = "test_models.py" if project.answers["framework"] == "django" else "test_concurrency.py"
    return project.path / "tests" / name


def replace(path: Path, old: str, new: str) -> None:
    content, count = re.subn(old, new, path.read_text("utf-8"), count=1, flags=re.MULTILINE)
    assert count == 1
    path.write_text(content, encoding="utf-8")


def break_a_test(project: Project) -> None:
    if project.answers["test_stack"] == "unittest":
        replace(sample_test(project), r"\.assertEqual\(", ".assertNotEqual(")
    else:
        replace(sample_test(project), r"^( *assert .*) == ", r"\1 != ")


def add_code_without_a_test(project: Project) -> None:
    folder = project.path if project.answers["framework"] == "django" else project.path / "src"
    code = '"""Code that no test calls."""\n\n\ndef answer() -> int:\n    return 42\n'
    (folder / "my_project" / "untested.py").write_text(code, encoding="utf-8")


def change_dependencies_without_the_lock(project: Project) -> None:
    replace(project.path / "pyproject.toml", "coverage>=7.10", "coverage>=7.11")


# What is wrong, and in which job and step that shows.
MISTAKES: dict[str, tuple[Callable[[Project], None], str, str]] = {
    "unused import": (append("import json"), "lint", "Lint"),
    "formatting": (append("A = [1,2]"), "lint", "Check the formatting"),
    "type": (append('NUMBER: int = "one"'), "lint", "Check the types"),
    "test": (break_a_test, "test", "Test"),
    "lock out of date": (change_dependencies_without_the_lock, "test", "Test"),
    "no lock": (lambda project: (project.path / "uv.lock").unlink(), "lint", "Lint"),
    "line of a test that never runs": (
        append("def helper() -> int:\n    return 1"),
        "coverage", "Measure the coverage of the tests",
    ),
    "code without a test": (add_code_without_a_test, "coverage", "Measure the coverage"),
}  # fmt: skip


def assert_red(ci: Ci, what: str) -> None:
    change, job, step = MISTAKES[what]
    ci.commit(change)
    if job == "coverage":
        assert [ran.returncode for ran in ci.run("test").values()] == [0]
    *_, (name, red) = ci.run(job).items()
    assert red.returncode != 0, f"{what} is not seen"
    assert name == (step if ci.on_github else {**LINT, **TEST, **COVERAGE}[step]), red.stdout
    if "lock" in what:
        assert "lockfile" in red.stdout


@each(*sample(COMBINATIONS, 4))
def test_each_mistake_is_red_in_the_step_that_looks_for_it(ci: Ci) -> None:
    for what in MISTAKES:
        assert_red(ci, what)


@each(*(OTHERS if thorough else FILES[1:]))
def test_other_files_are_red_for_a_test_and_for_the_lock(ci: Ci) -> None:
    for what in ("test", "lock out of date", "line of a test that never runs"):
        assert_red(ci, what)


@each(COMBINATIONS[0])
@pytest.mark.skipif(len(PYTHONS) < 2, reason="needs two versions of Python")
def test_line_for_one_python_is_covered_by_all_together(ci: Ci) -> None:
    def change(project: Project) -> None:
        version = tuple(int(part) for part in PYTHONS[-1].split("."))
        with (project.path / "src" / "my_project" / "__init__.py").open("a") as file:
            file.write(f"import sys\n\nIS_NEW = False\nif sys.version_info >= {version}:\n")
            file.write("    IS_NEW = True\n")

    ci.commit(change)
    ci.run("test", PYTHONS[:1])
    assert "__init__.py" in ci.run("coverage")["Measure the coverage"].stdout
    ci.run("test", PYTHONS[1:])
    assert ci.run("coverage")["Measure the coverage"].returncode == 0


@pytest.mark.parametrize("file", [*ROOT.glob("template/**/.github/workflows/ci.yml")])
def test_required_check_is_red_when_another_job_is(file: Path, tmp_path: Path) -> None:
    def checks(*failed: str) -> Any:  # noqa: ANN401 (YAML)
        [job] = [job for job in workflows.jobs(file, [], failed) if job["name"] == "coverage"]
        return job

    # GitHub counts a skipped job as green, so it has to run then too.
    jobs = file.read_text(encoding="utf-8").partition("\njobs:\n")[2]
    assert [*checks()["needs"], "coverage"] == re.findall(r"^  (\w+):$", jobs, re.MULTILINE)
    for failed in checks()["needs"]:
        [(name, ran)] = workflows.run(checks(failed), tmp_path, tmp_path, {}).items()
        assert (name, ran.returncode) == ("Require the other jobs", 1)


def test_project_of_this_repositorys_own_workflow_is_green(template: Path, tmp_path: Path) -> None:
    # On macOS and Windows there; here, the same steps on the system that is there.
    [job] = [
        job
        for job in workflows.jobs(ROOT / ".github" / "workflows" / "ci.yml", [])
        if job["matrix"] == {"os": "macos-15", "framework": "django", "stack": "unittest"}
    ]
    results = workflows.run(job, template, tmp_path, {})
    assert projects.count_tests(results["Test it"].stdout) > 10
    answers = (tmp_path / "project" / ".copier-answers.yml").read_text(encoding="utf-8")
    assert "framework: django\n" in answers
    assert "test_stack: unittest\n" in answers
