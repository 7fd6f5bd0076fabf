"""Projects that exist: one of each kind, with habits of its own, and what its developer runs."""

import os
import re
import shlex
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

from tests.helpers import projects
from tests.helpers.projects import Answers

# A Python that they may support, and the guard does not.
OLD = "3.10"
# What each of them has: a licence and a CI of its own.
COMMON = """\
### README.md
# Greeter

Greets the world.
### LICENSE
Copyright 2019 Zoë

All rights reserved.
### .gitignore
__pycache__
.venv
*.egg-info
### .github/workflows/ci.yml
on: push
jobs: {test: {runs-on: mine, steps: [{run: tox}]}}
"""


@dataclass(frozen=True)
class Kind:
    """A kind of project: its files, how it is installed and tested, and what it answers."""

    answers: Answers
    packages: str
    test: str
    # The command that runs the tests with the guard.
    guarded: str
    # Each file, below its name.
    text: str = field(repr=False)
    # Where its tests are, and the marker that its async tests have.
    folder: str = "tests"
    marker: str = ""
    # What its developer adds for the guard: the file, and what stands there before and after.
    edit: tuple[str, str, str] = ("", "", "")
    linters: tuple[str, ...] = ()

    @property
    def files(self) -> dict[str, str]:
        _, *parts = re.split(r"^### (\S+)\n", COMMON + self.text, flags=re.MULTILINE)
        return dict(zip(parts[::2], parts[1::2], strict=True))

    def test_file(self, code: str) -> str:
        """Return a file with async test functions, written as the project writes its tests."""
        if self.answers["test_stack"] != "unittest":
            return f"import asyncio\n\nimport pytest\n\n{self.marker}\n\n{code}"
        before, start, test = code.partition("async def test_")
        test = textwrap.indent(start + test, "    ").replace("()", "(self)", 1)
        return f"import asyncio\n{self.marker}\n\n{before}class LostTest(TestCase):\n{test}"


KINDS = {
    # Flat, tests/ without __init__.py, settings in setup.cfg, lines of 79, pytest 8.
    "setuptools": Kind(
        {"framework": "plain", "test_stack": "pytest-asyncio"},
        packages="-e . 'pytest<9' pytest-asyncio black flake8 isort",
        test="pytest",
        guarded="pytest",
        linters=("black --check --line-length=79 .", "flake8 --exclude=.venv", "isort --check ."),
        text="""\
### setup.py
from setuptools import setup

setup()
### setup.cfg
[metadata]
name = greeter
version = 1.4.0

[options]
packages = find:

[flake8]
max-line-length = 79

[isort]
profile = black
line_length = 79

[tool:pytest]
testpaths = tests
asyncio_mode = auto
filterwarnings = default
### greeter/__init__.py
async def greet(name):
    return f"Hello, {name}"
### tests/conftest.py
import pytest


@pytest.fixture
async def name():
    return "world"
### tests/helper.py
EXPECTED = "Hello, world"
### tests/test_greeter.py
from helper import EXPECTED

from greeter import greet


async def test_greets(name):
    assert await greet(name) == EXPECTED
""",
    ),
    # In src/, tests are a package, pytest_plugins in a conftest.py, ruff, mypy, lines of 88.
    "hatch": Kind(
        {"framework": "plain", "test_stack": "pytest-anyio"},
        packages="-e . pytest ruff mypy",
        test="pytest",
        guarded="pytest",
        marker="pytestmark = pytest.mark.anyio",
        edit=("conftest.py", '["tests.names"]', '["tests.names", "tests.load_guard"]'),
        linters=("ruff check", "ruff format --check", "mypy"),
        text='''\
### pyproject.toml
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "greeter"
version = "1.4.0"
requires-python = ">=3.11"
dependencies = ["anyio"]

[tool.pytest]
strict = true
addopts = ["--import-mode=importlib"]
pythonpath = ["."]
filterwarnings = ["error"]

[tool.ruff]
line-length = 88
lint.select = ["ALL"]
lint.ignore = ["COM812", "CPY", "D", "S101"]

[tool.mypy]
strict = true
files = ["src", "tests", "conftest.py"]
### src/greeter/__init__.py
async def greet(name: str) -> str:
    return f"Hello, {name}"
### src/greeter/py.typed
### conftest.py
"""Shared by all tests."""

pytest_plugins = ["tests.names"]
### tests/__init__.py
### tests/names.py
import pytest


@pytest.fixture
def name() -> str:
    return "world"
### tests/test_greeter.py
import pytest

from greeter import greet


@pytest.mark.anyio
async def test_greets(name: str) -> None:
    assert await greet(name) == "Hello, world"
''',
    ),
    # Its tests inside the package, in classes of unittest.
    "flit": Kind(
        {"framework": "plain", "test_stack": "unittest"},
        packages="-e .",
        test="python -m unittest",
        guarded="python -m tests.load_guard",
        folder="greeter/tests",
        marker="from unittest import IsolatedAsyncioTestCase as TestCase",
        text="""\
### pyproject.toml
[build-system]
requires = ["flit_core"]
build-backend = "flit_core.buildapi"

[project]
name = "greeter"
version = "1.4.0"
description = "Greets"
requires-python = ">=3.10"
### greeter/__init__.py
async def greet(name):
    return f"Hello, {name}"
### greeter/tests/__init__.py
### greeter/tests/test_greeter.py
from unittest import IsolatedAsyncioTestCase

from .. import greet


class GreeterTest(IsolatedAsyncioTestCase):
    async def test_greets(self):
        self.assertEqual(await greet("world"), "Hello, world")
""",
    ),
    # A Django app for others to use. Its git ignores what begins with a dot.
    "poetry": Kind(
        {"framework": "django", "test_stack": "pytest-asyncio"},
        packages="-e . pytest pytest-asyncio pytest-django",
        test="pytest",
        guarded="pytest",
        text="""\
### pyproject.toml
[build-system]
requires = ["poetry-core"]
build-backend = "poetry.core.masonry.api"

[tool.poetry]
name = "greeter"
version = "1.4.0"
description = ""
authors = ["Zoë <zoe@example.org>"]

[tool.poetry.dependencies]
python = ">=3.11"
django = "*"
### pytest.ini
[pytest]
DJANGO_SETTINGS_MODULE = tests.settings
pythonpath = .
asyncio_mode = auto
asyncio_default_fixture_loop_scope = function
### .gitignore
.*
!.gitignore
!.github
__pycache__
### greeter/__init__.py
### greeter/models.py
from django.db import models


class Greeting(models.Model):
    text = models.CharField(max_length=99)
### greeter/migrations/__init__.py
### greeter/migrations/0001_initial.py
from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(
            "Greeting",
            [("id", models.AutoField(primary_key=True)), ("text", models.CharField(max_length=99))],
        )
    ]
### tests/__init__.py
### tests/settings.py
SECRET_KEY = "for tests"
INSTALLED_APPS = ["greeter"]
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}
### tests/conftest.py
import pytest


@pytest.fixture
def text():
    return "Hello"
### tests/test_models.py
import pytest

from greeter.models import Greeting


@pytest.mark.django_db
def test_greeting_is_saved(text):
    Greeting.objects.create(text=text)
""",
    ),
    # A folder test/, and settings in tox.ini.
    "uv": Kind(
        {"framework": "plain", "test_stack": "pytest-anyio"},
        packages="-e . pytest",
        test="pytest",
        guarded="pytest",
        folder="test",
        marker="pytestmark = pytest.mark.anyio",
        text="""\
### pyproject.toml
[build-system]
requires = ["uv_build"]
build-backend = "uv_build"

[project]
name = "greeter"
version = "1.4.0"
requires-python = ">=3.10"
dependencies = ["anyio"]
### tox.ini
[pytest]
testpaths = test
### src/greeter/__init__.py
import os


async def greet(name: str) -> str:
    return f"Hello, {name}"
### test/conftest.py
import pytest


@pytest.fixture
def anyio_backend():
    return "asyncio"
### test/test_greeter.py
import pytest

from greeter import greet


@pytest.mark.anyio
async def test_greets():
    assert await greet("world") == "Hello, world"
""",
    ),
    # A site with Django's own runner, its tests in the app.
    "site": Kind(
        {"framework": "django", "test_stack": "unittest"},
        packages="django",
        test="python manage.py test",
        guarded="python manage.py test",
        folder="greeter",
        marker="from django.test import TestCase",
        edit=("settings.py", "INSTALLED", 'TEST_RUNNER = "tests.load_guard.Runner"\nINSTALLED'),
        text="""\
### manage.py
import os
import sys

from django.core.management import execute_from_command_line

os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
execute_from_command_line(sys.argv)
### settings.py
SECRET_KEY = "x"
INSTALLED_APPS = ["greeter"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}
### greeter/__init__.py
### greeter/tests.py
from django.test import TestCase


class GreeterTest(TestCase):
    async def test_adds(self):
        self.assertEqual(1 + 1, 2)
""",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Existing:
    """A project of some kind in a folder, and the environment that its developer works in."""

    kind: Kind
    path: Path
    python: str

    def run(self, commands: str, *, check: bool = True, env: dict[str, str] | None = None) -> str:
        """Run lines of a shell in the project's folder, and return what they print.

        Raises `AssertionError` when one fails, or without `check` when none does.
        """
        search = f"{self.path / '.venv' / 'bin'}{os.pathsep}{projects.environment()['PATH']}"
        result = projects.run(
            f"bash -e -c {shlex.quote(commands)}",
            cwd=self.path,
            env={"PATH": search, "UV_PYTHON": self.python, **(env or {})},
            check=check,
        )
        assert check or result.returncode, result.stdout
        return result.stdout

    def files(self) -> dict[str, bytes]:
        return projects.Project(self.path, self.kind.answers).files()


def write(kind: Kind, path: Path) -> None:
    """Write a project of this kind into a folder, and commit it."""
    for name, text in kind.files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, encoding="utf-8")
    projects.commit_all(path, "Greet")


def make(kind: Kind, path: Path, *, python: str = "") -> Existing:
    """Write a project of this kind into a folder, commit it, and install what it tests with.

    `python` is the version to install it on, the oldest supported one unless it is named.
    """
    write(kind, path)
    project = Existing(kind, path, python or projects.pythons()[0])
    project.run("uv venv --quiet")
    project.run(f"uv pip install --quiet {kind.packages}")
    return project
