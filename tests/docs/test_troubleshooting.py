"""What docs/troubleshooting.md says of each thing that goes wrong is what happens."""

import re
import shlex
import shutil
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers import catalogue, projects
from tests.helpers.catalogue import FOLDER, STACKS, Bench, Trap
from tests.helpers.projects import ROOT, Answers, Project, Render
from tests.helpers.terminal import COPIER

PAGE = (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8")


def headings(text: str) -> list[str]:
    """Return the messages in a heading, of which each is between backticks."""
    return re.findall(r"`(.+?)`", text)


RED, UPDATES = PAGE.split("\n## ")[1:]
SECTIONS = {
    heading: re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    for section in PAGE.split("\n### ")[1:]
    for heading in headings(section.splitlines()[0])
}
UPDATE = f"{COPIER} update --defaults"


def remedy(project: Project, heading: str, template: Path) -> None:
    """Do what the section says."""
    [commands] = SECTIONS[heading]
    script = project.path.parent / "remedy.sh"
    script.write_text(commands, encoding="utf-8")
    project.run(f"bash -e {script}", env={"TEMPLATE": str(template)})


def commit_answers(project: Project, pattern: str, replacement: str) -> None:
    """Edit the answers file by hand, and commit that."""
    path = project.path / ".copier-answers.yml"
    text, count = re.subn(
        pattern, replacement, path.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert count == 1
    path.write_text(text, encoding="utf-8")
    projects.commit_all(project.path)


def make_dirty(project: Project) -> None:
    (project.path / "README.md").write_text("Ours\n", encoding="utf-8")


def take_git_away(project: Project) -> None:
    shutil.rmtree(project.path / ".git")


def delete_answers(project: Project) -> None:
    project.run("git rm --quiet .copier-answers.yml")
    projects.commit_all(project.path)


@pytest.mark.in_memory
@pytest.mark.parametrize(
    ("heading", "spoil"),
    [
        ("Destination repository is dirty; cannot continue.", make_dirty),
        ("Updating is only supported in git-tracked subprojects.", take_git_away),
        ("Template not found", delete_answers),
        (
            "Cannot update because cannot obtain old template references",
            lambda project: commit_answers(project, r"^_commit:.*\n", ""),
        ),
        (
            "Unknown revision",
            lambda project: commit_answers(project, r"^_commit:.*", "_commit: 0.0.1"),
        ),
        (
            "Invalid choice for 'test_stack'",
            lambda project: commit_answers(project, r"^test_stack:.*", "test_stack: nose"),
        ),
        (
            "Local template must be a directory.",
            lambda project: commit_answers(project, r"^_src_path:.*", "_src_path: /moved/away"),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_trouble_is_called_by_its_name_and_its_remedy_helps(
    heading: str, spoil: Callable[[Project], None], render: Render, template: Path
) -> None:
    project = render()
    spoil(project)
    failed = project.run(UPDATE, check=False)
    assert failed.returncode != 0
    assert heading in failed.stdout
    remedy(project, heading, template)
    project.run(UPDATE)


@pytest.mark.in_memory
def test_conflict_is_refused_by_git_until_it_is_resolved(render: Render, template: Path) -> None:
    heading = "Exiting because of an unresolved conflict."
    project = render()
    readme = project.path / "README.md"
    text = readme.read_text(encoding="utf-8")
    readme.write_text(text.replace("# My Project", "# Our Project"), encoding="utf-8")
    projects.commit_all(project.path)
    project.run(f"{UPDATE} --vcs-ref=:current: --data 'project_name=Your Project'")
    assert project.run("git diff --name-only --diff-filter=U").stdout == "README.md\n"
    assert heading in project.run("git commit --message Update", check=False).stdout
    check = "git diff --check"
    assert f"`{check}`" in PAGE
    assert "README.md:1: leftover conflict marker" in project.run(check, check=False).stdout
    readme.write_text(text, encoding="utf-8")
    project.run(check)
    remedy(project, heading, template)


@pytest.mark.in_memory
def test_update_without_untracked_files_hides_what_it_rejects(render: Render) -> None:
    project = render()
    readme = project.path / "README.md"
    text = readme.read_text(encoding="utf-8")
    readme.write_text(text.replace("# My Project", "# Our Project"), encoding="utf-8")
    projects.commit_all(project.path)
    project.run("git config status.showUntrackedFiles no")
    update = f"{UPDATE} --vcs-ref=:current: --data 'project_name=Your Project'"
    assert "README" not in project.run(update).stdout
    assert "README.md.rej" not in project.run("git status --short").stdout
    find = "git ls-files --others --exclude-standard"
    assert f"`{find}`" in PAGE
    assert project.run(find).stdout == "README.md.rej\n"
    remedy(project, "status.showUntrackedFiles", project.path)
    project.run(update)
    assert project.run("git diff --name-only --diff-filter=U").stdout == "README.md\n"


@pytest.mark.in_memory
def test_newer_template_asks_for_a_newer_copier(
    render: Render, template: Path, tmp_path: Path
) -> None:
    newer = tmp_path / "newer"
    projects.run(f"git clone --quiet {shlex.quote(str(template))} {newer}")
    settings = newer / "copier.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"(?m)^_min_copier_version:.*", '_min_copier_version: "99"', text))
    projects.commit_all(newer)
    projects.run("git tag 1000.0.0", cwd=newer)
    project = render()
    commit_answers(project, r"^_src_path:.*", f"_src_path: {newer}")
    failed = project.run(UPDATE, check=False)
    assert failed.returncode != 0
    assert "This template requires Copier version" in failed.stdout
    assert "This template requires Copier version" in SECTIONS
    assert project.run("git status --porcelain").stdout == ""


@pytest.mark.in_memory
def test_other_package_name_is_refused(render: Render) -> None:
    project = render()
    failed = project.run(f"{UPDATE} --data package_name=other", check=False)
    assert failed.returncode != 0
    assert "It cannot be changed any more." in failed.stdout
    assert "It cannot be changed any more." in SECTIONS


@pytest.mark.in_memory
def test_template_without_tags_works(template: Path, tmp_path: Path) -> None:
    heading = "No git tags found in template; using HEAD as ref"
    clone = tmp_path / "clone"
    projects.run(f"git clone --quiet --no-tags {shlex.quote(str(template))} {clone}")
    output = projects.run(f"{COPIER} copy --defaults {clone} {tmp_path / 'project'}").stdout
    assert heading in output
    assert heading in SECTIONS
    projects.commit_all(tmp_path / "project")
    projects.run(UPDATE, cwd=tmp_path / "project")


@pytest.mark.in_memory
def test_a_newer_version_is_reported(render: Render, template: Path, tmp_path: Path) -> None:
    newer = tmp_path / "newer"
    projects.run(f"git clone --quiet {shlex.quote(str(template))} {newer}")
    project = render()
    commit_answers(project, r"^_src_path:.*", f"_src_path: {newer}")
    assert "up-to-date" in project.run(f"{COPIER} check-update").stdout
    projects.commit_all(newer)
    projects.run("git tag 1000.0.0", cwd=newer)
    assert "latest version is 1000.0.0" in project.run(f"{COPIER} check-update").stdout


# Of each message of a red run, a trap that provokes it.
TRAPS = {
    "Task exception was never retrieved": "nobody_looks/task_dropped",
    "Exception in callback": "nobody_looks/call_soon",
    "Exception was never retrieved": "nobody_looks/future_in_a_global",
    "Task was still running when its event loop was closed": "nobody_looks/task_still_running",
    "Coroutine was never awaited": "never_awaited/in_an_assertion",
    "unittest does not await it": "ran_as_something_else/async_test_in_a_plain_test_case",
    "its rows are not rolled back": "ran_as_something_else/isolated_test_case",
    "It was found late: an earlier test may have lost it.": "never_awaited/kept_in_a_global",
    "did you mean assert?": "ran_as_something_else/return_for_assert",
    "The test took more than 60 seconds.": "hangs/awaiting",
    "PytestUnhandledThreadExceptionWarning": "nobody_looks/thread",
    "Exception in <Thread": "nobody_looks/thread",
    "PytestUnraisableExceptionWarning": "nobody_looks/destructor",
    "Exception ignored while calling deallocator": "nobody_looks/destructor",
    "python -O leaves out every assert": "configuration/optimized",
    "assertions not in test modules or plugins will be ignored": "configuration/optimized",
    "is less than fail-under=100": "never_collected/misspelt",
}
# Of the others, the code, as pytest or unittest runs it.
CODE = {
    "Future exception was never retrieved": """
import asyncio

async def test_future() -> None:
    asyncio.get_running_loop().create_future().set_exception(LookupError())
    await asyncio.sleep(0)
""",
    "The test lost": """
import asyncio

async def test_two() -> None:
    assert asyncio.sleep(0)
    assert asyncio.sleep(1)
""",
    "Nothing calls asyncSetUp()": """
import unittest

class PlainTest(unittest.TestCase):
    async def asyncSetUp(self) -> None: ...

    def test_plain(self) -> None: ...
""",
    "No test was run.": "",
    "These tests are for unittest": "",
    "with no plugin or hook that handled it": """
import pytest

@pytest.fixture
async def number() -> int:
    return 1

def test_number(number: int) -> None:
    assert number == 1
""",
    "'asyncio' not found in": """
import pytest

@pytest.mark.asyncio
async def test_marked() -> None: ...
""",
    "Attempted to exit cancel scope in a different task than it was entered in": """
from collections.abc import AsyncIterator

import anyio
import pytest

@pytest.fixture
async def group() -> AsyncIterator[anyio.abc.TaskGroup]:
    async with anyio.create_task_group() as group:
        yield group

async def test_group(group: anyio.abc.TaskGroup) -> None:
    group.start_soon(anyio.sleep, 0)
""",
}
# Those that need another command, or end the run.
ALONE = {
    "No test was run.": "-k nothing",
    "These tests are for unittest": "",
    "python -O leaves out every assert": "",
    "assertions not in test modules or plugins will be ignored": "",
    "is less than fail-under=100": "",
    "'asyncio' not found in": "",
}
UNITTEST, PYTEST = {"unittest", "django"}, {"pytest-anyio", "pytest-asyncio"}
# The stacks in which a message occurs, if not in all four: AnyIO raises some failures itself.
OCCURS = {
    "Task exception was never retrieved": {*STACKS} - {"pytest-anyio"},
    "Future exception was never retrieved": {*STACKS} - {"pytest-anyio"},
    "Exception in callback": {*STACKS} - {"pytest-anyio"},
    "unittest does not await it": UNITTEST,
    "its rows are not rolled back": {"django"},
    "PytestUnhandledThreadExceptionWarning": PYTEST,
    "Exception in <Thread": UNITTEST,
    "PytestUnraisableExceptionWarning": PYTEST,
    "Exception ignored while calling deallocator": UNITTEST,
    "python -O leaves out every assert": UNITTEST,
    "assertions not in test modules or plugins will be ignored": PYTEST,
    "Nothing calls asyncSetUp()": UNITTEST,
    "No test was run.": UNITTEST,
    "These tests are for unittest": {"unittest"},
    "with no plugin or hook that handled it": {"pytest-anyio"},
    "'asyncio' not found in": {"pytest-anyio"},
    "Attempted to exit cancel scope in a different task than it was entered in": {"pytest-asyncio"},
}


@pytest.fixture(scope="module")
def bench(
    request: pytest.FixtureRequest,
    render_into: Callable[[Path, Answers], Project],
    tmp_path_factory: pytest.TempPathFactory,
) -> Bench:
    """Render and install a project of a stack, on the newest Python."""
    stack: str = request.param
    path = render_into(tmp_path_factory.mktemp("messages") / "my-project", STACKS[stack]).path
    bench = catalogue.installed(stack, projects.pythons()[-1], path)
    projects.run(f"uv pip install --quiet anyio --python {bench.python}")
    return bench


def in_stacks(*stacks: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("bench", stacks, indirect=True)


def trap_of(message: str, folder: Path) -> Trap:
    """Return the trap that provokes a message."""
    if message in TRAPS:
        return Trap(FOLDER / f"{TRAPS[message]}.py")
    path = folder / f"{len(message)}.py"
    path.write_text(f'"""A trap."""\n{CODE[message]}', encoding="utf-8")
    return Trap(path)


def messages(stack: str) -> list[str]:
    """Return the messages that occur in a stack."""
    return [message for message in [*TRAPS, *CODE] if stack in OCCURS.get(message, STACKS)]


def test_each_message_of_the_page_is_provoked() -> None:
    on_page = [heading for line in re.findall(r"(?m)^### .*", RED) for heading in headings(line)]
    assert {*on_page} == TRAPS.keys() | CODE.keys()


@in_stacks(*STACKS)
def test_messages_are_printed(bench: Bench, tmp_path: Path) -> None:
    project = tmp_path / "project"
    bench.prepare(project)
    provoked = [message for message in messages(bench.stack) if message not in ALONE]
    for number, message in enumerate(provoked):
        code = trap_of(message, tmp_path).code(bench.stack)
        (project / "tests" / f"test_{number}.py").write_text(code, encoding="utf-8")
    colour, output = bench.test(project)
    assert colour == "red"
    if bench.version in {"3.11", "3.12", "3.13"}:
        output = output.replace("in <function", "ignored while calling deallocator <function")
    for message in provoked:
        assert message.replace("60", str(catalogue.TEST_HANGS)) in output, output


@in_stacks(*STACKS)
def test_messages_of_other_commands_are_printed(bench: Bench, tmp_path: Path) -> None:
    for number, message in enumerate(one for one in messages(bench.stack) if one in ALONE):
        project = tmp_path / str(number)
        trap = trap_of(message, tmp_path)
        if message in TRAPS:
            colour, output = bench.spring(trap, project)
        else:
            bench.prepare(project)
            bench.write(project, trap)
            colour, output = bench.test(project, ALONE[message])
        if message == "These tests are for unittest":
            colour, output = bench.run(project, "-m pytest")
        assert colour != "green"
        assert message in output, output


# What the cures on the page use.
AROUND = """\
import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress

import anyio
import pytest
from anyio.abc import TaskGroup


def load_file() -> None: ...


async def send_mail() -> None: ...


async def serve_forever() -> None:
    await asyncio.Event().wait()


"""


@in_stacks("pytest-asyncio")
def test_cures_are_green(bench: Bench, tmp_path: Path) -> None:
    code = AROUND
    for number, cure in enumerate(re.findall(r"```python\n(.*?)```", RED, re.DOTALL)):
        if "unittest" in cure:
            continue  # test_loss_can_be_allowed applies it
        if not cure.startswith("@"):
            task = "task = asyncio.create_task(serve_forever())\n" if "task.cancel" in cure else ""
            body = textwrap.indent(task + cure, "    ")
            cure = f"async def test_cure_{number}() -> None:\n{body}"
        code += f"\n\n{cure}"
    bench.prepare(tmp_path / "project")
    file = tmp_path / "project" / "tests" / "test_cures.py"
    file.write_text(code, encoding="utf-8")
    colour, output = bench.test(tmp_path / "project")
    assert colour == "green", output
    assert "6 passed" in output  # these and the honest one
