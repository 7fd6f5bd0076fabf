"""Is what a person typed in each file as it was typed?"""

import functools
import re
import subprocess
import tempfile
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from email import message_from_string
from email.message import Message
from email.utils import getaddresses
from pathlib import Path

import yaml
from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markdown_it import MarkdownIt

from tests.helpers import projects

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
PERSIAN = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
JAPANESE = "\u5c71\u7530\u3000\u592a\u90ce"
# What a wheel's metadata cannot hold in front of an address without quotes.
SPECIAL = set('[]@,:;<>()"\\')


def files(path: Path) -> dict[str, bytes]:
    """Return the content of each file of a rendered project that is no git repository."""
    return {
        found.relative_to(path).as_posix(): found.read_bytes()
        for found in sorted(path.rglob("*"))
        if found.is_file() and ".git" not in found.relative_to(path).parts
    }


def assert_kept(path: Path, given: Mapping[str, str]) -> None:
    """Assert that each file that has what was typed gives it back.

    `given` has all six free answers.
    """
    project = tomllib.loads((path / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == given["package_name"].replace("_", "-")
    assert project["description"] == given["description"]
    authors = project.get("authors", [])
    merged = {key: value for author in authors for key, value in author.items()}
    wanted = {"name": given["user_name"], "email": given["user_email"]}
    assert merged == {key: value for key, value in wanted.items() if value}

    links = {"Repository": given["repository_url"]} if given["repository_url"] else {}
    assert project.get("urls", {}) == links

    metadata = metadata_of(path)
    assert metadata["Project-URL"] == next((f"Repository, {url}" for url in links.values()), None)
    assert metadata["Name"] == project["name"]
    assert (metadata["Summary"] or "") == given["description"]
    assert (metadata["Author"] or "") == given["user_name"]
    address = metadata["Author-email"] or ""
    if given["user_name"] and given["user_email"] and not SPECIAL & set(given["user_name"]):
        assert address == f"{given['user_name']} <{given['user_email']}>"
        # Who reads it as an address sees one space where there are two.
        name = re.sub(" +", " ", given["user_name"])
        assert getaddresses([address]) == [(name, given["user_email"])]
    else:
        assert address == given["user_email"]

    saved = yaml.safe_load((path / ".copier-answers.yml").read_text(encoding="utf-8"))
    assert {name: saved[name] for name in given} == given

    assert_shown((path / "README.md").read_text(encoding="utf-8"), given)
    licence = path / "LICENSE"
    if licence.exists() and "Apache" not in licence.read_text(encoding="utf-8"):
        holder = given["user_name"] or f"the {given['project_name']} authors"
        lines = licence.read_text(encoding="utf-8").split("\n")
        assert lines[2] == f"Copyright (c) {holder}"


def assert_only_where_it_belongs(path: Path, usual: Mapping[str, bytes]) -> None:
    """Assert that no workflow, no code and no other configuration has what was typed.

    `usual` has the files of a project with the same answers but for the free texts.
    """
    found = files(path)
    assert set(found) == set(usual)
    changed = {name for name in found if found[name] != usual[name]}
    assert changed <= {".copier-answers.yml", "README.md", "LICENSE", "pyproject.toml"}
    before, after = (
        tomllib.loads(content["pyproject.toml"].decode("utf-8")) for content in (usual, found)
    )
    for key in ("name", "description", "authors", "urls"):
        for pyproject in (before, after):
            pyproject["project"].pop(key, None)
    assert after == before


def assert_shown(readme: str, given: Mapping[str, str]) -> None:
    """Assert that a reader of the README sees the name as its title, then the description."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = parser.parse(readme)
    wanted = [("h1", given["project_name"])]
    if given["description"]:
        wanted.append(("p", given["description"]))
    for place, (tag, text) in enumerate([*wanted, ("h2", "Start")]):
        start, inline, end = tokens[3 * place : 3 * place + 3]
        assert (start.tag, inline.type, end.tag) == (tag, "inline", tag)
        children = inline.children or []
        assert {child.type for child in children} == {"text"}, inline.content
        assert "".join(child.content for child in children) == text


def metadata_of(path: Path) -> Message:
    """Return the metadata of the wheel that the project's build backend makes of it."""
    with tempfile.TemporaryDirectory() as folder:
        result = subprocess.run(
            [uv_build(), "prepare-metadata-for-build-wheel", folder],
            cwd=path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert result.returncode == 0, result.stderr
        [metadata] = Path(folder).glob("*/METADATA")
        return message_from_string(metadata.read_text(encoding="utf-8"))


@functools.cache
def uv_build() -> str:
    return projects.script("uv-build").strip("'")


def has_a_reason(text: str) -> bool:
    """Return whether there is something in the text for which it may be refused.

    Asked is Python's copy of the Unicode database: the template has a list of its own.
    """
    return (
        text != text.strip()
        or len(text) > 500
        or any(unicodedata.category(one) in {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"} for one in text)
        or any("FILLER" in unicodedata.name(one, "") for one in text)
        or any(one in "\u034f\u17b4\u17b5" for one in text)
    )


def has_to_be_refused(text: str) -> bool:
    """Return whether the text has what no file, reader or terminal should be given."""
    return (
        any(unicodedata.category(one) in {"Cc", "Cs", "Zl", "Zp"} for one in text)
        or any(
            unicodedata.bidirectional(one) in {"LRE", "RLE", "LRO", "RLO", "PDF"}
            or unicodedata.bidirectional(one) in {"LRI", "RLI", "FSI", "PDI"}
            for one in text
        )
        or text != text.strip()
    )


def refusal(name: str) -> Callable[[str], str]:
    """Return the macro that refuses this answer, with as much of Copier as it needs."""
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(projects.ROOT),
        undefined=StrictUndefined,
        extensions=["jinja2_ansible_filters.AnsibleCoreFiltersExtension"],
    )
    file = "package_name" if name == "package_name" else "text"
    source = (
        f'{{% from "macros/{file}.jinja" import refuse_{name} %}}{{{{ refuse_{name}(answer) }}}}'
    )
    compiled = environment.from_string(source)
    return lambda answer: compiled.render(answer=answer)
