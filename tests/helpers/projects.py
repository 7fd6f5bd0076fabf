"""Rendered projects: which there are, and how they are rendered, installed and used."""

import atexit
import functools
import json
import os
import re
import shlex
import shutil
import subprocess
import sysconfig
import tarfile
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from uv import find_uv_bin

ROOT = Path(__file__).parents[2]

FRAMEWORKS = ("plain", "django")
STACKS = ("unittest", "pytest-anyio", "pytest-asyncio")
# Each framework with each stack, all other answers left at their defaults.
COMBINATIONS = tuple(
    {"framework": framework, "test_stack": stack} for framework in FRAMEWORKS for stack in STACKS
)
# The values that no combination has: each at least once.
OPTIONS: tuple[dict[str, Any], ...] = (
    {
        "framework": "plain",
        "test_stack": "pytest-anyio",
        "anyio_backends": ["asyncio", "uvloop", "trio"],
        "license": "Apache-2.0",
        "ci": "gitlab",
    },
    {
        "framework": "plain",
        "test_stack": "pytest-anyio",
        "anyio_backends": ["trio"],
        "license": "BSD-3-Clause",
        "ci": "none",
    },
    {
        "framework": "django",
        "test_stack": "unittest",
        "database": "postgresql",
        "license": "none",
        "ci": "gitlab",
    },
    {"framework": "django", "test_stack": "pytest-anyio", "database": "postgresql"},
    {"framework": "django", "test_stack": "pytest-asyncio", "database": "postgresql"},
)
# What Copier reads of this repository.
READ = (".gitattributes", "copier.yml", "macros", "template")
SUPPORTED_PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")

Answers = Mapping[str, Any]


@functools.cache
def tools() -> Path:
    """Return a folder with uv and nothing else.

    The folder that it is installed in has pytest, ruff and mypy as well: with them at hand, a
    project would not miss what it does not install.
    """
    folder = Path(tempfile.mkdtemp(prefix="tools-"))
    atexit.register(shutil.rmtree, folder)
    shutil.copy(find_uv_bin(), folder)
    return folder


def environment() -> dict[str, str]:
    """Return the environment of a developer who has just opened a terminal, with uv at hand."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    interpreters = [str(path) for path in sorted(pyenv.glob("3.*/bin"))]
    # What the caller's virtual environment and tools have set does not concern the project.
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COVERAGE_", "COV_", "DJANGO_", "GIT_", "PYTEST_", "PYTHON"))
        and name not in {"CI", "DATABASE_URL", "UV_PYTHON", "UV_PROJECT_ENVIRONMENT", "VIRTUAL_ENV"}
    }
    scripts = sysconfig.get_path("scripts")
    path = [entry for entry in own["PATH"].split(os.pathsep) if entry != scripts]
    return own | {
        "PATH": os.pathsep.join([str(tools()), *path]),
        # uv sees pyenv's versions only through shims, which refuse all but the global one.
        "UV_PYTHON_SEARCH_PATH": os.pathsep.join(
            [*interpreters, *(entry for entry in path if Path(entry).name != "shims")]
        ),
        "UV_PYTHON_DOWNLOADS": "never",
        # Not the folder of the tests that run these: pytest clears out what is old there.
        "PYTEST_DEBUG_TEMPROOT": str(tools()),
        # uv has certificate roots of its own, which a machine behind a proxy cannot use.
        "UV_SYSTEM_CERTS": "1",
        "GIT_CONFIG_GLOBAL": str(ROOT / "tests" / "gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
    }


@functools.cache
def installed() -> set[str]:
    """Return the versions of Python that this machine has."""
    listed = json.loads(run("uv python list --only-installed --output-format=json").stdout)
    return {
        f"{python['version_parts']['major']}.{python['version_parts']['minor']}"
        for python in listed
        if python["implementation"] == "cpython" and python["variant"] == "default"
    }


def pythons() -> tuple[str, ...]:
    """Return the supported versions of Python that this machine has, the oldest first."""
    return tuple(version for version in SUPPORTED_PYTHONS if version in installed())


def run(
    command: str,
    *,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    check: bool = True,
) -> subprocess.CompletedProcess[str]:
    """Run a command as a developer would, and return what became of it.

    Raises `AssertionError` with all that was printed when the command fails, unless `check` is off.
    """
    result = subprocess.run(
        shlex.split(command),
        cwd=cwd,
        env=environment() | dict(env or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if check and result.returncode:
        raise AssertionError(f"{command!r} exited {result.returncode}:\n{result.stdout}")
    return result


def script(name: str) -> str:
    """Return the path of a tool that is installed for these tests."""
    path = shutil.which(name, path=sysconfig.get_path("scripts"))
    assert path, f"{name} is not installed: pip install --group test"
    return shlex.quote(path)


@dataclass(frozen=True)
class Project:
    """A rendered project, and the interpreter that its developer uses."""

    path: Path
    answers: Answers
    python: str = ""
    env: tuple[tuple[str, str], ...] = ()

    def run(
        self, command: str, *, check: bool = True, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command in the project's folder."""
        own = dict(self.env) | ({"UV_PYTHON": self.python} if self.python else {})
        return run(command, cwd=self.path, env=own | dict(env or {}), check=check)

    @property
    def test_command(self) -> str:
        if self.answers["test_stack"] != "unittest":
            return "uv run pytest"
        if self.answers["framework"] == "django":
            return "uv run python manage.py test"
        return "uv run python -m unittest"

    def saved_answers(self) -> dict[str, Any]:
        """Return the answers that the project remembers, without Copier's own."""
        content = (self.path / ".copier-answers.yml").read_text(encoding="utf-8")
        saved = yaml.safe_load(content)
        return {name: value for name, value in saved.items() if not name.startswith("_")}

    def files(self) -> dict[str, bytes]:
        """Return the content of each file that git tracks or would track."""
        listed = self.run("git ls-files -z --cached --others --exclude-standard").stdout
        paths = filter(None, listed.split("\0"))
        return {
            path: (self.path / path).read_bytes() for path in paths if (self.path / path).is_file()
        }


# What the fixtures `render` and `rendered_once` are.
Render = Callable[..., Project]
Rendered = Callable[[Answers], Project]


def commit_all(path: Path, message: str = "Change") -> None:
    """Commit all that git sees in the folder, which becomes a repository if it is none."""
    if not (path / ".git").exists():
        run("git init --quiet --initial-branch=main", cwd=path)
    run("git add --all", cwd=path)
    run(f"git commit --quiet --allow-empty --message {shlex.quote(message)}", cwd=path)


def clone_of_working_tree(path: Path, version: str = "999.0.0") -> Path:
    """Clone this repository, with what is not committed yet, and tag that as a version.

    Copier takes the newest tag, and remembers its commit: one that exists, unlike that of a dirty
    working tree.
    """
    run(f"git clone --quiet --no-checkout {shlex.quote(str(ROOT))} {shlex.quote(str(path))}")
    copy_working_tree(path)
    commit_all(path, "Working tree")
    run(f"git tag {version}", cwd=path)
    return path


def template_of_working_tree(path: Path, version: str = "999.0.0") -> Path:
    """Make a repository of what Copier reads of the working tree, and tag that as a version.

    Copier clones it five times in an update: this takes less time than with all that is not read.
    """
    path.mkdir(parents=True)
    copy_working_tree(path, *READ)
    commit_all(path, "Working tree")
    run(f"git tag {version}", cwd=path)
    run("git repack -a -d --quiet", cwd=path)
    return path


def copy_working_tree(path: Path, *names: str) -> None:
    """Copy the files that git tracks or would track: all of them, or those under some names."""
    listed = run(f"git ls-files -z --cached --others --exclude-standard -- {shlex.join(names)}")
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, path / name)


def extract(repository: Path, commit: str, path: Path) -> None:
    """Write what Copier reads of a commit into a folder that is not there yet."""
    path.mkdir(parents=True)
    archive = path.with_name(f"{path.name}.tar")
    run(f"git archive --output={shlex.quote(str(archive))} {commit}", cwd=repository)
    with tarfile.open(archive) as tar:
        read = [member for member in tar if member.name.partition("/")[0] in READ]
        tar.extractall(path, read, filter="data")
    archive.unlink()


def add_version(template: Path, content: Path, version: str) -> None:
    """Commit the files of a folder and tag that as a version, beside what is checked out."""
    env = {
        "GIT_DIR": str(template / ".git"),
        "GIT_WORK_TREE": str(content),
        "GIT_INDEX_FILE": str(content.with_name(f"{content.name}.index")),
    }
    run("git add --all --force", cwd=content, env=env)
    tree = run("git write-tree", cwd=content, env=env).stdout.strip()
    commit = run(f"git commit-tree -m {version} {tree}", cwd=content, env=env).stdout.strip()
    run(f"git tag {version} {commit}", cwd=template)


def render(template: Path, path: Path, answers: Answers, version: str | None = None) -> Project:
    """Render a project into a folder, as `copier copy --defaults` would, and commit it.

    Takes the newest version of the template unless another one is named.
    """
    # Imported only now: Copier takes a copy of the environment, which conftest.py sets up first.
    import copier

    copier.run_copy(
        str(template),
        path,
        data=dict(answers),
        defaults=True,
        quiet=True,
        vcs_ref=version,
        settings=copier.Settings(),
    )
    commit_all(path, "Start from the template")
    return Project(path, answers)


def update(project: Project, *, vcs_ref: Any = None, **data: object) -> Project:  # noqa: ANN401
    """Update a project as `copier update --defaults` would, with these answers changed.

    Takes the newest version of the template unless another one is named.
    """
    import copier

    copier.run_update(
        project.path,
        data=data,
        defaults=True,
        overwrite=True,
        quiet=True,
        vcs_ref=vcs_ref,
        settings=copier.Settings(),
    )
    return Project(project.path, {**project.answers, **data}, project.python, project.env)


def name_of(answers: Answers, python: str) -> str:
    """Return `django-pytest-anyio-postgresql-py3.13` or the like."""
    values = ["+".join(value) if isinstance(value, list) else value for value in answers.values()]
    return "-".join([*values, f"py{python}"])


def count_tests(output: str) -> int:
    """Return how many tests a green run says that it ran.

    Raises `AssertionError` when it says that it ran none, or that it did not run some.
    """
    green = r"^Ran (\d+) tests? in .*\n\nOK$|^=+ (\d+) passed in .* =+$"
    summary = re.search(green, output, re.MULTILINE)
    assert summary, f"no green summary without skips and warnings in:\n{output}"
    count = int(summary[1] or summary[2])
    assert count > 0, "no test was run"
    return count


def releases(repository: Path = ROOT) -> dict[str, str]:
    """Return the commit of each released version, the oldest first.

    A version is released by the commit that gives it a heading in the CHANGELOG: one that is only
    prepared is not. So this needs no tags, which a clone may lack; it needs the history, and raises
    `AssertionError` without it.
    """
    shallow = run("git rev-parse --is-shallow-repository", cwd=repository).stdout
    assert shallow == "false\n", (
        "This clone is shallow, and does not tell which commits are releases: "
        "run git fetch --unshallow (in CI, check out with fetch-depth: 0)."
    )
    changelog = run("git show HEAD:CHANGELOG.md", cwd=repository).stdout
    found = {}
    for version in reversed(re.findall(r"^## \[(\d[^\]]*)\]", changelog, re.MULTILINE)):
        search = shlex.quote(f"## [{version}]")
        log = f"git log --format=%H --reverse -S {search} -- CHANGELOG.md"
        commits = run(log, cwd=repository).stdout
        assert commits, f"no commit releases {version}"
        found[version] = commits.split()[0]
    return found
