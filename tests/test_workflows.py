"""The rendered CI, run job by job and step by step before anybody pushes it."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import projects, workflows
from tests.postgresql import Server
from tests.projects import COMBINATIONS, OPTIONS, ROOT, Answers, Project
from tests.workflows import Job, Ran

# Each stack on GitHub with SQLite or none, then the other files: with PostgreSQL, and on GitLab.
CI = [answers for answers in OPTIONS if answers.get("ci") != "none"]
ANSWERS: list[Answers] = [*COMBINATIONS, *CI]


class Ci:
    """A project with a lock file, all committed, and the CI that it was rendered with."""

    def __init__(self, project: Project, folder: Path, server: Server | None) -> None:
        self.project = project
        self.folder = folder
        self.server = server

    def jobs(self) -> list[Job]:
        """Return its jobs, for the interpreters that this machine has."""
        if self.project.answers.get("ci") == "gitlab":
            return workflows.gitlab_jobs(self.project.path / ".gitlab-ci.yml", projects.pythons())
        path = self.project.path / ".github" / "workflows" / "ci.yml"
        return workflows.github_jobs(path, projects.pythons())

    def run(self, job: Job) -> list[Ran]:
        """Run a job on what is committed."""
        env = {
            "UV_PROJECT_ENVIRONMENT": str(self.environment(job)),
            "MYPY_CACHE_DIR": str(self.folder / "mypy-cache"),
        }
        postgresql = f"postgres:postgres@127.0.0.1:{self.server.port}" if self.server else ""
        return workflows.run_job(
            job, self.project.path, self.folder, postgresql=postgresql, env=env
        )

    def environment(self, job: Job) -> Path:
        """Return where the job installs the project: kept, so that broken variants need not."""
        [python] = job.matrix.values() or projects.pythons()[-1:]
        return self.folder / f"environment-{python}"

    def commit(self, change: Callable[[Project], None]) -> None:
        """Undo what was changed before, change something else, and commit it."""
        projects.run("git reset --quiet --hard as-rendered", cwd=self.project.path)
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
    server = None
    if answers.get("database") == "postgresql":
        server = request.getfixturevalue("postgresql")
    return Ci(project, folder, server)


def name_of(answers: Answers) -> str:
    """Return `github-django-pytest-anyio-postgresql` or the like."""
    names = ("framework", "test_stack", "database")
    return "-".join(
        [answers.get("ci", "github"), *(answers[name] for name in names if name in answers)]
    )


EACH = pytest.mark.parametrize(
    "ci",
    [
        pytest.param(answers, id=name_of(answers), marks=pytest.mark.xdist_group(name_of(answers)))
        for answers in ANSWERS
    ],
    indirect=True,
    scope="session",
)


def test_each_file_runs_the_same_commands(rendered_once: Callable[[Answers], Project]) -> None:
    # So that what is shown for one of them holds for the others.
    found = {}
    for answers in ANSWERS:
        ci = Ci(rendered_once(answers), Path(), None)
        found[name_of(answers)] = {
            job.name: [step.script for step in job.steps] for job in ci.jobs()
        }
    [first, *others] = found.values()
    assert len(others) == 9
    assert all(other == first for other in others), found


@EACH
def test_each_step_of_each_job_is_green(
    ci: Ci, record_property: Callable[[str, object], None]
) -> None:
    jobs = ci.jobs()
    assert {job.name for job in jobs} == {"lint", "test"}
    tested = [python for job in jobs if job.name == "test" for python in job.matrix.values()]
    assert tested == list(projects.pythons())
    if ci.project.answers in CI:
        # Their steps are those of the others, which are run on each interpreter.
        jobs = [job for job in jobs if tested[-1] in (job.matrix.values() or tested)]
    for job in jobs:
        results = ci.run(job)
        assert [ran.name for ran in results] == [step.name for step in job.steps]
        for ran, step in zip(results, job.steps, strict=True):
            assert ran.status == 0, f"{job.name}, {ran.name}:\n{ran.output}"
            record_property(step.script, "green")
        for python in job.matrix.values():
            # Tested was the interpreter of the matrix, and no other one.
            settings = (ci.environment(job) / "pyvenv.cfg").read_text(encoding="utf-8")
            assert re.search(rf"^version(_info)? = {re.escape(python)}\.", settings, re.MULTILINE)
        if job.coverage:
            # What GitLab shows in a merge request.
            [percentage] = re.findall(job.coverage, results[-1].output, re.MULTILINE)
            assert percentage == "100"


def sample_test(project: Project) -> Path:
    name = "test_models.py" if project.answers["framework"] == "django" else "test_concurrency.py"
    return project.path / "tests" / name


def append(line: str) -> Callable[[Project], None]:
    def change(project: Project) -> None:
        with sample_test(project).open("a", encoding="utf-8") as file:
            file.write(f"\n\n{line}\n")

    return change


def break_a_test(project: Project) -> None:
    content = sample_test(project).read_text(encoding="utf-8")
    expected, other = r"^( *assert .*) == ", r"\1 != "
    if project.answers["test_stack"] == "unittest":
        expected, other = r"\.assertEqual\(", ".assertNotEqual("
    broken, count = re.subn(expected, other, content, count=1, flags=re.MULTILINE)
    assert count == 1
    sample_test(project).write_text(broken, encoding="utf-8")


def leave_tests_out(project: Project) -> None:
    sample_test(project).unlink()


def change_dependencies_without_the_lock(project: Project) -> None:
    path = project.path / "pyproject.toml"
    content = path.read_text(encoding="utf-8")
    assert '"coverage>=7.10"' in content
    path.write_text(content.replace('"coverage>=7.10"', '"coverage>=7.11"'), encoding="utf-8")


def leave_the_lock_out(project: Project) -> None:
    (project.path / "uv.lock").unlink()


# What is broken, and in which job and step that shows: as GitHub names it, and by its command.
BREAKS = {
    "unused import": (append("import json"), "lint", "Lint", "uv run ruff check"),
    "formatting": (append("A = [1,2]"),
        "lint", "Check the formatting", "uv run ruff format --check"
    ),
    "type": (append('NUMBER: int = "one"'), "lint", "Check the types", "uv run mypy"),
    "test": (break_a_test, "test", "Test", "uv run coverage run"),
    "coverage": (leave_tests_out, "test", "Measure the coverage", "uv run coverage report"),
    "lock out of date, linted": (
        change_dependencies_without_the_lock, "lint", "Lint", "uv run ruff check"
    ),
    "lock out of date, tested": (
        change_dependencies_without_the_lock, "test", "Test", "uv run coverage run"
    ),
    "no lock, linted": (leave_the_lock_out, "lint", "Lint", "uv run ruff check"),
    "no lock, tested": (leave_the_lock_out, "test", "Test", "uv run coverage run"),
}  # fmt: skip


@EACH
def test_what_is_broken_is_red_in_the_step_that_looks_for_it(
    ci: Ci, record_property: Callable[[str, object], None]
) -> None:
    for what, (change, name, step, command) in BREAKS.items():
        if ci.project.answers in CI and what not in {"test", "lock out of date, tested"}:
            continue
        ci.commit(change)
        job = [job for job in ci.jobs() if job.name == name][-1]
        results = ci.run(job)
        red = results[-1]
        assert red.status != 0, f"{what} is not seen"
        assert red.name == (command if job.one_shell else step), f"{what}:\n{red.output}"
        assert all(ran.status == 0 for ran in results[:-1])
        record_property(command, "red")
        if "lock" in what:
            assert re.search("lockfile", red.output), red.output


@pytest.mark.parametrize(
    "ci",
    [pytest.param(CI[-1], marks=pytest.mark.xdist_group(name_of(CI[-1])))],
    indirect=True,
    scope="session",
)
def test_database_that_is_not_the_service_is_red(ci: Ci) -> None:
    def change(project: Project) -> None:
        path = project.path / ".github" / "workflows" / "ci.yml"
        content = path.read_text(encoding="utf-8")
        assert "- 5432:5432\n" in content
        path.write_text(content.replace("- 5432:5432\n", "- 5433:5432\n"), encoding="utf-8")

    ci.commit(change)
    [*_, red] = ci.run(ci.jobs()[-1])
    assert (red.name, red.status != 0) == ("Test", True), red.output
    assert "port 5432 failed" in red.output


def test_project_of_this_repositorys_own_workflow_is_green(template: Path, tmp_path: Path) -> None:
    # On macOS and Windows there; here, the same steps on the system that is there.
    jobs = workflows.github_jobs(ROOT / ".github" / "workflows" / "ci.yml", projects.pythons())
    rendering = [job for job in jobs if job.name == "project"]
    assert len(rendering) == 2 * 6
    [job] = [
        job
        for job in rendering
        if job.matrix == {"os": "macos-15", "framework": "django", "stack": "unittest"}
    ]
    results = workflows.run_job(job, template, tmp_path)
    assert [ran.status for ran in results] == [0, 0], results[-1].output
    assert projects.count_tests(results[-1].output) > 10
    answers = (tmp_path / "project" / ".copier-answers.yml").read_text(encoding="utf-8")
    assert "framework: django\n" in answers
    assert "test_stack: unittest\n" in answers
