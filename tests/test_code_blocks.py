"""Each block of code in the documents is run, compared or cut out by a test."""

import ast
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests import projects
from tests.conftest import Render
from tests.postgresql import Server
from tests.projects import ROOT, Answers, Project
from tests.test_prompts import COPIER, ENTER, QUESTIONS, Terminal

# Of some pages, one test holds all blocks: it compares what a command writes, or runs it.
WRITTEN = {
    "docs/how-fast.md": "test_docs.py::test_figures_are_those_of_the_results",
    "docs/idioms.md": "test_docs.py::test_idioms_are_cut_out_of_what_is_rendered",
    "docs/recipes.md": "test_recipes.py::test_recipes_work",
}
# Of each other block, by its first line: the test that runs it, or compares what it shows.
HELD = {
    "README.md": {
        "TEMPLATE=$(git remote get-url origin)": (
            "test_code_blocks.py::test_project_is_rendered_from_a_clone_with_pip_alone"
        ),
        'uvx copier copy "$TEMPLATE" my-project': (
            "test_code_blocks.py::test_project_is_rendered_by_uv"
        ),
        "uvx copier update --defaults": "test_code_blocks.py::test_project_is_updated_and_switched",
        "E   LookupError": "test_never_falsely_green.py::test_readme_shows_a_real_message",
    },
    "CONTRIBUTING.md": {
        ".venv/bin/copier copy": "test_code_blocks.py::test_change_is_tried",
        ".venv/bin/pytest -k": "test_code_blocks.py::test_tests_that_are_named_are_there",
        "HYPOTHESIS_PROFILE=thorough": "test_code_blocks.py::test_tests_that_are_named_are_there",
        ".venv/bin/python -m docs.idioms": "test_code_blocks.py::test_pages_are_written_anew",
        "python3 .ci/release_notes.py": (
            "test_release.py::test_procedure_makes_a_release_that_copier_update_finds"
        ),
    },
    "docs/index.md": {
        'uvx copier copy "$TEMPLATE" my-project': (
            "test_code_blocks.py::test_project_is_rendered_by_uv"
        ),
        "pip install copier": (
            "test_code_blocks.py::test_project_is_rendered_from_a_clone_with_pip_alone"
        ),
    },
    "docs/adopt.md": dict.fromkeys(
        (
            "git switch --create",
            " M README.md",
            "git restore README.md",
            "uv version 1.4.0",
            "uv run pytest",
            "git add --all",
        ),
        "test_existing_folders.py::test_project_adopts_the_template_step_by_step",
    )
    | {
        "Warning: Input is not": (
            "test_existing_folders.py::test_clash_without_a_terminal_stops_with_what_to_do"
        )
    },
    "docs/django-under-pytest.md": {
        "COLUMNS=110": "test_code_blocks.py::test_isolation_is_missed_as_the_page_shows",
        ".EFEEE.F.": "test_code_blocks.py::test_isolation_is_missed_as_the_page_shows",
        "ERROR tests/test_models.py": (
            "test_code_blocks.py::test_isolation_is_missed_as_the_page_shows"
        ),
        ".venv/bin/pytest": "test_code_blocks.py::test_tests_that_are_named_are_there",
    }
    | dict.fromkeys(
        ("# tests/test_threads.py", "from config.settings", "# tests/test_broker.py"),
        "test_django_docs.py::test_recipes_of_the_page_work",
    ),
    "docs/update-and-switch.md": {
        "uvx copier check-update": "test_troubleshooting.py::test_a_newer_version_is_reported",
        "uvx copier update --defaults --data test_stack=pytest-anyio": (
            "test_switch.py::test_backends_are_given_again_on_the_way_back"
        ),
        "uvx copier update --defaults --ask": (
            "test_switch.py::test_one_prompt_is_all_that_a_switch_asks"
        ),
        "git diff --name-only": (
            "test_switch.py::test_closing_message_brings_back_what_the_new_stack_has_no_file_for"
        ),
        "FLEET=100": "test_code_blocks.py::test_tests_that_are_named_are_there",
    },
    "docs/never-falsely-green.md": dict.fromkeys(
        (
            "KEPT: list",
            "async def",
            "class TrapTest(unittest.TestCase)",
            '@pytest.mark.parametrise("number", [1])',
        ),
        "test_never_falsely_green.py::test_examples_of_the_page_are_traps_and_are_caught_as_it_says",
    ),
    "docs/troubleshooting.md": dict.fromkeys(
        (
            "git add --all",
            "git init",
            "git restore --source=HEAD~1",
            "sed --in-place",
        ),
        "test_troubleshooting.py::test_trouble_is_called_by_its_name_and_its_remedy_helps",
    )
    | dict.fromkeys(
        (
            "@pytest",
            "async with asyncio.TaskGroup",
            "task.cancel()",
            "await asyncio.to_thread",
            "@asynccontextmanager",
        ),
        "test_troubleshooting.py::test_cures_are_green",
    )
    | {
        "from tests import guard": "test_never_falsely_green.py::test_loss_can_be_allowed",
        "git stash": (
            "test_troubleshooting.py::test_update_without_untracked_files_hides_what_it_rejects"
        ),
    },
}
# Those that no test can hold, and why.
FREE = {
    ("README.md", "python3 -m venv .venv"): "runs all tests: .ci/run takes it from here",
    ("CONTRIBUTING.md", ".venv/bin/python -m docs\n"): (
        "renders 180 projects: test_site.py builds from fewer, docs.yml runs it"
    ),
    ("CONTRIBUTING.md", ".venv/bin/python -m benchmarks"): "measures for a quarter of an hour",
}


def blocks(page: str) -> list[str]:
    """Return the text of each fenced or indented block of a document."""
    text = (ROOT / page).read_text(encoding="utf-8")
    tokens = MarkdownIt().parse(text)
    return [token.content for token in tokens if token.type in {"fence", "code_block"}]


def block(page: str, start: str) -> str:
    """Return the first block of a document that starts so."""
    return next(each for each in blocks(page) if each.startswith(start))


def pages() -> list[str]:
    return [
        "README.md",
        "CONTRIBUTING.md",
        *(f"docs/{path.name}" for path in ROOT.glob("docs/*.md")),
    ]


def test_each_block_is_held_by_a_test() -> None:
    used = set()
    for page in pages():
        if page in WRITTEN:
            continue
        held = HELD.get(page, {})
        for each in blocks(page):
            free = [start for (name, start) in FREE if name == page and each.startswith(start)]
            starts = [start for start in held if each.startswith(start)] + free
            assert starts, f"{page}: no test holds\n{each}"
            used |= {(page, start) for start in starts}
    listed = {(page, start) for page, held in HELD.items() for start in held} | {*FREE}
    assert listed - used == set(), "no such block any more"


def test_each_test_that_holds_a_block_is_there_and_knows_it() -> None:
    held = [(page, start, test) for page, each in HELD.items() for start, test in each.items()]
    for page, start, test in [*held, *((page, "", test) for page, test in WRITTEN.items())]:
        module, _, name = test.partition("::")
        source = (ROOT / "tests" / module).read_text(encoding="utf-8")
        names = [getattr(node, "name", "") for node in ast.parse(source).body]
        assert name in names, test
        # It reads the page, or it has each of the lines.
        lines = block(page, start).splitlines() if start else []
        known = Path(page).name in source or all(
            re.sub(r"^uvx copier|#.*", "", line).strip() in source for line in lines if line
        )
        assert known or page in WRITTEN, f"{test} does not know {page}: {start}"


def shell(commands: str, cwd: Path, template: Path) -> str:
    """Run a block as a developer would, who has the template's address in `TEMPLATE`."""
    commands = commands.replace("uvx ", "uv tool run ")
    return projects.run(
        f"bash -e -c {shlex.quote(commands)}", cwd=cwd, env={"TEMPLATE": str(template)}
    ).stdout


def test_project_is_rendered_from_a_clone_with_pip_alone(template: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    projects.run(f"git clone --quiet {shlex.quote(str(template))} {clone}")
    commands = block("README.md", "TEMPLATE=$(git remote")
    shell(commands, clone, Path("not given"))
    assert (tmp_path / "my-project" / "pyproject.toml").exists()
    # The same in the site's words, but for who answers.
    assert block("docs/index.md", "pip install copier").splitlines() == [
        "pip install copier",
        'copier copy "$TEMPLATE" my-project',
    ]


def test_project_is_rendered_by_uv(template: Path, tmp_path: Path) -> None:
    command = block("README.md", "uvx copier copy").strip()
    assert block("docs/index.md", "uvx copier copy").strip() == command
    command = command.replace("uvx", "uv tool run").replace('"$TEMPLATE"', str(template))
    terminal = Terminal(command, tmp_path)
    for question in QUESTIONS:
        terminal.shows(question)
        terminal.type(ENTER)
    assert terminal.ends() == 0
    assert (tmp_path / "my-project" / "pyproject.toml").exists()


def test_project_is_updated_and_switched(
    render: Render, rendered_once: Callable[[Answers], Project], template: Path
) -> None:
    project = render(framework="plain", test_stack="pytest-anyio")
    shell(block("README.md", "uvx copier update"), project.path, template)
    fresh = rendered_once({"framework": "plain", "test_stack": "unittest"})
    assert project.files() == fresh.files()


def test_change_is_tried(template: Path, tmp_path: Path) -> None:
    command = block("CONTRIBUTING.md", ".venv/bin/copier copy")
    command = command.replace("/tmp/", f"{tmp_path}/").replace(".venv/bin/copier", COPIER)
    shell(command, template, template)
    assert (tmp_path / "my-project" / "manage.py").exists()


def test_tests_that_are_named_are_there() -> None:
    commands = [
        line
        for page in pages()
        for each in blocks(page)
        for line in each.splitlines()
        if re.match(r"([A-Z_]+=\S+ )*\.venv/bin/pytest", line)
    ]
    assert len(commands) >= 5
    for command in commands:
        command = command.replace(".venv/bin/pytest", projects.script("pytest"))
        command = re.sub(r"--junitxml=\S+", "", command)
        shell(f"{command} --collect-only --quiet --numprocesses=0", ROOT, ROOT)


def test_pages_are_written_anew(tmp_path: Path) -> None:
    template = projects.clone_of_working_tree(tmp_path / "clone")
    commands = block("CONTRIBUTING.md", ".venv/bin/python -m docs.idioms")
    before = projects.run("git status --porcelain", cwd=template).stdout
    python = shlex.quote(projects.script("python"))
    shell(commands.replace(".venv/bin/python", python), template, template)
    assert projects.run("git status --porcelain", cwd=template).stdout == before == ""


@pytest.mark.xdist_group("which stack")
def test_isolation_is_missed_as_the_page_shows(render: Render, postgresql: Server) -> None:
    page = "docs/django-under-pytest.md"
    commands = block(page, "COLUMNS=110")
    project = render(framework="django", test_stack="pytest-asyncio", database="postgresql")

    def output(database: str) -> str:
        result = project.run(
            f"bash -c {shlex.quote(commands)}", check=False, env={"DATABASE_URL": database}
        )
        return re.sub(r"in [\d.]+s", "in 1.80s", result.stdout)

    assert block(page, ".EFEEE.F.") in output("sqlite:///db.sqlite3")
    assert block(page, "ERROR tests/test_models.py") in output(postgresql.new_database())
