"""The CI files themselves, here and in the template: what can be seen without running them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.helpers import existing, projects, workflows
from tests.helpers.projects import (
    COMBINATIONS,
    OPTIONS,
    ROOT,
    SUPPORTED_PYTHONS,
    Answers,
    Rendered,
)

GITHUB = [*ROOT.glob(".github/workflows/*.yml"), *ROOT.glob("template/**/.github/workflows/*.yml")]
GITLAB = list(ROOT.glob("template/**/.gitlab-ci.yml"))
DEPENDABOT = [*ROOT.glob(".github/*.yml"), *ROOT.glob("template/**/.github/*.yml")]
RENOVATE = list(ROOT.glob("template/**/renovate.json"))
# What a job may do, beside reading the code.
WRITES = {
    ("release", "contents"),
    ("deploy", "pages"),
    ("deploy", "id-token"),
    ("publish", "id-token"),
}

# No other test renders these.
GITLAB_WITHOUT_A_LIBRARY = [
    {"framework": "plain", "test_stack": "unittest", "ci": "gitlab", "license": "none"},
    {"framework": "django", "test_stack": "unittest", "ci": "gitlab"},
]


def load(path: Path) -> Any:  # noqa: ANN401 (YAML)
    """Parse YAML 1.2, in which `on` is a string."""
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def test_nothing_is_overlooked() -> None:
    assert [len(each) for each in (GITHUB, GITLAB, DEPENDABOT, RENOVATE)] == [8, 3, 2, 1]


@pytest.mark.parametrize("answers", [*COMBINATIONS, *OPTIONS, *GITLAB_WITHOUT_A_LIBRARY])
def test_project_has_the_files_of_its_answers(answers: Answers, rendered_once: Rendered) -> None:
    library = answers["framework"] == "plain" and answers.get("license") != "none"
    postgresql = answers.get("database") == "postgresql"
    layer = "library" if library else "postgresql" if postgresql else "neither"
    host = ROOT / "template" / f"{{{{ {answers.get('ci', 'github')} }}}}"
    expected = ci_files(host) | ci_files(host / f"{{{{ {layer} }}}}")
    assert ci_files(rendered_once(answers).path) == expected


def ci_files(folder: Path) -> dict[str, str]:
    """Return the content of each CI file of a folder."""
    names = ("*.yml", "workflows/*.yml")
    paths = [path for name in names for path in (folder / ".github").glob(name)]
    paths += [path for name in (".gitlab-ci.yml", "renovate.json") for path in folder.glob(name)]
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def load_both(host: str, file: str) -> list[Any]:
    """Return the CI of a library, and of a project that is neither one nor on PostgreSQL."""
    layers = ROOT / "template" / f"{{{{ {host} }}}}"
    return [load(layers / f"{{{{ {layer} }}}}" / file) for layer in ("library", "neither")]


def test_github_libraries_also_run_the_oldest_dependencies() -> None:
    library, other = load_both("github", ".github/workflows/ci.yml")
    lowest = library["jobs"].pop("lowest")
    assert lowest["env"] == {"UV_LOCKED": "0", "UV_RESOLUTION": "lowest-direct"}
    assert lowest["steps"][1]["with"]["python-version"] == SUPPORTED_PYTHONS[0]
    checks, others = library["jobs"]["coverage"], other["jobs"]["coverage"]
    assert checks.pop("needs") == [*others.pop("needs"), "lowest"]
    required, known = checks["steps"].pop(0), others["steps"].pop(0)
    assert required["env"] == known["env"] | {"LOWEST": "${{ needs.lowest.result }}"}
    assert library == other


def test_gitlab_libraries_release_from_a_tag_alone() -> None:
    library, other = load_both("gitlab", ".gitlab-ci.yml")
    lowest = {"UV_LOCKED": "0", "UV_PYTHON": SUPPORTED_PYTHONS[0], "UV_RESOLUTION": "lowest-direct"}
    assert library.pop("lowest") == {"variables": lowest, "script": ["uv run coverage run"]}
    on_a_tag = [{"if": "$CI_COMMIT_TAG"}]
    assert library.pop("build")["rules"] == on_a_tag
    assert library.pop("publish")["rules"] == on_a_tag
    other["workflow"]["rules"] += on_a_tag
    assert library == other


def audit(root: Path) -> list[Any]:
    """Return the findings of the auditor, at its strictest."""
    # Of a repository of git, only the CI at its root is found by itself.
    output = projects.run(
        f"{projects.script('zizmor')} --offline --strict-collection --persona=auditor"
        f" --no-progress --quiet --no-exit-codes --format=json {root} {root / 'template'}"
    ).stdout
    findings: list[Any] = json.loads(output)
    return findings


def test_auditor_finds_nothing_and_ignores_nothing() -> None:
    assert audit(ROOT) == []
    assert [path for path in GITHUB + DEPENDABOT if "zizmor" in path.read_text("utf-8")] == []
    assert list(ROOT.rglob("zizmor.y*ml")) == []


def test_auditor_looks_into_the_template(tmp_path: Path) -> None:
    for path in GITHUB:
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        content = path.read_text(encoding="utf-8")
        copy.write_text(content.replace("persist-credentials: false", "persist-credentials: true"))
    projects.commit_all(tmp_path)
    found = json.dumps(audit(tmp_path))
    for path in GITHUB:
        assert path.relative_to(ROOT).as_posix() in found


@pytest.mark.parametrize(
    ("schema", "paths"),
    [
        ("vendor.github-workflows", GITHUB),
        ("custom.github-workflows-require-timeout", GITHUB),
        ("vendor.dependabot", DEPENDABOT),
        ("vendor.renovate", RENOVATE),
        ("vendor.gitlab-ci --data-transform=gitlab-ci", GITLAB),
    ],
)
def test_files_follow_their_schema(schema: str, paths: list[Path]) -> None:
    quoted = " ".join(f"'{path}'" for path in paths)
    projects.run(f"{projects.script('check-jsonschema')} --builtin-schema={schema} {quoted}")


@pytest.mark.parametrize("path", [*GITHUB, *GITLAB], ids=lambda path: str(path.relative_to(ROOT)))
def test_each_job_expression_and_action_is_known(path: Path) -> None:
    assert list(workflows.jobs(path, SUPPORTED_PYTHONS))


def test_no_job_may_do_more_than_it_needs() -> None:
    for path in GITHUB:
        workflow = load(path)
        assert workflow["permissions"] == {}
        for name, job in workflow["jobs"].items():
            assert job["runs-on"] in {"ubuntu-24.04", "${{ matrix.os }}"}
            for scope, access in job["permissions"].items():
                assert (scope, access) == ("contents", "read") or (name, scope) in WRITES, path
        if "publish" in workflow["jobs"]:
            assert workflow["jobs"]["publish"]["permissions"] == {"id-token": "write"}


def test_rendered_workflows_run_for_pull_requests_and_on_main() -> None:
    for path in ROOT.glob("template/**/.github/workflows/ci.yml"):
        assert load(path)["on"] == {"push": {"branches": ["main"]}, "pull_request": None}


def test_actions_and_images_are_pinned_alike_everywhere() -> None:
    found: dict[str, set[str]] = {}
    for path in [*GITHUB, *GITLAB]:
        text = path.read_text(encoding="utf-8")
        for name, version in re.findall(r"uses: (\S+?)@(.*)", text):
            assert re.fullmatch(r"[0-9a-f]{40} # v\d+\.\d+\.\d+", version), f"{name} in {path}"
            found.setdefault(name, set()).add(version)
        for image in images(load(path)):
            name, _, version = image.partition(":")
            assert re.fullmatch(r"\S+@sha256:[0-9a-f]{64}", version), f"{image} in {path}"
            found.setdefault(name, set()).add(version)
    assert {"actions/checkout", "postgres", "ghcr.io/astral-sh/uv"} <= set(found)
    assert {name: versions for name, versions in found.items() if len(versions) > 1} == {}


def images(part: object) -> Iterator[str]:
    """Yield each image that a job or service runs in."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key in {"image", "container"}:
                yield value
            elif key == "services" and isinstance(value, list):
                yield from (each["name"] for each in value)
            else:
                yield from images(value)


def test_service_is_where_its_database_is_looked_for() -> None:
    # The tests put a server of their own in its place.
    [path] = ROOT.glob("template/**/{{ postgresql }}/.github/workflows/ci.yml")
    job = load(path)["jobs"]["test"]
    assert job["env"]["DATABASE_URL"] == "postgres://postgres:postgres@localhost:5432/postgres"
    assert job["services"]["postgres"]["ports"] == ["5432:5432"]
    assert job["services"]["postgres"]["env"] == {"POSTGRES_PASSWORD": "postgres"}
    [path] = ROOT.glob("template/**/{{ postgresql }}/.gitlab-ci.yml")
    job = load(path)["test"]
    assert job["variables"]["DATABASE_URL"] == "postgres://postgres:postgres@postgres:5432/postgres"
    assert job["services"][0]["alias"] == "postgres"
    assert job["variables"]["POSTGRES_PASSWORD"] == "postgres"


def test_own_tests_run_on_every_supported_interpreter() -> None:
    for name in ("ci.yml", "nightly.yml"):
        job = load(ROOT / ".github" / "workflows" / name)["jobs"]["test"]
        [versions] = [
            step["with"]["python-version"].split()
            for step in job["steps"]
            if step.get("uses", "").startswith("actions/setup-python@")
        ]
        older = [existing.OLD] if name == "nightly.yml" else []
        assert sorted(versions) == sorted([*older, *SUPPORTED_PYTHONS])
    assert job["env"] == {"PYTEST_ADDOPTS": "--thorough"}


def test_dependabot_finds_every_workflow() -> None:
    # For a directory other than the root, Dependabot reads the workflows that lie directly in it.
    [update] = [
        update
        for update in load(ROOT / ".github" / "dependabot.yml")["updates"]
        if update["package-ecosystem"] == "github-actions"
    ]
    found = set(ROOT.glob(".github/workflows/*.yml"))
    for directory in set(update["directories"]) - {"/"}:
        found |= {path for each in ROOT.glob(directory[1:]) for path in each.glob("*.yml")}
    assert "/" in update["directories"]
    assert found == set(GITHUB)


def test_oldest_interpreter_gets_the_django_with_long_support(rendered_once: Rendered) -> None:
    project = rendered_once({"framework": "django", "test_stack": "unittest"})
    command = "uv pip compile --quiet --no-header pyproject.toml --python-version"
    for python, version in ((SUPPORTED_PYTHONS[0], "5.2"), (SUPPORTED_PYTHONS[-1], "6")):
        assert f"django=={version}." in project.run(f"{command} {python}").stdout
