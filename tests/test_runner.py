"""What runs CI configurations, tried on some that are right and many that are wrong.

What it cannot run it has to refuse: a step that it skipped would be a step that nobody has tried.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from ruamel.yaml.constructor import DuplicateKeyError

from tests import projects, workflows
from tests.workflows import Ran, UnsupportedError

GITHUB = """\
on:
  push:
env:
  WORKFLOW: workflow
  LAYER: workflow
jobs:
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 1
    strategy:
      matrix:
        python-version: ["3.11", "3.99"]
    env:
      JOB: ${{ matrix.python-version }}
      LAYER: job
    steps:
      - uses: actions/checkout@v1
      - uses: astral-sh/setup-uv@v1
        with:
          python-version: ${{ matrix.python-version }}
      - name: First
        run: echo first
"""
GITLAB = """\
default:
  image: ghcr.io/astral-sh/uv:1@sha256:2
  timeout: 1 minutes
variables:
  GLOBAL: global
  LAYER: global
test:
  parallel:
    matrix:
      - UV_PYTHON: ["3.11", "3.99"]
  variables:
    LAYER: $GLOBAL and job
  script:
    - echo first
"""

RunHere = Callable[[str], list[list[Ran]]]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository with one file that is committed, and one that is not."""
    path = tmp_path / "repository"
    path.mkdir()
    (path / "committed").write_text("committed\n")
    projects.commit_all(path)
    (path / "uncommitted").write_text("uncommitted\n")
    return path


@pytest.fixture
def github(repository: Path, tmp_path: Path) -> RunHere:
    """Return a function that runs all jobs of a workflow."""

    def github(text: str) -> list[list[Ran]]:
        (tmp_path / "ci.yml").write_text(text)
        return [
            workflows.run_job(job, repository, tmp_path / "runner")
            for job in workflows.github_jobs(tmp_path / "ci.yml", ["3.11"])
        ]

    return github


@pytest.fixture
def gitlab(repository: Path, tmp_path: Path) -> RunHere:
    """Return a function that runs all jobs of GitLab's configuration."""

    def gitlab(text: str) -> list[list[Ran]]:
        (tmp_path / "gitlab.yml").write_text(text)
        return [
            workflows.run_job(job, repository, tmp_path / "runner")
            for job in workflows.gitlab_jobs(tmp_path / "gitlab.yml", ["3.11"])
        ]

    return gitlab


def test_github_step_is_run_once_for_each_interpreter_that_is_there(github: RunHere) -> None:
    assert github(GITHUB) == [[Ran("First", 0, "first\n")]]


def test_github_step_sees_the_variables_of_the_nearest_layer(github: RunHere) -> None:
    step = "echo $WORKFLOW $JOB $LAYER $STEP $UV_PYTHON $CI\n        env: {STEP: '${{ env.JOB }}'}"
    assert github(GITHUB.replace("echo first", step))[0][0].output == (
        "workflow 3.11 job 3.11 3.11 true\n"
    )
    step = "echo $LAYER\n        env: {LAYER: step}"
    assert github(GITHUB.replace("echo first", step))[0][0].output == "step\n"


def test_github_step_sees_what_is_committed_and_nothing_else(github: RunHere) -> None:
    assert github(GITHUB.replace("echo first", "ls"))[0][0].output == "committed\n"


def test_github_job_ends_at_its_first_red_step(github: RunHere) -> None:
    steps = "exit 3\n      - run: echo second"
    assert github(GITHUB.replace("echo first", steps)) == [[Ran("First", 3, "")]]


def test_github_script_ends_at_its_first_red_line(github: RunHere) -> None:
    script = "|\n          echo first\n          false\n          echo second"
    assert github(GITHUB.replace("echo first", script)) == [[Ran("First", 1, "first\n")]]


def test_github_pipe_is_red_only_where_bash_is_asked_for(github: RunHere) -> None:
    # As on the runner, whose default shell does not set `pipefail`.
    assert github(GITHUB.replace("echo first", "false | cat"))[0][0].status == 0
    step = "false | cat\n        shell: bash"
    assert github(GITHUB.replace("echo first", step))[0][0].status == 1


def test_uv_is_there_only_once_it_is_set_up(github: RunHere) -> None:
    [[first, second]] = github(
        GITHUB.replace("- uses: astral-sh", "- run: uv --version || true\n      - uses: astral-sh")
        .replace("echo first", "uv --version")
    )  # fmt: skip
    assert "command not found" in first.output
    assert second.output.startswith("uv ")


def test_job_that_hangs_is_killed_with_all_that_it_started(github: RunHere, tmp_path: Path) -> None:
    script = f"sleep 600 & echo $! > {tmp_path / 'pid'}; wait"
    text = GITHUB.replace("timeout-minutes: 1", "timeout-minutes: 0.01")
    assert github(text.replace("echo first", script))[0][0].status == 124
    # It is gone, or a zombie that waits for its new parent.
    state = projects.run(f"ps -o stat= -p {(tmp_path / 'pid').read_text()}", check=False).stdout
    assert state.strip()[:1] in {"", "Z"}


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("on:\n  push:", "on: [push]", "on is no mapping"),
        ("on:\n  push:", "on: {release: }", "on has the key release"),
        ("on:\n  push:", "on: {push: {paths: [src]}}", "on.push has the key paths"),
        ("on:\n  push:", "true:\n  push:", "has the key True"),
        ("on:\n  push:", "on:\n  push:\ndefaults: {}", "has the key defaults"),
        ("on:\n  push:\n", "", "lacks the key on"),
        ("WORKFLOW: workflow", "WORKFLOW: ${{ secrets.KEY }}", "secrets.KEY }} is not known"),
        ("WORKFLOW: workflow", "WORKFLOW: ${{ env.LAYER }}", "env.LAYER }} is not known"),
        ("WORKFLOW: workflow", "WORKFLOW: [workflow]", "no string, number or boolean"),
        ("matrix.python-version }}\n      LAYER", "matrix.python }}\n      LAYER", "matrix.python"),
        ("runs-on:", "if: false\n    runs-on:", "test has the key if"),
        ("runs-on:", "container: debian\n    runs-on:", "test has the key container"),
        ("runs-on:", "continue-on-error: true\n    runs-on:", "has the key continue-on-error"),
        ("runs-on:", "needs: lint\n    runs-on:", "test has the key needs"),
        ("    runs-on: ubuntu-24.04\n", "", "test lacks the key runs-on"),
        ("matrix:\n", "matrix:\n        include: []\n", "matrix has include"),
        ("matrix:\n", "matrix:\n        os: ${{ matrix.os }}\n", "matrix has os"),
        ('"3.11", ', "3.11, ", "that is no string"),
        ("matrix:\n", "max-parallel: 1\n      matrix:\n", "strategy has the key max-parallel"),
        ("actions/checkout@v1", "actions/cache@v1", "answers for the action actions/cache"),
        ("actions/checkout@v1", "docker://debian", "answers for the action docker"),
        ("uses: actions/checkout@v1", "run: echo early", "before it has checked the code out"),
        ("        with:\n", "        with:\n          version: 1\n", "has the key version"),
        ("run: echo first", "run: echo first\n        if: always()", "has the key if"),
        ("run: echo first", "run: echo first\n        shell: pwsh", "shell pwsh is not known"),
        ("run: echo first", "run: echo first\n        working-directory: src", "working-directory"),
        ("run: echo first", "run: echo first\n        timeout-minutes: 1", "timeout-minutes"),
        ("run: echo first", "run: echo first\n        with: {}", "a step of test has the key with"),
        ("        run: echo first\n", "", "wants either `uses` or `run`"),
        ("echo first", "echo ${{ github.head_ref }}", "github.head_ref }} is not known"),
        ("echo first", "echo ${{ hashFiles('uv.lock') }}", "hashFiles.* is not known"),
        ("echo first", "echo ${{ matrix.python-version || 1 }}", "is not known"),
        ("echo first", "echo ${{ steps.first.outputs.x }}", "steps.first.outputs.x }} is"),
        ("steps:", "services: {cache: {image: redis, env: {}, ports: []}}\n    steps:", "redis"),
        (
            "steps:",
            "services: {db: {image: postgres, env: {}, ports: ['5432:5432']}}\n    steps:",
            "does not start without POSTGRES_PASSWORD",
        ),
        (
            "steps:",
            "services: {d: {image: postgres, env: {POSTGRES_PASSWORD: x}, ports: [1]}}\n    steps:",
            "does not lead to PostgreSQL's",
        ),
        (
            "steps:",
            "services: {db: {image: postgres, env: {POSTGRES_PASSWORD: x}}}\n    steps:",
            "lacks the key ports",
        ),
    ],
)  # fmt: skip
def test_github_workflow_that_cannot_be_run_as_it_says_is_refused(
    old: str, new: str, complaint: str, github: RunHere
) -> None:
    assert old in GITHUB
    with pytest.raises(UnsupportedError, match=complaint):
        github(GITHUB.replace(old, new, 1))


def test_key_that_is_there_twice_is_refused(github: RunHere) -> None:
    with pytest.raises(DuplicateKeyError):
        github(GITHUB + "        run: echo again\n")


def test_postgresql_takes_the_place_of_the_declared_service_alone(
    repository: Path, tmp_path: Path
) -> None:
    service = (
        "services:\n      db:\n        image: postgres:18\n        ports: ['5433:5432']\n"
        "        env: {POSTGRES_PASSWORD: secret}\n    "
    )
    url = "postgres://postgres:secret@localhost:5433/name"
    declared = GITHUB.replace("JOB: ${{", f"URL: {url}\n      JOB: ${{{{").replace(
        "echo first", "echo $URL"
    )
    for text, expected in [
        (declared.replace("steps:", f"{service}steps:"), "postgres://me:pw@127.0.0.1:1/name"),
        (declared, url),
        (
            declared.replace("steps:", f"{service}steps:").replace("secret}", "another}"),
            url,
        ),
        (
            declared.replace("steps:", f"{service}steps:").replace("'5433:", "'5434:"),
            url,
        ),
    ]:
        (tmp_path / "ci.yml").write_text(text)
        [job] = workflows.github_jobs(tmp_path / "ci.yml", ["3.11"])
        [ran] = workflows.run_job(
            job, repository, tmp_path / "runner", postgresql="me:pw@127.0.0.1:1"
        )
        assert ran.output == f"{expected}\n"


def test_gitlab_job_is_run_once_for_each_interpreter_that_is_there(gitlab: RunHere) -> None:
    assert gitlab(GITLAB) == [[Ran("echo first", 0, "first\n")]]


def test_gitlab_job_sees_the_variables_of_the_nearest_layer(gitlab: RunHere) -> None:
    [[ran]] = gitlab(GITLAB.replace("echo first", "echo $GLOBAL, $LAYER, $UV_PYTHON"))
    assert ran.output == "global, global and job, 3.11\n"


def test_gitlab_job_ends_at_its_first_red_line(gitlab: RunHere) -> None:
    lines = "echo first\n    - echo second; false | cat\n    - echo third"
    assert gitlab(GITLAB.replace("echo first", lines)) == [
        [Ran("echo first", 0, "first\n"), Ran("echo second; false | cat", 1, "second\n")]
    ]


def test_gitlab_lines_share_one_shell_and_begin_with_before_script(gitlab: RunHere) -> None:
    text = GITLAB.replace("  script:", "  before_script: [cd .git, NAME=value]\n  script:")
    [results] = gitlab(text.replace("echo first", "echo $NAME; test -f HEAD"))
    assert [ran.status for ran in results] == [0, 0, 0]
    assert results[-1].output == "value\n"


def test_gitlab_cache_is_found_again_by_the_next_job(gitlab: RunHere) -> None:
    text = GITLAB.replace("test:", "test:\n  cache: {paths: [kept]}", 1)
    text = text.replace("echo first", "mkdir -p kept; echo more >> kept/file; cat kept/file")
    assert gitlab(text)[0][0].output == "more\n"
    assert gitlab(text)[0][0].output == "more\nmore\n"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("default:", "include: other.yml\ndefault:", "include is no mapping"),
        ("default:", "stages: [test]\ndefault:", "stages is no mapping"),
        ("default:", "workflow: {rules: [{if: $CI}]}\ndefault:", r"condition \$CI is not known"),
        ("default:", "default:\n  tags: [big]", "default has the key tags"),
        ("timeout: 1 minutes", "timeout: 1h", "time limit 1h is not known"),
        ("ghcr.io/astral-sh/uv", "python", "answers for the image python"),
        ("  image: ghcr.io/astral-sh/uv:1@sha256:2\n", "", "answers for the image"),
        ("GLOBAL: global", "GLOBAL: {value: global}", "no string, number or boolean"),
        ("GLOBAL: global", "GLOBAL: $LAYER", "variable in a variable in a variable"),
        ("script:\n    - echo first", "script: echo first", "script is no list"),
        ("- echo first", "- |\n      echo first\n      echo second", "is not one line"),
        ("- echo first", "- [echo first]", "is not one line"),
        ("$GLOBAL", "$UNKNOWN", r"expression \$UNKNOWN is not known"),
        ("  script:", "  allow_failure: true\n  script:", "test has the key allow_failure"),
        ("  script:", "  rules: []\n  script:", "test has the key rules"),
        ("  script:", "  services: [{name: redis, alias: r}]\n  script:", "image redis"),
        ("  script:", "  services: [postgres:18]\n  script:", "services is no mapping"),
        (
            "  script:",
            "  services: [{name: postgres, alias: db}]\n  script:",
            "does not start without POSTGRES_PASSWORD",
        ),
        ("  script:\n    - echo first\n", "  extends: .base\n", "test has the key extends"),
        ("  script:\n    - echo first\n", "", "test lacks the key script"),
    ],
)
def test_gitlab_configuration_that_cannot_be_run_as_it_says_is_refused(
    old: str, new: str, complaint: str, gitlab: RunHere
) -> None:
    assert old in GITLAB
    with pytest.raises(UnsupportedError, match=complaint):
        gitlab(GITLAB.replace(old, new, 1))
