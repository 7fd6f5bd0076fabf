"""A library's release: built, checked, published to an index on this machine, and installed."""

import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import projects, workflows
from tests.helpers.projects import Project, Render


@pytest.fixture
def index(tmp_path: Path) -> Iterator[str]:
    """Run an index to which everybody may upload, and return its address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    (tmp_path / "packages").mkdir()
    server = subprocess.Popen(
        [
            *[
                projects.script("pypi-server").strip("'"),
                "run",
                "--authenticate=.",
                "--passwords=.",
            ],
            *["--interface=127.0.0.1", f"--port={port}", "--disable-fallback", "packages"],
        ],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/health").close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def library(render: Render, ci: str) -> Project:
    project = render(framework="plain", test_stack="unittest", ci=ci)
    project.run("uv lock")
    projects.commit_all(project.path, "Lock the dependencies")
    return project


def jobs(project: Project, failed: str = "") -> dict[str, Any]:
    """Return the jobs that run for a tag alone."""
    github = project.path / ".github" / "workflows" / "release.yml"
    path = github if github.exists() else project.path / ".gitlab-ci.yml"
    found = workflows.jobs(path, projects.pythons(), failed.split())
    return {job["name"]: job for job in found if job["name"] in {"build", "publish"}}


def tag(name: str) -> dict[str, str]:
    """Return how both runners name a tag."""
    return {"GITHUB_REF_NAME": name, "CI_COMMIT_TAG": name}


@pytest.mark.parametrize(("ci", "name"), [("github", "0.1.0"), ("gitlab", "v0.1.0")])
def test_library_is_built_published_and_installed(
    ci: str, name: str, render: Render, index: str, tmp_path: Path
) -> None:
    project = library(render, ci)
    # A publisher that the index trusts needs no password; this index takes any.
    upload = {"UV_PUBLISH_URL": index, "UV_PUBLISH_USERNAME": "any", "UV_PUBLISH_PASSWORD": "any"}
    for job in jobs(project).values():
        *_, last = workflows.run(job, project.path, tmp_path, upload | tag(name)).values()
        assert last.returncode == 0, last.stdout
    installed = projects.run(
        f"uv run --isolated --no-project --default-index {index}/simple/ --with my-project==0.1.0"
        ' python -c "import my_project; print(my_project.__all__)"',
        cwd=tmp_path,
        env={"UV_PYTHON": projects.pythons()[-1]},
    )
    assert "map_ordered" in installed.stdout
    assert {path.name for path in (tmp_path / "packages").iterdir()} == {
        "my_project-0.1.0-py3-none-any.whl",
        "my_project-0.1.0.tar.gz",
    }


@pytest.mark.parametrize("ci", ["github", "gitlab"])
@pytest.mark.parametrize(("name", "code"), [("0.2.0", ""), ("0.1.0", "import absent")])
def test_what_is_wrong_is_not_published(
    ci: str, name: str, code: str, render: Render, tmp_path: Path
) -> None:
    project = library(render, ci)
    with (project.path / "src" / "my_project" / "__init__.py").open("a") as file:
        file.write(f"{code}\n")
    projects.commit_all(project.path)
    results = workflows.run(jobs(project)["build"], project.path, tmp_path, tag(name))
    *_, (step, red) = results.items()
    assert red.returncode == 1
    assert ("import" if code else "version") in step
    assert code.removeprefix("import ") in red.stdout
    assert "publish" not in jobs(project, failed="build")
