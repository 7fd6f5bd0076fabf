"""What `copier copy` does in a folder that exists, as docs/adopt.md tells it."""

import gc
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import copier
import pytest
import yaml
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from tests.helpers import existing, projects, verbatim
from tests.helpers.existing import KINDS
from tests.helpers.projects import ROOT
from tests.helpers.terminal import ENTER, QUESTIONS, Terminal

PAGE = (ROOT / "docs" / "adopt.md").read_text(encoding="utf-8")
COPIER = shlex.join([sys.executable, "-m", "copier"])


@pytest.fixture
def greeter(tmp_path: Path) -> Path:
    """Write a project that has files of the same names."""
    existing.write(KINDS["uv"], tmp_path / "greeter")
    return tmp_path / "greeter"


def copy(template: Path, path: Path, *options: str, check: bool = True) -> str:
    command = shlex.join(["copy", "--defaults", *options, str(template), str(path)])
    return projects.run(f"{COPIER} {command}", check=check).stdout


def test_empty_folder_and_empty_repository_are_filled(template: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "repository").mkdir()
    projects.run("git init --quiet", cwd=tmp_path / "repository")
    for name in ("empty", "repository", "new"):
        output = copy(template, tmp_path / name)
        # Nobody is told to make a repository who has one.
        assert ("git init" in output) == (name != "repository")
    assert verbatim.files(tmp_path / "empty") == verbatim.files(tmp_path / "new")
    assert verbatim.files(tmp_path / "repository") == verbatim.files(tmp_path / "new")


def test_clash_without_a_terminal_stops_with_what_to_do(greeter: Path, template: Path) -> None:
    [message] = re.findall(r"^```\n(Warning: .*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    command = f"{COPIER} copy --defaults --data package_name=greeter {template} {greeter}"
    result = projects.run(command, check=False)
    assert result.returncode == 1
    assert result.stdout.endswith(message)
    # What was committed is untouched, and what was written can be removed.
    assert projects.run("git diff", cwd=greeter).stdout == ""
    projects.run("git clean --force -d", cwd=greeter)
    assert projects.run("git status --porcelain", cwd=greeter).stdout == ""


def test_overwrite_replaces_only_what_clashes_and_skip_keeps(greeter: Path, template: Path) -> None:
    copy(template, greeter, "--overwrite", "--skip", "README.md", "--data", "package_name=greeter")
    changed = projects.run("git diff --name-only", cwd=greeter).stdout.splitlines()
    assert changed == [
        ".github/workflows/ci.yml", ".gitignore", "LICENSE", "pyproject.toml",
        "src/greeter/__init__.py",
    ]  # fmt: skip
    assert (greeter / "test" / "test_greeter.py").exists()


def test_clash_in_a_terminal_is_asked_about(template: Path, tmp_path: Path) -> None:
    (tmp_path / "my-project").mkdir()
    (tmp_path / "my-project" / "README.md").write_text("# Mine\n")
    terminal = Terminal(f"{COPIER} copy {shlex.quote(str(template))} my-project", tmp_path)
    for question in QUESTIONS:
        terminal.shows(question)
        terminal.type(ENTER)
    terminal.shows("Overwrite README.md?")
    terminal.type("n")
    assert terminal.ends() == 0
    assert (tmp_path / "my-project" / "README.md").read_text() == "# Mine\n"
    assert (tmp_path / "my-project" / "pyproject.toml").exists()


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """Return a folder that each user can look into."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


# Copier leaves folders open when it fails.
@pytest.mark.filterwarnings("ignore:Exception ignored in. <posix.Scandir")
def test_folder_that_cannot_be_written_to_is_left_alone(
    template_folder: Path, open_to_all: Path
) -> None:
    def copy_into(path: Path) -> None:
        copier.run_copy(
            str(open_to_all / "template"),
            path,
            defaults=True,
            quiet=True,
            settings=copier.Settings(),
        )

    projects.run(f"cp -r {template_folder} {open_to_all / 'template'}")
    # All that Copier imports is imported by now: the other user may not see it.
    copy_into(open_to_all / "new")
    folder = open_to_all / "read-only"
    folder.mkdir(mode=0o555)
    user = os.geteuid()
    try:
        if user == 0:  # who may write everywhere
            os.seteuid(65534)
        with pytest.raises(PermissionError):
            copy_into(folder)
    finally:
        os.seteuid(user)
    assert list(folder.iterdir()) == []
    (open_to_all / "file").touch()
    with pytest.raises(FileExistsError):
        copy_into(open_to_all / "file")
    assert (open_to_all / "file").read_bytes() == b""
    gc.collect()


def test_relative_path_to_the_template_is_found_by_an_update(
    template: Path, tmp_path: Path
) -> None:
    (tmp_path / "here").mkdir()
    relative = os.path.relpath(template, tmp_path / "here")
    projects.run(f"{COPIER} copy --defaults {relative} my-project", cwd=tmp_path / "here")
    path = tmp_path / "here" / "my-project"
    saved = yaml.safe_load((path / ".copier-answers.yml").read_text(encoding="utf-8"))
    assert saved["_src_path"] == str(template.resolve())
    projects.commit_all(path)
    projects.run(f"{COPIER} update --defaults", cwd=path)
    assert projects.run("git status --porcelain", cwd=path).stdout == ""


@pytest.mark.parametrize("address", ["https://example.org/a.git", "gh:a/b", "git@example.org:a/b"])
def test_address_of_the_template_is_saved_as_it_is(address: str) -> None:
    # There is no template behind these: the file is rendered with as much of Copier as it needs.
    environment = SandboxedEnvironment(
        undefined=StrictUndefined,
        extensions=["jinja2_ansible_filters.AnsibleCoreFiltersExtension"],
    )
    [file] = (ROOT / "template").glob("*answers_file*")
    text = environment.from_string(file.read_text(encoding="utf-8")).render(
        _copier_answers={"_src_path": address, "project_name": "x"}
    )
    assert yaml.safe_load(text) == {"_src_path": address, "project_name": "x"}
