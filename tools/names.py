"""The names that a package cannot have, from where they come.

macros/names.jinja has them.
"""

import json
import ntpath
import re
import tempfile
import textwrap
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from itertools import product
from pathlib import Path, PureWindowsPath

from tests.helpers import projects
from tests.helpers.projects import COMBINATIONS, OPTIONS, ROOT, SUPPORTED_PYTHONS, Project

LISTS = ROOT / "macros" / "names.jinja"

# What is in a project, and what is not seen in any file of it.
OWN = {
    "pip": "the installer: a project of that name replaces it",
    "setuptools": "comes with virtual environments of Python 3.11",
    "test": "the standard library's own tests, which `sys.stdlib_module_names` leaves out",
    "sitecustomize": "imported when Python starts",
    "usercustomize": "imported when Python starts",
}


def listed(name: str) -> set[str]:
    """Return one of the lists in macros/names.jinja."""
    [words] = re.findall(rf"set {name} = '([^']*)'", LISTS.read_text(encoding="utf-8"))
    return set(words.split())


@cache
def of_python(version: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the keywords and the modules that an installed interpreter says it has."""
    code = (
        "import json, keyword, sys; print(json.dumps("
        "[keyword.kwlist + keyword.softkwlist, sorted(sys.stdlib_module_names)]))"
    )
    python = projects.run(f"uv python find --no-project {version}").stdout.strip()
    keywords, modules = json.loads(projects.run(f'"{python}" -c "{code}"').stdout)
    return public(keywords), public(modules)


def of_typeshed() -> frozenset[str]:
    """Return the modules of each supported version of Python, installed or not.

    They are from the stubs that mypy brings, which lack those that nobody imports.
    """
    spec = find_spec("mypy")
    assert spec
    assert spec.origin
    versions = Path(spec.origin).parent / "typeshed" / "stdlib" / "VERSIONS"
    supported = [number(version) for version in SUPPORTED_PYTHONS]
    found = re.findall(
        r"^(\w+): (\d+\.\d+)-(\d+\.\d+)?$", versions.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(found) > 200
    return public(
        name
        for name, first, last in found
        if any(number(first) <= one <= number(last or "4.0") for one in supported)
    )


def number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def public(names: Iterable[str]) -> frozenset[str]:
    """Leave out what is refused for its form: names that start with an underscore, or `None`."""
    return frozenset(name for name in names if re.fullmatch("[a-z][a-z0-9_]*", name))


def keywords() -> set[str]:
    """Return the keywords of each interpreter here, and those that only a newer one may have."""
    return {"lazy", "type"}.union(*(of_python(version)[0] for version in projects.pythons()))


def modules() -> set[str]:
    return set(of_typeshed()).union(*(of_python(version)[1] for version in projects.pythons()))


def devices() -> set[str]:
    """Return the identifiers that name a device on Windows, as Python knows them."""
    numbered = [word + digit for word, digit in product(("com", "lpt"), "0123456789")]
    candidates = ["aux", "con", "nul", "prn", *numbered]
    is_reserved = getattr(ntpath, "isreserved", lambda name: PureWindowsPath(name).is_reserved())
    return {name for name in candidates if is_reserved(name)}


def skipped(project: Project) -> set[str]:
    """Return the folders that ruff passes over, and those that the project's git ignores."""
    settings = projects.run(
        f"{projects.script('ruff')} check --isolated --show-settings", cwd=project.path
    ).stdout
    [exclude] = re.findall(
        r"^file_resolver\.exclude = \[(.*?)\]", settings, re.DOTALL | re.MULTILINE
    )
    ignored = (project.path / ".gitignore").read_text(encoding="utf-8")
    return set(
        public(
            [
                *re.findall(r'"([^"]+)"', exclude),
                *re.findall(r"^/?(\w+)/$", ignored, re.MULTILINE),
            ]
        )
    )


def own(project: Project) -> set[str]:
    """Return what the project has at its top, and the labels of the apps that it installs."""
    found = {Path(name).parts[0].removesuffix(".py").lower() for name in project.files()}
    found |= {"conftest"}
    settings = project.path / "config" / "settings.py"
    if settings.exists():
        text = settings.read_text(encoding="utf-8")
        labels = re.findall(r'^    "django\.contrib\.(\w+)",$', text, re.MULTILINE)
        assert len(labels) > 3
        found |= set(labels)
    return set(public(found)) - {"my_project"}


def dependencies(project: Project) -> set[str]:
    """Return the modules in the project's environment, and what its lock file names.

    The lock file holds the packages for all platforms. Those that the environment has are listed by
    the names they are imported by as well.
    """
    code = (
        "import importlib.metadata, json; "
        "print(json.dumps(sorted(importlib.metadata.packages_distributions())))"
    )
    installed = json.loads(project.run(f'uv run python -c "{code}"').stdout)
    lock = (project.path / "uv.lock").read_text(encoding="utf-8")
    locked = re.findall(r'^name = "(.*)"$', lock, re.MULTILINE)
    found = public([*installed, *(name.replace("-", "_") for name in locked)])
    found -= {"config", "my_project", "tests"}
    build = (project.path / "pyproject.toml").read_text(encoding="utf-8")
    return set(found) | set(re.findall(r'^build-backend = "(\w+)"$', build, re.MULTILINE))


def files(template: Path) -> dict[Path, str]:
    """Return the lists: from all interpreters that are here, and from each combination."""
    found: dict[str, set[str]] = {"dependencies": set(), "own": set(OWN), "skipped": set()}
    with tempfile.TemporaryDirectory() as folder:
        for place, answers in enumerate([*COMBINATIONS, *OPTIONS]):
            data = {**answers, "package_name": "my_project"}
            rendered = projects.render(template, Path(folder) / str(place), data)
            project = Project(rendered.path, answers, projects.pythons()[-1])
            project.run("uv sync")
            found["dependencies"] |= dependencies(project)
            found["own"] |= own(project)
            found["skipped"] |= skipped(project)
    found = {name: words - modules() for name, words in found.items()}
    lists = {"keywords": keywords(), "modules": modules(), **found, "devices": devices()}
    text = "{#- Names that a package cannot have. Written by `python -m tools names`. -#}\n"
    for name, words in lists.items():
        text += f"{{%- set {name} = '\n"
        text += textwrap.fill(" ".join(sorted(words)), 100, break_on_hyphens=False)
        text += "\n'.split() -%}\n"
    return {LISTS: text}
