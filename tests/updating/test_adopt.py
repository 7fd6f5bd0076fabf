"""What docs/adopt.md says, done step by step in projects that exist."""

import re
from pathlib import Path

import pytest
import yaml

from tests.helpers import existing, projects
from tests.helpers.existing import KINDS, Existing
from tests.helpers.pages import block
from tests.helpers.sampling import sample
from tests.helpers.terminal import COPIER, DOWN, ENTER, Terminal

PAGE = "docs/adopt.md"
LOST = block(PAGE, "async def save_user")
MESSAGE = block(PAGE, "RunningTaskWarning").strip()
GUARD = {"tests/guard.py", "tests/load_guard.py", "tests/losses.py", "tests/time_limit.py"}
# Two tests that each see their own row alone, when the rows of async tests are rolled back.
ROWS = """\
from greeter.models import Greeting


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["one", "two"])
async def test_sees_its_own_row(text):
    await Greeting.objects.acreate(text=text)
    assert await Greeting.objects.acount() == 1
"""


@pytest.fixture(scope="session")
def versions(memory: Path) -> Path:
    """Return the template in two versions: the newer one has a changed guard."""
    template = projects.template_of_working_tree(memory / "guard-versions", "999.0.0")
    newer = memory / "newer-guard"
    projects.copy_working_tree(newer, *projects.READ)
    for path in newer.glob("template/*/tests/guard.py"):
        path.write_text(path.read_text(encoding="utf-8") + "# Newer.\n", encoding="utf-8")
    projects.add_version(template, newer, "999.0.1")
    return template


def follow(project: Existing, start: str, template: Path, *, test: str = "") -> str:
    """Run the block of the page that starts so, as the developer of this project would.

    `test` is what they run in place of `pytest`, unless it is what has the guard.
    """
    kind = project.kind
    answers = " ".join(f"--data {name}={value}" for name, value in kind.answers.items())
    commands = {
        r"\bpytest$": test or kind.guarded,
        "uvx copier copy (?=--data)": f"{COPIER} copy --vcs-ref=999.0.0 --defaults {answers} ",
        "uvx copier": COPIER,
        "/tmp/wheel": str(project.path.parent / "wheel"),
    }
    text = block(PAGE, start)
    for pattern, command in commands.items():
        text = re.sub(pattern, command, text, flags=re.MULTILINE)
    return uncoloured(project.run(text, env={"TEMPLATE": str(template)}))


def uncoloured(output: str) -> str:
    return re.sub(r"\x1b\[\d*m", "", output)


def load_guard(project: Existing) -> None:
    """Add the line that this kind of project needs."""
    name, old, new = project.kind.edit
    if name:
        file = project.path / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")


def count(output: str) -> int:
    [number] = re.findall(r"Ran (\d+) test|(\d+) passed", output)
    return int("".join(number))


@pytest.mark.parametrize("name", sample(KINDS, 2))
def test_project_adopts_the_guard_step_by_step(name: str, versions: Path, tmp_path: Path) -> None:
    kind = KINDS[name]
    project = existing.make(kind, tmp_path / "greeter")
    before = project.files()

    # 1. Its tests are green, also when one loses a failure.
    tests = count(follow(project, "git switch", versions, test=kind.test))
    lost = project.path / kind.folder / "test_lost.py"
    lost.write_text(kind.test_file(LOST), encoding="utf-8")
    assert count(project.run(kind.test)) == tests + 1
    lost.unlink()

    # 2. The closing message says what is left to do for this kind.
    output = follow(project, "uvx copier copy --data scope=tests", versions)
    _, _, message = output.partition("\nThe guard is in tests/")
    assert "git init" not in message
    assert "uv " not in message
    assert all(len(line) <= 79 for line in message.splitlines())
    assert ("skip  conftest.py" in output) == ("conftest.py" in before)
    lines = [block(PAGE, start) for start in ("pytest_plugins", "python -m", "TEST_RUNNER")]
    told = [f"\n  {line}" in message for line in lines]
    assert told == ["conftest.py" in before, name == "flit", name == "site"]

    # 3. New files are all that it made, and no tool of the project objects to them.
    assert before.items() <= project.files().items()
    assert project.files().keys() >= GUARD
    if kind.test == "pytest" and "conftest.py" not in before and ".*" not in kind.text:
        assert follow(project, "git status --short --untracked", versions) == block(
            PAGE, "?? .copier"
        )
    for linter in kind.linters:
        project.run(linter)

    # 4. and 5. It is loaded, and as many tests are green.
    load_guard(project)
    output = follow(project, "pytest\n", versions)
    assert count(output) == tests
    assert ("tests/guard.py: on" in output) == (kind.test == "pytest")

    # 6. The lost failure is red.
    lost.write_text(kind.test_file(LOST), encoding="utf-8")
    assert MESSAGE in project.run(kind.guarded, check=False)
    lost.unlink()
    if name == "poetry":
        rows = project.path / "tests" / "test_rows.py"
        rows.write_text(kind.test_file(ROWS), encoding="utf-8")
        assert count(project.run(kind.guarded)) == tests + 2
        rows.unlink()

    # 7. It is committed, its wheel has nothing new in it, and an update brings a newer guard.
    assert follow(project, "git add --all\ngit add --force", versions).endswith(
        "\n.copier-answers.yml\n"
    )
    if "pyproject.toml" in before or "setup.py" in before:
        where = follow(project, "uv build --out-dir", versions).splitlines()[-1]
        assert where.endswith("/site-packages/greeter/__init__.py")
        assert "guard" not in project.run("python -m zipfile --list ../wheel/*.whl")
    follow(project, "uvx copier update --defaults\n", versions)
    assert project.run("git status --short") == " M .copier-answers.yml\n M tests/guard.py\n"
    assert (project.path / "tests" / "guard.py").read_text(encoding="utf-8").endswith("# Newer.\n")

    # What is not the guard's is as it was, byte for byte.
    after = project.files()
    changed = {path for path in before if after.get(path) != before[path]}
    assert changed == ({kind.edit[0]} - {""})
    load = kind.edit[2].encode()
    assert all(after[path].replace(load, kind.edit[1].encode()) == before[path] for path in changed)
    assert after.keys() - before.keys() <= GUARD | {
        ".copier-answers.yml", "conftest.py", "tests/async_database.py", "tests/guard_runner.py",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["flit", "uv"])
def test_guard_steps_aside_on_an_older_python(
    name: str, old_python: str, versions: Path, tmp_path: Path
) -> None:
    project = existing.make(KINDS[name], tmp_path / "greeter", python=old_python)
    follow(project, "uvx copier copy --data scope=tests", versions)
    output = project.run(KINDS[name].guarded)
    assert "tests/guard.py: off, for it needs Python 3.11\n" in output
    assert count(output) == 1
    if name == "uv":
        # A setting that names one of the guard's warnings does not break it.
        with (project.path / "tox.ini").open("a") as settings:
            settings.write(block(PAGE, "filterwarnings"))
        assert count(project.run("pytest")) == 1


def test_settings_allow_what_the_guard_finds(versions: Path, tmp_path: Path) -> None:
    project = existing.make(KINDS["uv"], tmp_path / "greeter")
    follow(project, "uvx copier copy --data scope=tests", versions)
    lost = project.path / "test" / "test_lost.py"
    marked = LOST.replace("async def test", f"{block(PAGE, '@pytest.mark')}async def test")
    lost.write_text(project.kind.test_file(marked))
    with (project.path / "tox.ini").open("a") as settings:
        settings.write("filterwarnings = default\n")
    assert count(project.run("pytest")) == 2
    lost.write_text(project.kind.test_file(LOST))
    assert MESSAGE in project.run("pytest", check=False)
    with (project.path / "tox.ini").open("a") as settings:
        settings.write(f"  {block(PAGE, 'filterwarnings').partition(' = ')[2]}")
    assert count(project.run("pytest")) == 2


def test_guard_is_loaded_where_a_project_makes_it_hard(versions: Path, tmp_path: Path) -> None:
    project = existing.make(KINDS["uv"], tmp_path / "greeter")
    follow(project, "uvx copier copy --data scope=tests", versions)
    # A dependency has a package of that name.
    [installed] = project.path.glob(".venv/lib/python3.*/site-packages")
    (installed / "tests").mkdir()
    (installed / "tests" / "__init__.py").touch()
    assert "No module named 'tests.load_guard'" in project.run("pytest", check=False)
    (project.path / "tests" / "__init__.py").touch()
    assert "tests/guard.py: on" in project.run("pytest")
    # The settings are beside the tests.
    (project.path / "test" / "pytest.ini").write_text("[pytest]\npythonpath = ..\n")
    assert "tests/guard.py" not in project.run("pytest test")
    with (project.path / "test" / "conftest.py").open("a") as conftest:
        conftest.write(block(PAGE, "pytest_plugins"))
    assert "tests/guard.py: on" in project.run("pytest test")


def test_own_runner_of_django_inherits_the_guard(versions: Path, tmp_path: Path) -> None:
    project = existing.make(KINDS["site"], tmp_path / "greeter")
    follow(project, "uvx copier copy --data scope=tests", versions)
    (project.path / "mine.py").write_text(
        "from tests.load_guard import Runner\n\n\nclass Mine(Runner):\n    pass\n"
    )
    (project.path / "greeter" / "test_lost.py").write_text(project.kind.test_file(LOST))
    assert MESSAGE in project.run("python manage.py test --testrunner mine.Mine", check=False)


def test_optional_settings_are_green_at_once(versions: Path, tmp_path: Path) -> None:
    project = existing.make(KINDS["uv"], tmp_path / "greeter")
    follow(project, "uvx copier copy --data scope=tests", versions)
    project.run("uv pip install --quiet ruff mypy pytest-cov")
    assert "F401" in project.run(block(PAGE, "ruff check").strip(), check=False)
    with (project.path / "pyproject.toml").open("a") as settings:
        for start in ("[tool.ruff.lint]", "[tool.mypy]", "[tool.coverage.run]"):
            settings.write(f"\n{block(PAGE, start)}")
    project.run("ruff check && mypy && coverage run -m pytest && coverage report")
    # The guard does not lower the coverage of the tests.
    assert count(project.run("pytest --cov=tests --cov-branch --cov-fail-under=100")) == 1
    # The page's other project is there to be compared with.
    follow(project, "uvx copier copy --defaults", versions)
    assert (tmp_path / "new-project" / ".github" / "workflows" / "ci.yml").exists()


def test_project_grows_into_the_whole_template(versions: Path, tmp_path: Path) -> None:
    project = existing.make(KINDS["hatch"], tmp_path / "greeter")
    before = project.files()
    follow(project, "uvx copier copy --data scope=tests", versions)
    load_guard(project)
    projects.commit_all(project.path)
    output = follow(project, "uvx copier update --defaults --vcs-ref", versions)
    assert output.splitlines()[-5:] == [
        "README.md", "pyproject.toml", "src/greeter/__init__.py",
        "conftest.py", "tests/load_guard.py",
    ]  # fmt: skip
    pyproject = follow(project, "git checkout --ours", versions)
    assert '\n    "-p", "tests.guard",\n' in pyproject
    text = (project.path / "pyproject.toml").read_text(encoding="utf-8")
    text = text.replace("addopts = [", 'addopts = ["-p", "tests.guard", ')
    (project.path / "pyproject.toml").write_text(text, encoding="utf-8")
    project.run("git restore conftest.py")
    conftest = (project.path / "conftest.py").read_text(encoding="utf-8")
    conftest = conftest.replace(', "tests.load_guard"', "")
    (project.path / "conftest.py").write_text(conftest, encoding="utf-8")
    projects.commit_all(project.path)
    after = project.files()
    changed = {path for path in before if after.get(path) != before[path]}
    assert changed == {".gitignore", "pyproject.toml"}
    assert count(project.run("pytest")) == 1
    (project.path / "tests" / "test_lost.py").write_text(project.kind.test_file(LOST))
    assert MESSAGE in project.run("pytest", check=False)


def test_two_questions_are_asked_and_a_conftest_is_kept(versions: Path, tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text("# Mine.\n")
    terminal = Terminal(f"{COPIER} copy --data scope=tests {versions} .", tmp_path)
    terminal.shows("Which framework does it use?")
    terminal.type(DOWN + ENTER)
    terminal.shows("Which test stack runs its async tests?")
    terminal.type(ENTER)
    assert terminal.ends() == 0
    assert "skip  conftest.py" in terminal.text()
    assert f"\n  {block(PAGE, 'pytest_plugins')}" in terminal.text()
    assert (tmp_path / "conftest.py").read_text() == "# Mine.\n"
    saved = yaml.safe_load((tmp_path / ".copier-answers.yml").read_text(encoding="utf-8"))
    answers = {name: value for name, value in saved.items() if not name.startswith("_")}
    assert answers == {"framework": "django", "scope": "tests", "test_stack": "pytest-anyio"}


def test_file_of_the_guards_name_is_named_and_kept(versions: Path, tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "guard.py").write_text("# Mine.\n")
    command = f"{COPIER} copy --defaults --data scope=tests {versions} ."
    result = projects.run(command, cwd=tmp_path, check=False)
    assert result.returncode == 1
    assert "conflict  tests/guard.py" in uncoloured(result.stdout)
    assert (tmp_path / "tests" / "guard.py").read_text() == "# Mine.\n"
    terminal = Terminal(command, tmp_path)
    terminal.shows("Overwrite tests/guard.py?")
    terminal.type("n")
    assert terminal.ends() == 0
    assert (tmp_path / "tests" / "guard.py").read_text() == "# Mine.\n"


def test_answers_of_another_template_are_kept(versions: Path, tmp_path: Path) -> None:
    (tmp_path / ".copier-answers.yml").write_text("_src_path: gh:others/template\nname: Mine\n")
    command = f"{COPIER} copy --defaults --data scope=tests {versions} ."
    result = projects.run(command, cwd=tmp_path, check=False)
    assert result.returncode == 1
    option = "--answers-file .copier-answers.tests.yml"
    assert result.stdout.endswith(f"Use {option}\n")
    assert [path.name for path in tmp_path.iterdir()] == [".copier-answers.yml"]
    projects.run(f"{command} {option}", cwd=tmp_path)
    projects.commit_all(tmp_path)
    projects.run(f"{COPIER} update --defaults {option}", cwd=tmp_path)
    assert projects.run("git status --porcelain", cwd=tmp_path).stdout == ""
    assert (tmp_path / ".copier-answers.yml").read_text().endswith("name: Mine\n")
