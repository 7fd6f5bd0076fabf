"""The CI files themselves, here and as rendered: what can be seen without running them."""

import itertools
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.markers import Marker
from packaging.version import Version

from tests import ci_table, pins, projects, workflows
from tests.projects import COMBINATIONS, ROOT, STACKS, SUPPORTED_PYTHONS, Answers, Project
from tests.test_template import template_files
from tests.test_workflows import ANSWERS, name_of

# Every combination of the answers that decide which CI files there are.
EACH: list[Answers] = [
    {"framework": framework, "test_stack": stack, "ci": ci}
    | ({"database": database} if database else {})
    for (framework, database), stack, ci in itertools.product(
        [("plain", ""), ("django", "sqlite"), ("django", "postgresql")],
        STACKS,
        ["github", "gitlab", "none"],
    )
]
RUNNERS = {"ubuntu-24.04", "macos-15", "windows-2025"}
# What a job may do, beside reading the code.
WRITES = {("release", "contents"), ("deploy", "pages"), ("deploy", "id-token")}
# The names that an expression may have, apart from those that the workflow itself declares.
GITHUB = {"github.workflow", "github.ref", "github.token"}

Rendered = Callable[[Answers], Project]


def ci_files(folder: Path) -> dict[str, str]:
    """Return the content of each CI file of a rendered project."""
    paths = [*(folder / ".github").rglob("*.yml"), *folder.glob(".gitlab-ci.yml")]
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def problems(workflow: dict[str, Any]) -> Iterator[str]:
    """Yield what neither the schema nor the auditor sees in a GitHub workflow."""
    if workflow.get("permissions") != {}:
        yield "permissions are not declared to be none"
    top = set(workflow.get("env", {}))
    yield from unknown({**workflow, "jobs": {}}, GITHUB)
    for name, job in workflow["jobs"].items():
        needs = [job["needs"]] if isinstance(job.get("needs"), str) else job.get("needs", [])
        yield from (f"{name} needs {each}, which is no job" for each in needs
                    if each not in workflow["jobs"])  # fmt: skip
        lists = job.get("strategy", {}).get("matrix", {})
        labels = lists.get("os", []) if job["runs-on"] == "${{ matrix.os }}" else [job["runs-on"]]
        yield from (f"{name} runs on {label}" for label in labels if label not in RUNNERS)
        if not 0 < job.get("timeout-minutes", 0) <= 60:
            yield f"{name} has no time limit"
        for scope, access in job.get("permissions", {"all": "write"}).items():
            if (scope, access) != ("contents", "read") and (name, scope) not in WRITES:
                yield f"{name} may {access} {scope}"
        names = GITHUB | {f"matrix.{key}" for key in lists}
        yield from unknown({**job, "steps": []}, names)
        names |= {f"env.{key}" for key in top | set(job.get("env", {}))}
        for step in job["steps"]:
            inner = names | {f"env.{key}" for key in step.get("env", {})}
            yield from unknown(step, inner)
            if "${{" in step.get("run", ""):
                # Even what is harmless today: the shell's own variables do as well.
                yield f"{name} writes an expression into a command"
            if "id" in step:
                names |= {f"steps.{step['id']}.outcome"}


def unknown(part: dict[str, Any], names: set[str]) -> Iterator[str]:
    """Yield each expression whose name is not known."""
    for expression in re.findall(r"\$\{\{\s*(.*?)\s*\}\}", json.dumps(part)):
        if expression not in names:
            yield f"{expression} is not known"
    if isinstance(part.get("if"), str):
        yield "a condition is not known"


def images(part: object) -> Iterator[str]:
    """Yield each image that a job or service of GitHub or GitLab runs in."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key in {"image", "container"} and isinstance(value, str):
                yield value
            if key == "services" and isinstance(value, list):
                yield from (each if isinstance(each, str) else each["name"] for each in value)
            yield from images(value)
    if isinstance(part, list):
        for each in part:
            yield from images(each)


def audit(*paths: Path) -> list[Any]:
    """Return the findings of the auditor, at its strictest."""
    output = projects.run(
        f"{projects.script('zizmor')} --offline --strict-collection --persona=auditor"
        f" --no-progress --quiet --no-exit-codes --format=json {' '.join(map(str, paths))}"
    ).stdout
    findings: list[Any] = json.loads(output)
    return findings


def audited(root: Path) -> list[Path]:
    """Return what to audit: of a repository of git, only the CI at its root is found by itself."""
    return [root, root / "template"]


@pytest.mark.xdist_group("ci files")
def test_each_combination_has_the_ci_files_of_one_layer(rendered_once: Rendered) -> None:
    # So that what is shown for the template's files holds for those of every project.
    rendered = 0
    for answers in EACH:
        host = ROOT / "template" / f"{{{{ {answers['ci']} }}}}"
        database = "postgresql" if answers.get("database") == "postgresql" else "no_postgresql"
        expected = ci_files(host) | ci_files(host / f"{{{{ {database} }}}}")
        assert ci_files(rendered_once(answers).path) == expected, answers
        rendered += len(expected)
    assert rendered == 9 * 2 + 9


@pytest.mark.xdist_group("ci files")
def test_auditor_finds_nothing_and_is_told_to_ignore_nothing(rendered_once: Rendered) -> None:
    renders = [rendered_once(answers).path for answers in EACH if answers["ci"] == "github"]
    assert len(renders) == 9
    assert audit(*audited(ROOT), *renders) == []
    listed = [name for name in template_files() if name.endswith((".yml", ".yaml"))]
    assert len(listed) >= 8
    for name in listed:
        assert "zizmor" not in Path(name).name
        assert "zizmor:" not in (ROOT / name).read_text(encoding="utf-8"), name


def test_auditor_looks_into_the_template(tmp_path: Path) -> None:
    paths = {path for path in pins.files() if ".github" in path.parts}
    for path in paths:
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        content = path.read_text(encoding="utf-8")
        assert "persist-credentials: false" in content
        copy.write_text(content.replace("persist-credentials: false", "persist-credentials: true"))
    projects.commit_all(tmp_path)
    found = json.dumps(audit(*audited(tmp_path)))
    for path in paths:
        assert path.relative_to(ROOT).as_posix() in found


def test_ci_files_follow_their_schemas() -> None:
    own = [*ROOT.glob(".github/workflows/*.yml"), *ROOT.glob("template/**/.github/workflows/*.yml")]
    dependabot = [*ROOT.glob(".github/*.yml"), *ROOT.glob("template/**/.github/*.yml")]
    gitlab = list(ROOT.glob("template/**/.gitlab-ci.yml"))
    assert (len(own), len(dependabot), len(gitlab)) >= (4, 2, 2)
    for name, paths in [
        ("vendor.github-workflows", own),
        ("custom.github-workflows-require-timeout", own),
        ("vendor.dependabot", dependabot),
        ("vendor.gitlab-ci --data-transform=gitlab-ci", gitlab),
    ]:
        quoted = " ".join(f"'{path}'" for path in paths)
        projects.run(f"{projects.script('check-jsonschema')} --builtin-schema={name} {quoted}")


def test_workflows_name_nothing_that_is_not_there() -> None:
    paths = [path for path in pins.files() if ".github" in path.parts]
    assert len(paths) >= 4
    for path in paths:
        assert list(problems(workflows.load(path))) == [], path


def test_rendered_workflows_run_for_each_pull_request_and_on_the_main_branch() -> None:
    paths = list(ROOT.glob("template/**/.github/workflows/*.yml"))
    assert len(paths) == 2
    for path in paths:
        triggers = {"push": {"branches": ["main"]}, "pull_request": None}
        assert workflows.load(path)["on"] == triggers


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("permissions: {}\n", "", "permissions are not declared to be none"),
        ("permissions: {}\n", "permissions: read-all\n", "permissions are not declared to be none"),
        ("    timeout-minutes: 10\n", "", "lint has no time limit"),
        ("    timeout-minutes: 10\n", "    timeout-minutes: 10\n    needs: tset\n", "needs tset"),
        ("    timeout-minutes: 10\n", "    timeout-minutes: 10\n    if: x\n", "a condition is"),
        ("runs-on: ubuntu-24.04", "runs-on: ubuntu-24.40", "lint runs on ubuntu-24.40"),
        ("contents: read", "contents: write", "lint may write contents"),
        ("contents: read", "id-token: write", "lint may write id-token"),
        ("python-version: ${{ matrix.python-version }}", "python-version: ${{ matrix.python }}",
         "matrix.python is not known"),
        ("run: uv run mypy", "run: uv run mypy\n        env: {A: '${{ steps.a.outputs.b }}'}",
         "steps.a.outputs.b is not known"),
        ("run: uv run mypy", "run: uv run mypy\n        env: {A: '${{ env.UV_LOKCED }}'}",
         "env.UV_LOKCED is not known"),
        ("run: uv run mypy", "run: uv run mypy ${{ github.head_ref }}",
         "lint writes an expression into a command"),
    ],
)  # fmt: skip
def test_each_mistake_in_a_workflow_is_seen(
    old: str, new: str, complaint: str, tmp_path: Path
) -> None:
    path = ROOT / "template/{{ github }}/{{ no_postgresql }}/.github/workflows/ci.yml"
    content = path.read_text(encoding="utf-8")
    assert old in content
    (tmp_path / "ci.yml").write_text(content.replace(old, new, 1), encoding="utf-8")
    found = list(problems(workflows.load(tmp_path / "ci.yml")))
    assert any(complaint in each for each in found), found


def test_everything_taken_from_elsewhere_is_pinned_as_the_table_says() -> None:
    table = tomllib.loads((ROOT / "tests" / "pins.toml").read_text(encoding="utf-8"))
    used: set[str] = set()
    for path in pins.files():
        text = path.read_text(encoding="utf-8")
        assert text == pins.pinned(text), f"{path}: python -m tests.pins writes the pins"
        content = workflows.load(path)
        for image in images(content):
            assert re.search(r":\S+@sha256:[0-9a-f]{64}$", image), f"{image} in {path}"
            used.add(re.split("[:@]", image)[0])
        for action in re.findall(r"uses: (.*)", text):
            assert re.search(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", action), f"{action} in {path}"
            used.add(action.partition("@")[0])
    assert used == {*table["actions"], *table["images"]}


def test_no_workflow_is_overlooked() -> None:
    found = {
        name
        for name in template_files()
        if re.search(r"\.ya?ml(\.jinja)?$", name) and name != "copier.yml"
    }
    known = {path.relative_to(ROOT).as_posix() for path in pins.files()}
    assert {name for name in found - known if not name.endswith("/dependabot.yml")} == set()


def test_own_tests_run_on_every_supported_interpreter() -> None:
    content = workflows.load(ROOT / ".github" / "workflows" / "ci.yml")
    job = content["jobs"]["test"]
    assert job["env"]["REQUIRE_PYTHONS"].split() == list(SUPPORTED_PYTHONS)
    [versions] = [
        step["with"]["python-version"].split()
        for step in job["steps"]
        if step.get("uses", "").startswith("actions/setup-python@")
    ]
    assert sorted(versions) == sorted(SUPPORTED_PYTHONS)
    assert "schedule" in content["on"]


def test_pin_that_differs_is_seen_and_written() -> None:
    [path] = ROOT.glob("template/*/{{ postgresql }}/.github/workflows/ci.yml")
    right = path.read_text(encoding="utf-8")
    for old, new in [
        (" # v7.0.1", ""),
        (" # v7.0.1", " # v7.0.2"),
        ("@3d3c", "@3d3d"),
        (":18@", ":17@"),
        ("sha256:86", "sha256:87"),
    ]:
        assert old in right
        assert pins.pinned(right.replace(old, new)) == right
    with pytest.raises(KeyError):
        pins.pinned(right.replace("actions/checkout", "actions/checkuot"))


def test_dependabot_finds_every_workflow_here_and_in_the_template() -> None:
    # For a directory other than the root, Dependabot reads the workflows that lie directly in it.
    [update] = [
        update
        for update in workflows.load(ROOT / ".github" / "dependabot.yml")["updates"]
        if update["package-ecosystem"] == "github-actions"
    ]
    assert "/" in update["directories"]
    found = set(ROOT.glob(".github/workflows/*.yml"))
    for directory in update["directories"]:
        if directory != "/":
            found |= {path for each in ROOT.glob(directory[1:]) for path in each.glob("*.yml")}
    assert found == {path for path in pins.files() if ".github" in path.parts}


def test_django_classifiers_are_the_versions_that_the_interpreters_get(
    rendered_once: Rendered, tmp_path: Path
) -> None:
    answers = {"framework": "django", "test_stack": "unittest"}
    path = rendered_once(answers).path / "pyproject.toml"
    (tmp_path / "pyproject.toml").write_bytes(path.read_bytes())
    projects.run("uv lock", cwd=tmp_path)
    locked = tomllib.loads((tmp_path / "uv.lock").read_text(encoding="utf-8"))["package"]
    tested = {}
    for python in SUPPORTED_PYTHONS:
        environment = {"python_version": python, "python_full_version": f"{python}.0"}
        [version] = [
            package["version"]
            for package in locked
            if package["name"] == "django"
            and any(
                Marker(marker).evaluate(environment)
                for marker in package.get("resolution-markers", ["python_version > '3'"])
            )
        ]
        tested[python] = f"{Version(version).major}.{Version(version).minor}"
    assert tested[SUPPORTED_PYTHONS[0]] == "5.2"
    pyproject = tomllib.loads(path.read_text(encoding="utf-8"))
    classifiers = [
        classifier.rpartition(" ")[2]
        for classifier in pyproject["project"]["classifiers"]
        if re.match(r"Framework :: Django :: \d", classifier)
    ]
    assert classifiers == sorted(set(tested.values()), key=Version), tested


def test_table_in_the_docs_has_each_file_stack_and_step(rendered_once: Rendered) -> None:
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    table = page.partition(ci_table.BEGIN)[2].partition(ci_table.END)[0].splitlines()
    head, _, *rows = [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in table if line[:1] == "|"
    ]
    answers = {"framework": "plain", "test_stack": "unittest"}
    path = rendered_once(answers).path / ".github" / "workflows" / "ci.yml"
    jobs = workflows.github_jobs(path, projects.pythons()[-1:])
    assert head == ["", *(f"`{step.script}`" for job in jobs for step in job.steps)]
    assert sorted(row[0] for row in rows) == sorted(name_of(each) for each in ANSWERS)
    stacks = {name_of(each) for each in COMBINATIONS}
    for name, *cells in rows:
        for cell in cells:
            assert re.fullmatch(r"[1-9]\d* / [1-9]\d*" if name in stacks else r"1 / \d+", cell)


def test_table_counts_what_the_report_says(tmp_path: Path) -> None:
    properties = "".join(
        f'<properties><property name="{name}" value="{value}"/></properties>'
        for name, value in [("a", "green"), ("b", "green"), ("a", "red"), ("tests in x", "3")]
    )
    (tmp_path / "report.xml").write_text(
        f'<testsuite><testcase name="test_x[one]">{properties}</testcase></testsuite>'
    )
    assert ci_table.table(tmp_path / "report.xml") == (
        "|  | `a` | `b` |\n| --- | --- | --- |\n| one | 1 / 1 | 1 / 0 |\n"
    )
