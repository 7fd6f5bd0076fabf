"""Every combination is installed and used by its own README, as its developer would."""

import re
import shutil
import socket
import subprocess
import sys
import tarfile
import time
import tomllib
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.helpers import projects
from tests.helpers.postgresql import create_database
from tests.helpers.projects import COMBINATIONS, Project, Render, count_tests
from tests.helpers.sampling import sample


def commands_of_readme(project: Project) -> list[str]:
    """Return each command that the project's README gives to somebody who has uv, in order."""
    readme = (project.path / "README.md").read_text(encoding="utf-8")
    work = readme.partition("## Work on it")[2].partition("\n## ")[0]
    return re.findall(r"^\|.*\| `(.*)` \|$", work, re.MULTILINE)


@pytest.mark.each_project
def test_tests_are_green_with_none_skipped_and_no_warning(project: Project) -> None:
    output = project.run(project.test_command).stdout
    assert "warning" not in output.lower()
    assert count_tests(output) >= 10


def test_each_command_of_the_readme_works(project: Project) -> None:
    commands = commands_of_readme(project)
    assert project.test_command in commands
    assert len(commands) == 9
    for command in commands:
        project.run(command)
    # Of the measurement that one of them has made.
    report = project.run("uv run coverage report --no-skip-covered").stdout
    measured = set(re.findall(r"^(\S+\.py) .* 100%$", report.replace("\\", "/"), re.MULTILINE))
    own = {name for name in project.files() if name.endswith(".py")}
    pyproject = tomllib.loads((project.path / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = pyproject["tool"]["coverage"]["run"]["omit"]
    omitted = {name for name in own for pattern in patterns if fnmatch(name, pattern)}
    assert measured == own - omitted, report


def test_wheel_and_sdist_carry_the_metadata(project: Project) -> None:
    project.run("uv build")
    [wheel] = (project.path / "dist").glob("*.whl")
    [sdist] = (project.path / "dist").glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = message_from_bytes(
            archive.read(next(name for name in names if name.endswith("/METADATA")))
        )
    assert metadata["Name"] == "my-project"
    assert metadata["Summary"] == "A project whose async tests can be trusted."
    licence = project.answers.get("license", "MIT")
    assert metadata["License-Expression"] == (None if licence == "none" else licence)
    assert any(name.startswith("my_project/") for name in names)
    assert not any(name.startswith("tests/") for name in names)
    with tarfile.open(sdist) as archive:
        assert any(name.endswith("/pyproject.toml") for name in archive.getnames())


@pytest.mark.only(framework="django")
def test_django_migrates_and_answers_under_asgi(project: Project) -> None:
    if project.answers.get("database") == "postgresql":
        create_database(project)
    development = {"DJANGO_DEBUG": "1"}
    project.run("uv run python manage.py migrate", env=development)
    server = "uv run uvicorn config.asgi:application --log-level=warning --port={port}"
    with serving(project, server, development) as address:
        assert b"No notes yet." in ask(address)
        assert b"Django administration" in ask(f"{address}/admin/login/")
        assert b"--primary" in ask(f"{address}/static/admin/css/base.css")


@pytest.mark.only(framework="django")
def test_django_without_a_key_says_what_to_set(project: Project) -> None:
    result = project.run("uv run python manage.py check", check=False)
    assert result.returncode == 1
    assert "Set the environment variable DJANGO_SECRET_KEY" in result.stdout


def test_test_files_run_one_by_one(project: Project) -> None:
    files = sorted(path.name for path in (project.path / "tests").glob("test_*.py"))
    assert len(files) >= 2
    for name in files:
        if project.answers["test_stack"] != "unittest":
            output = project.run(f"uv run pytest tests/{name}").stdout
        elif project.answers["framework"] == "django":
            output = project.run(f"uv run python manage.py test tests.{Path(name).stem}").stdout
        else:
            # `unittest.main()` at the end of the file
            output = project.run(f"uv run python tests/{name}").stdout
        assert count_tests(output) >= 3


@pytest.mark.only(framework="django", test_stack="unittest")
def test_django_runs_its_tests_in_parallel(project: Project) -> None:
    serial = count_tests(project.run("uv run python manage.py test").stdout)
    parallel = project.run("uv run python manage.py test --parallel=2").stdout
    assert count_tests(parallel) == serial


def test_using_it_leaves_only_the_lock_file(project: Project) -> None:
    # The last of the tests that share an installed project.
    assert project.run("git status --porcelain").stdout == "?? uv.lock\n"


@pytest.mark.parametrize(
    "answers", sample(COMBINATIONS, 5), ids=lambda answers: "-".join(answers.values())
)
def test_pip_alone_is_enough(answers: dict[str, str], render: Render, tmp_path: Path) -> None:
    project = render(**answers)
    readme = (project.path / "README.md").read_text(encoding="utf-8")
    [block] = re.findall(r"With pip alone.*?```sh\n(.*?)```", readme, re.DOTALL)
    commands = block.splitlines()
    commands += [
        command.removeprefix("uv run ")
        for command in commands_of_readme(project)
        if command.startswith("uv run ")
    ]
    assert len(commands) == 3 + 8
    version = projects.pythons()[0]
    python = project.run(f"uv python find --no-project {version}").stdout.strip()
    project.run(f"{python} -m venv {tmp_path / 'venv'}")
    scripts = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    for command in commands:
        program, _, arguments = command.partition(" ")
        path = shutil.which(program, path=str(scripts))
        assert path, f"{program} is not installed"
        project.run(f"{path} {arguments}")
    assert project.run("git status --porcelain").stdout == ""


@contextmanager
def serving(project: Project, command: str, env: dict[str, str]) -> Iterator[str]:
    """Run a server for the project, and yield the address at which it answers."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        command.format(port=port).split(),
        cwd=project.path,
        env=projects.environment() | dict(project.env) | env | {"UV_PYTHON": project.python},
    )
    try:
        for _ in range(300):
            assert server.poll() is None, f"{command} exited {server.returncode}"
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def ask(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=30) as response:
        content: bytes = response.read()
    return content
