"""Whatever is typed is refused, or is right in every file: tried with random text.

A few hundred answers in each run, the same ones each time; thousands of new ones in a thorough one.
"""

import keyword
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import copier
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.helpers import projects, sampling, verbatim
from tests.helpers.projects import COMBINATIONS, Project
from tests.helpers.verbatim import ENGLAND, FAMILY, JAPANESE, PERSIAN, refusal
from tools import names

COUNT = 500 if sampling.thorough else 28
settings.register_profile(
    "template",
    deadline=None,
    database=None,
    derandomize=not sampling.thorough,
    max_examples=COUNT,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("template")

# What means something to Markdown, YAML, TOML, Jinja, a shell or a header, beside other text.
MEANINGFUL = st.sampled_from(
    [
        *"\\\"'`*_{}[]()<>#+-.!|~$&%@:;,=?/ aZ0\u00e9",
        *("{{", "}}", "{%", "${{", "---", "```", "&amp;", "<b>", "# ", "- ", "1. ", "](", "  "),
        *(FAMILY, ENGLAND, PERSIAN, JAPANESE),
    ]
)
TEXT = st.one_of(
    st.lists(MEANINGFUL, max_size=12).map("".join),
    st.text(max_size=20),
    st.text(st.characters(exclude_categories=["C", "Z"]), max_size=300),
)
LOCAL = st.text(st.sampled_from("az09.+-_'\u00e9"), min_size=1, max_size=10)
EMAIL = st.one_of(
    st.just(""), st.builds("{}@{}.org".format, LOCAL, LOCAL), st.emails(), st.text(max_size=10)
)
URL = st.one_of(
    st.just(""),
    st.from_regex(r"https?://[a-z0-9.:-]{1,20}/[ -~]{0,20}", fullmatch=True),
    st.from_regex(r"https://[a-z0-9]{1,9}\.org(:[0-9]{1,5})?(/[a-zA-Z0-9._~+-]+)+", fullmatch=True),
    st.text(max_size=10),
)
PACKAGE = st.one_of(
    st.from_regex(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", fullmatch=True).map(lambda name: name[:31]),
    st.text(max_size=6),
    st.sampled_from(sorted(names.listed("modules") | names.listed("dependencies"))),
)
REFUSE = {name: refusal(name) for name in ("project_name", "package_name", "text", "email", "url")}


def taken(macro: str, strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Leave out what the template refuses."""
    return strategy.filter(lambda text: not REFUSE[macro](text))


KEPT = st.fixed_dictionaries(
    {
        "project_name": taken("project_name", TEXT),
        "package_name": st.one_of(st.just("notes"), taken("package_name", PACKAGE)),
        "description": taken("text", TEXT),
        "user_name": taken("text", TEXT),
        "user_email": taken("email", EMAIL),
        "repository_url": taken("url", URL),
    }
)
ANY = st.fixed_dictionaries(
    {
        "project_name": TEXT,
        "package_name": PACKAGE,
        "description": TEXT,
        "user_name": TEXT,
        "user_email": EMAIL,
        "repository_url": URL,
    }
)
# Each licence, and each place for CI.
OTHERS = st.sampled_from(
    [
        {"license": "MIT", "ci": "github"},
        {"license": "Apache-2.0", "ci": "gitlab"},
        {"license": "BSD-3-Clause", "ci": "none"},
        {"license": "none", "ci": "github"},
    ]
)
EACH = pytest.mark.parametrize(
    "answers", COMBINATIONS, ids=lambda answers: "-".join(answers.values())
)


def refused(given: dict[str, str]) -> str:
    """Return the first reason for which the template refuses an answer, or nothing."""
    return (
        REFUSE["project_name"](given["project_name"])
        or REFUSE["package_name"](given["package_name"])
        or REFUSE["text"](given["description"])
        or REFUSE["text"](given["user_name"])
        or REFUSE["email"](given["user_email"])
        or REFUSE["url"](given["repository_url"])
    )


@contextmanager
def folder() -> Iterator[Path]:
    """Yield a folder for one example: pytest's is shared by all of them."""
    path = Path(tempfile.mkdtemp())
    try:
        yield path
    finally:
        shutil.rmtree(path)


def copy(template: Path, path: Path, **answers: object) -> None:
    copier.run_copy(
        str(template), path, data=answers, defaults=True, quiet=True, settings=copier.Settings()
    )


@given(text=TEXT)
@settings(max_examples=20 * COUNT)
# Found by this test, or thought of while it was written: they stay.
@example(text="\u00a0")
@example(text=FAMILY + ENGLAND + PERSIAN + JAPANESE)
@example(text="\U000e0061")
def test_text_is_refused_for_a_reason_and_for_each_of_them(text: str) -> None:
    if REFUSE["text"](text):
        assert verbatim.has_a_reason(text)
    else:
        assert not verbatim.has_to_be_refused(text)


@given(name=PACKAGE)
@settings(max_examples=20 * COUNT)
def test_package_name_is_refused_or_can_be_imported_everywhere(name: str) -> None:
    # The lists are compared with their sources elsewhere.
    if not REFUSE["package_name"](name):
        assert name.isidentifier()
        assert name.isascii()
        assert name == name.lower().strip("_")
        assert not keyword.iskeyword(name)
        assert not keyword.issoftkeyword(name)
        assert name not in sys.stdlib_module_names
        assert name not in names.devices()


@EACH
def test_answers_are_refused_or_kept(
    answers: dict[str, str],
    template_folder: Path,
    tmp_path: Path,
) -> None:
    usual: dict[str, dict[str, bytes]] = {}
    count = {"kept": 0, "refused": 0}

    @given(given=KEPT | KEPT | ANY, others=OTHERS)
    def each(given: dict[str, str], others: dict[str, str]) -> None:
        with folder() as path:
            if refused(given):
                with pytest.raises(ValueError, match="Validation error for question"):
                    copy(template_folder, path / "first", **answers, **others, **given)
                assert list(path.iterdir()) == []
                count["refused"] += 1
                return
            copy(template_folder, path / "first", **answers, **others, **given)
            verbatim.assert_kept(path / "first", given)
            copy(template_folder, path / "second", **answers, **others, **given)
            assert verbatim.files(path / "first") == verbatim.files(path / "second")
            if given["package_name"] == "notes":
                key = str(others)
                if key not in usual:
                    copy(template_folder, path / "usual", **answers, **others, package_name="notes")
                    usual[key] = verbatim.files(path / "usual")
                verbatim.assert_only_where_it_belongs(path / "first", usual[key])
            count["kept"] += 1

    each()
    assert count["kept"]
    assert count["refused"]


@EACH
def test_update_of_what_was_typed_changes_nothing(
    answers: dict[str, str], template: Path, tmp_path: Path
) -> None:
    @given(given=KEPT)
    @settings(max_examples=max(1, COUNT // 30))
    def each(given: dict[str, str]) -> None:
        with folder() as path:
            copy(template, path / "project", **answers, **given)
            projects.commit_all(path / "project")
            before = verbatim.files(path / "project")
            copier.run_update(
                path / "project", defaults=True, overwrite=True, quiet=True,
                settings=copier.Settings(),
            )  # fmt: skip
            assert verbatim.files(path / "project") == before
            assert projects.run("git status --porcelain", cwd=path / "project").stdout == ""

    each()


def test_sample_tests_are_collected_whatever_was_typed(
    project: Project, template_folder: Path
) -> None:
    # By the interpreter of a project that has the same answers but for these.
    python = project.run("uv run python -c 'import sys; print(sys.executable)'").stdout.strip()
    usual = collected(python, project, project.path)
    assert len(usual) > 10

    @given(given=KEPT)
    @settings(max_examples=max(1, COUNT // 30))
    def each(given: dict[str, str]) -> None:
        with folder() as path:
            copy(template_folder, path, **project.answers, **given)
            assert collected(python, project, path) == usual

    each()


def collected(python: str, project: Project, path: Path) -> list[str]:
    """Return the names of the tests that the project's own runner finds in a folder."""
    if project.answers["test_stack"] != "unittest":
        command = "-m pytest --collect-only -q"
    else:
        django = (
            "import django; django.setup(); " if project.answers["framework"] != "plain" else ""
        )
        command = f'-c "{django}{LIST_UNITTEST}"'
    env = {
        "PYTHONPATH": os.pathsep.join([str(path), str(path / "src")]),
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
    }
    output = projects.run(f"'{python}' {command}", cwd=path, env=dict(project.env) | env).stdout
    return [line for line in output.splitlines() if "test_" in line]


# Modules that cannot be imported are tests of this name.
LIST_UNITTEST = (
    "import unittest; found = unittest.defaultTestLoader.discover('.'); "
    "each = lambda one: sum(map(each, one), []) if isinstance(one, unittest.TestSuite) "
    "else [one.id()]; print(*each(found), sep='\\n'); "
    "assert not unittest.defaultTestLoader.errors"
)
