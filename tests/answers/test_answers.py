"""Each answer is refused with a reason and nothing written, or is right in every file."""

import re
import shlex
import shutil
import sys
import tomllib
import zipfile
from collections.abc import Callable
from email import message_from_string
from pathlib import Path, PurePosixPath

import copier
import pytest
import yaml

from tests.helpers import projects, verbatim
from tests.helpers.projects import COMBINATIONS, OPTIONS, ROOT, Answers, Render
from tests.helpers.terminal import CLEAR, COPIER, ENTER, QUESTIONS, Terminal
from tests.helpers.verbatim import ENGLAND, FAMILY, JAPANESE, PERSIAN, refusal
from tools import names

Copy = Callable[..., Path]


@pytest.fixture
def copy(template_folder: Path, tmp_path: Path) -> Copy:
    """Return a function that renders a project as `copier copy --defaults --data …` does."""

    def copy(name: str = "project", **answers: object) -> Path:
        copier.run_copy(
            str(template_folder),
            tmp_path / name,
            data=answers,
            defaults=True,
            quiet=True,
            settings=copier.Settings(),
        )
        return tmp_path / name

    return copy


LINE = {
    "a\nb": "It has a line break.",
    "a\n": "It has a line break.",
    "a\r\nb": "It has a line break.",
    "a\x85b": "It has a line break.",
    "a\u2028b": "It has a line break.",
    "a\u2029b": "It has a line break.",
    "a\tb": "It has a control character.",
    "a\0b": "It has a control character.",
    "a\x1b[31mb": "It has a control character.",
    "a\x7fb": "It has a control character.",
    "a\u202eb": "It has a bidirectional control.",
    "a\u2066b\u2069": "It has a bidirectional control.",
    "a\u200fb": "It has a bidirectional control.",
    "a\udc80b": "It has a lone surrogate.",
    "a\uffffb": "It has a noncharacter.",
    "a\ufdd0b": "It has a noncharacter.",
    "a\u200bb": "It has an invisible character.",
    "a\ufeffb": "It has an invisible character.",
    "a\u00adb": "It has an invisible character.",
    "a\u3164b": "It has an invisible character.",
    "a\u200db": "It has an invisible character.",
    "a\u200d\u200cb": "It has an invisible character.",
    "a\U000e0061b": "It has an invisible character.",
    " a": "It has a space at one end.",
    "a ": "It has a space at one end.",
    "a\u00a0": "It has a space at one end.",
    "a" * 501: "At most 500 characters.",
}
NAME = {
    **LINE,
    "": "It needs a name.",
    " ": "It needs a name.",
    "\u2800": "It needs a name.",
    "\ufe0f": "It needs a name.",
    "\u200d": "It has an invisible character.",
}
EMAIL = {
    **{f"{text}@example.org": reason for text, reason in LINE.items() if text == text.strip()},
    "a@example.org ": "It has a space at one end.",
    **dict.fromkeys(
        [
            "a", "@", "a@", "@example.org", "a@localhost", "a@b@example.org", "a b@example.org",
            "a,b@example.org", "<a@example.org>", '"a"@example.org', "a@[127.0.0.1]",
            "a..b@example.org", ".a@example.org", "a@example..org", "a@example.org.",
            "a\\b@example.org", "A <a@example.org>", "(a)b@example.org",
        ],
        "Write name@example.org or nothing.",
    ),
}  # fmt: skip
URL = dict.fromkeys(
    [
        "a", "https://", "https://example.org", "https://example.org/", "http://example.org/a",
        "git@example.org:a/b", "https://example.org/a b", 'https://example.org/a"b',
        "https://a@example.org/b", "https://example.org/a\n", "https://example.org/\u00e9",
        "https://example.org/a?b", "https://-a/b", "https://example.org:/a", "https:///a",
    ],
    "Give an https address or nothing.",
) | {f"https://example.org/{'a' * 500}": "At most 500 characters."}  # fmt: skip
PACKAGE = {
    **dict.fromkeys(
        [
            "", " ", "A", "Notes", "a-b", "a.b", "a/b", "../a", "a\\b", "a b", "1a", "a\n",
            "caf\u00e9", "\u6f22\u5b57", "\uff41", "a\u200db", "{{ a }}", "x" * 30 + "!",
        ],
        "Only a-z, 0-9, _; a letter first.",
    ),
    **dict.fromkeys(["_", "__", "_a", "a_", "a__b"], "No underscore at an end, nor two."),
    "x" * 31: "At most 30 characters.",
    **dict.fromkeys(["import", "async", "case", "type", "lazy"], "That is a Python keyword."),
    **dict.fromkeys(
        ["typing", "asyncio", "sys", "distutils", "aifc", "annotationlib", "profiling"],
        "Python has a module of that name.",
    ),
    **dict.fromkeys(
        ["django", "pytest", "anyio", "trio", "uvicorn", "mypy", "pytest_asyncio", "uv_build"],
        "A dependency has that name.",
    ),
    **dict.fromkeys(
        ["tests", "config", "manage", "conftest", "src", "license", "auth", "test", "pip"],
        "The project itself has that name.",
    ),
    **dict.fromkeys(["dist", "htmlcov", "node_modules"], "Tools skip folders of that name."),
    **dict.fromkeys(["con", "nul", "aux", "prn", "com1", "lpt9"], "Windows refuses that name."),
}  # fmt: skip


@pytest.mark.parametrize(
    ("question", "reasons"),
    [
        ("project_name", NAME),
        ("description", LINE),
        ("user_name", LINE),
        ("user_email", EMAIL),
        ("repository_url", URL),
        ("package_name", PACKAGE),
    ],
)
def test_refused_with_a_reason_and_nothing_written(
    question: str, reasons: dict[str, str], copy: Copy, tmp_path: Path
) -> None:
    for answer, reason in reasons.items():
        wanted = f"^Validation error for question '{question}': {re.escape(reason)}$"
        with pytest.raises(ValueError, match=wanted):
            copy(**{"package_name": "notes", question: answer})
        assert list(tmp_path.iterdir()) == [], answer


def test_each_name_of_the_lists_is_refused() -> None:
    template = refusal("package_name")
    for name in ("keywords", "modules", "dependencies", "own", "skipped", "devices"):
        for word in names.listed(name):
            assert template(word), word
    assert template("notes") == ""


def test_reasons_fit_into_a_terminal_of_80_columns() -> None:
    reasons = {*NAME.values(), *EMAIL.values(), *URL.values(), *PACKAGE.values()}
    written = set(re.findall(r"%\}\n\s*([A-Z][^{\n]*[.])\n|-%\}\n([A-Z].*)\n", all_validators()))
    found = {one or other for one, other in written}
    assert reasons <= found
    for reason in found:
        assert len(reason) <= 34, reason


def all_validators() -> str:
    files = [ROOT / "copier.yml", *sorted((ROOT / "macros").glob("*.jinja"))]
    return "".join(path.read_text(encoding="utf-8") for path in files)


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        (
            {"framework": "django", "anyio_backends": ["trio"]},
            "Validation error for question 'anyio_backends': Django runs on asyncio only.",
        ),
        (
            {"framework": "django", "anyio_backends": "[asyncio, trio]"},
            "Validation error for question 'anyio_backends': Django runs on asyncio only.",
        ),
        (
            {"test_stack": "unittest", "anyio_backends": ["trio"]},
            "Validation error for question 'anyio_backends': That stack runs on asyncio only.",
        ),
        (
            {"anyio_backends": []},
            "Validation error for question 'anyio_backends': Choose at least one.",
        ),
        ({"anyio_backends": ["curio"]}, "'curio' is not in ['asyncio', 'uvloop', 'trio']"),
        (
            {"framework": "plain", "database": "postgresql"},
            "Validation error for question 'database': Only Django has a database.",
        ),
        ({"framework": "flask"}, "'flask' is not in ['plain', 'django']"),
        (
            {"test_stack": "pytest"},
            "'pytest' is not in ['unittest', 'pytest-anyio', 'pytest-asyncio']",
        ),
        ({"license": "mit"}, "'mit' is not in ['MIT', 'Apache-2.0', 'BSD-3-Clause', 'none']"),
        ({"ci": True}, "'True' is not in ['github', 'gitlab', 'none']"),
    ],
    ids=str,
)
def test_impossible_pairs_and_values_are_refused(
    answers: dict[str, object], message: str, copy: Copy, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match=f"{re.escape(message)}$"):
        copy(**answers)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("before", "after", "gone"),
    [
        ({}, {"framework": "django"}, "anyio_backends"),
        ({"anyio_backends": ["trio"]}, {"test_stack": "unittest"}, "anyio_backends"),
        ({"framework": "django", "database": "postgresql"}, {"framework": "plain"}, "database"),
    ],
    ids=str,
)
def test_switch_drops_an_answer_that_no_longer_fits(
    before: dict[str, object], after: dict[str, object], gone: str, render: Render
) -> None:
    project = render(**before)
    saved = projects.update(project, **after).saved_answers()
    assert gone not in saved
    assert after.items() <= saved.items()


def test_refusal_in_a_shell_ends_with_the_reason(template: Path, tmp_path: Path) -> None:
    result = projects.run(
        f"{sys.executable} -m copier copy --defaults --data package_name=typing"
        f" {shlex.quote(str(template))} project",
        cwd=tmp_path,
        check=False,
    )
    assert result.returncode == 1
    assert result.stdout.splitlines()[-1] == (
        "ValueError: Validation error for question 'package_name': "
        "Python has a module of that name."
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["\u6f22\u5b57", "!!!", "123", "2048 Game", "Django", "Typing", "Con", "Match", "Tests"]
)
def test_package_name_is_required_where_none_results(name: str, copy: Copy, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=re.escape('Question "package_name" is required')):
        copy(project_name=name)
    assert list(tmp_path.iterdir()) == []
    path = copy(project_name=name, package_name="notes")
    readme = (path / "README.md").read_text(encoding="utf-8")
    assert readme.startswith(f"# {name}\n")


def test_terminal_asks_for_a_package_name_where_none_results(
    template_folder: Path, tmp_path: Path
) -> None:
    source = shlex.quote(str(template_folder))
    terminal = Terminal(f"{COPIER} copy {source} my-project", tmp_path)
    terminal.shows(QUESTIONS[0])
    terminal.type(CLEAR + "\u6f22\u5b57" + ENTER)
    terminal.shows(QUESTIONS[1])
    # Nothing is suggested, and a clash is explained in full on a line of 80 columns.
    terminal.type(ENTER)
    terminal.shows("Only a-z, 0-9, _; a letter first.")
    terminal.type("asyncio" + ENTER)
    terminal.shows("Python has a module of that name.")
    terminal.type(CLEAR + "notes" + ENTER)
    for question in QUESTIONS[2:]:
        terminal.shows(question)
        terminal.type(ENTER)
    assert terminal.ends() == 0
    readme = (tmp_path / "my-project" / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("# \u6f22\u5b57\n")


@pytest.mark.parametrize(
    ("name", "package"),
    [
        ("My Project", "my_project"),
        ("  -- async/await?".strip(), "async_await"),
        ("Zo\u00eb's 2nd Notes", "zo_s_2nd_notes"),
        ("a__b", "a_b"),
        ("The quick brown fox jumps over the lazy dog", "the_quick_brown_fox_jumps_over"),
        ("x" * 300, "x" * 30),
    ],
)
def test_package_name_is_made_of_the_words_of_the_projects_name(
    name: str, package: str, copy: Copy
) -> None:
    saved = yaml.safe_load((copy(project_name=name) / ".copier-answers.yml").read_text("utf-8"))
    assert saved["package_name"] == package


@pytest.mark.parametrize(
    ("url", "ci"),
    [
        ("https://gitlab.com/ada/notes", "gitlab"),
        ("https://gitlab.example.org:8443/ada/notes.git", "gitlab"),
        ("https://github.com/gitlab/notes", "github"),
        ("https://example.org/ada/notes", "github"),
        ("", "github"),
    ],
)
def test_ci_is_that_of_the_repositorys_host(url: str, ci: str, copy: Copy) -> None:
    saved = yaml.safe_load((copy(repository_url=url) / ".copier-answers.yml").read_text("utf-8"))
    assert saved["ci"] == ci


# Each is tried as the project's name, its description and its author's name.
TEXTS = (
    "It's a plain thing. R&D, 2 * 3 < 4, $5, ~5 min, snake_case, a [draft",
    'Zo\u00eb "Z" O\'Brien',
    "back\\slash \\n \\\\ C:\\new \\*x\\* \\",
    "{{ 7 * 7 }} {% raw %} {# x #} ${{ github.token }} %(x)s {x} $HOME",
    "- dash", "--- dashes", "---", "- - -", "+ plus", "* star", "1. one", "1) one", "> quote",
    "# hash", "###### hash", "C #", "#", "##", "a: b", ": b", "a #b", "| a | b |", "a|b",
    "<b>bold</b>", "<!-- a", "<script", "<https://example.org>", "&amp; &#65;",
    "[x](y)", "![x](y)", "[x]: y", "[x]", "`a` ``b``", "```", "~~a~~", "~~~", "$a$", "__init__",
    "_a_", "*a* **b**", "===", "a  b", "yes", "null", "~", "1.0", "0x1F", "1_000", "12:30",
    "2026-01-01",
    "@a", "%a", "!a", "'", '"', "'''", '"""', "\\", "=", "<<", "?", "? a", "[", "{", "]", "}", ",",
    "O'Brien, Zo\u00eb", "A; B (c) <d> @e [f]", "=?utf-8?q?x?=", "Name: x", "-",
    JAPANESE, PERSIAN, FAMILY, ENGLAND, "\u2764\ufe0f\u200d\U0001f525", "\u0928\u094d\u200d",
    "\u05e9\u05dc\u05d5\u05dd", "e\u0301 \u00e9", "a\u00a0b\u202fc",
    "\ue000", "\U0001f9ff \U0001fae9",
    "x" * 300, "word " * 99 + "end.",
)  # fmt: skip


@pytest.mark.parametrize("answers", COMBINATIONS, ids=str)
def test_text_is_kept_in_every_file(answers: dict[str, str], copy: Copy, render: Render) -> None:
    # A sixth of the texts in each combination.
    usual = verbatim.files(render(**answers, package_name="notes").path)
    for place, text in enumerate(TEXTS[COMBINATIONS.index(answers) :: 6]):
        given = {
            "project_name": text,
            "package_name": "notes",
            "description": text,
            "user_name": text,
            "user_email": "" if place % 3 else "zo\u00eb+o'brien@example.org",
            "repository_url": "" if place % 2 else "https://git.example.org:8443/~zoe/My_a+b.git",
        }
        path = copy("typed", **answers, **given)
        verbatim.assert_kept(path, given)
        verbatim.assert_only_where_it_belongs(path, usual)
        shutil.rmtree(path)


@pytest.mark.parametrize(
    ("name", "email", "authors", "author", "address"),
    [
        ("", "", [], None, None),
        ("Zo\u00eb", "", [{"name": "Zo\u00eb"}], "Zo\u00eb", None),
        ("", "z@example.org", [{"email": "z@example.org"}], None, "z@example.org"),
        (
            "J. O'Brien-Roe",
            "z@example.org",
            [{"name": "J. O'Brien-Roe", "email": "z@example.org"}],
            "J. O'Brien-Roe",
            "J. O'Brien-Roe <z@example.org>",
        ),
        (
            'Roe, "Z"',
            "z@example.org",
            [{"name": 'Roe, "Z"'}, {"email": "z@example.org"}],
            'Roe, "Z"',
            "z@example.org",
        ),
    ],
)
def test_author_is_in_the_wheel(
    name: str,
    email: str,
    authors: list[dict[str, str]],
    author: str | None,
    address: str | None,
    copy: Copy,
) -> None:
    path = copy(user_name=name, user_email=email)
    text = (path / "pyproject.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["project"]["authors"] == authors
    projects.run(f"{projects.script('validate-pyproject')} {path / 'pyproject.toml'}")
    projects.run("uv build --wheel", cwd=path)
    [wheel] = (path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        [file] = [name for name in archive.namelist() if name.endswith("/METADATA")]
        metadata = message_from_string(archive.read(file).decode("utf-8"))
    assert (metadata["Author"], metadata["Author-email"]) == (author, address)


@pytest.mark.parametrize("answers", [*COMBINATIONS, *OPTIONS], ids=str)
def test_shortest_and_longest_package_name_suit_each_system(
    answers: dict[str, str], copy: Copy
) -> None:
    # The one is imported before `config` and `tests`, the other after them.
    for package in ("a", "z" * 30):
        path = copy(package, **answers, package_name=package)
        ruff = projects.script("ruff")
        projects.run(f"{ruff} check --no-cache", cwd=path)
        projects.run(f"{ruff} format --check --no-cache", cwd=path)
        assert_every_system_takes(list(verbatim.files(path)))


def assert_every_system_takes(paths: list[str]) -> None:
    """Assert that no path has a name that Windows refuses, or differs by case only from another."""
    for path in paths:
        assert not re.search(r'[<>:"|?*\\]|[ .](/|$)', path), path
        for part in path.split("/"):
            assert part.partition(".")[0].lower() not in names.devices(), path
    everything = {PurePosixPath(path) for path in paths}
    everything |= {parent for path in everything for parent in path.parents}
    assert len({str(path).lower() for path in everything}) == len(everything)


def test_lines_end_alike_on_each_system(render: Render) -> None:
    project = render()
    (project.path / "windows.py").write_bytes(b"first = 1\r\nsecond = 2\r\n")
    projects.run("git add windows.py", cwd=project.path)
    projects.run("git config core.autocrlf true", cwd=project.path)
    assert "i/lf" in projects.run("git ls-files --eol windows.py", cwd=project.path).stdout
    # A fresh checkout, as it is on Windows, has no other ending either.
    for path in project.path.glob("*.toml"):
        path.unlink()
    projects.run("git checkout .", cwd=project.path)
    assert b"\r" not in (project.path / "pyproject.toml").read_bytes()


@pytest.mark.parametrize("answers", [*COMBINATIONS, *OPTIONS], ids=str)
def test_commands_of_the_readme_work_in_powershell_too(answers: Answers, render: Render) -> None:
    # Words, double quotes and comments mean the same in each shell: no variable, no pipe.
    # PowerShell has had `&&` since its version 7.
    readme = (render(**answers).path / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.splitlines()]
    lines += re.findall(r"^\|.*\| `(.*)` \|$", readme, re.MULTILINE)
    assert len(lines) >= 14
    for line in lines:
        for command in re.sub(" +#.*", "", line).split(" && "):
            words = r'(uv|uvx|python|pip|pytest|cp|docker) ([\w./:= -]|"[\w*/.,]+")+|pytest'
            assert re.fullmatch(words, command), line
