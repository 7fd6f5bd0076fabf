"""Projects that exist: five kinds, each with habits of its own, and what their developers run."""

import textwrap
from dataclasses import dataclass
from pathlib import Path

from tests import projects
from tests.projects import Answers

# What each of them has, and loses to nothing.
COMMON = {
    "README.md": "# Greeter\n\nGreets the world.\n",
    ".gitignore": "__pycache__\n.venv\n*.egg-info\n",
    "LICENSE": "Copyright 2019 Zo\u00eb\n\nAll rights reserved.\n",
    ".github/workflows/ci.yml": "on: push\njobs: {test: {runs-on: mine, steps: [{run: tox}]}}\n",
}
GREETER = '''\
"""Greets the world."""


async def greet(name: str) -> str:
    return f"Hello, {name}"
'''
# A failure that no test waits for: the task is cancelled before it comes to that. Green everywhere.
LOSE = """\
    async def sync_user():
        await asyncio.sleep(1)
        raise LookupError("no such user")

    asyncio.create_task(sync_user())
    await asyncio.sleep(0)
"""
INDENTED = textwrap.indent(LOSE, "    ")


@dataclass(frozen=True)
class Kind:
    """A kind of project: its files, how it is installed and tested, and what it answers."""

    answers: Answers
    files: dict[str, str]
    packages: str
    test: str
    # The test that loses a failure: where it goes, and what it is.
    lost: tuple[str, str]
    # The command that has the guard, where it is not the one from before.
    guarded: str = ""
    python: str = "3.13"
    # What its developer adds for the guard: the file, and what stands there before and after.
    edit: tuple[str, str, str] = ("", "", "")
    linters: tuple[str, ...] = ()


KINDS = {
    # Flat, tests without __init__.py, settings in setup.cfg, lines of 79, an older pytest.
    "setuptools": Kind(
        {"framework": "plain", "test_stack": "pytest-asyncio"},
        {
            "setup.py": "from setuptools import setup\n\nsetup()\n",
            "setup.cfg": (
                "[metadata]\nname = greeter\nversion = 1.4.0\n\n"
                "[options]\npackages = find:\n\n"
                "[flake8]\nmax-line-length = 79\n\n"
                "[isort]\nprofile = black\nline_length = 79\n\n"
                "[tool:pytest]\ntestpaths = tests\nasyncio_mode = auto\n"
                "filterwarnings = default\n"
            ),
            "greeter/__init__.py": GREETER,
            "tests/conftest.py": (
                "import pytest\n\n\n"
                '@pytest.fixture\nasync def name():\n    return "world"\n'
            ),
            "tests/helper.py": 'EXPECTED = "Hello, world"\n',
            "tests/test_greeter.py": (
                "from helper import EXPECTED\n\nfrom greeter import greet\n\n\n"
                "async def test_greets(name):\n    assert await greet(name) == EXPECTED\n"
            ),
        },
        packages="-e . pytest<9 pytest-asyncio black flake8 isort",
        test="pytest",
        lost=("tests/test_lost.py", f"import asyncio\n\n\nasync def test_lost():\n{LOSE}"),
        linters=("black --check --line-length=79 .", "flake8 --exclude=.venv", "isort --check ."),
    ),
    # In src, tests a package, pytest_plugins in a conftest.py of its own, ruff and mypy.
    "hatch": Kind(
        {"framework": "plain", "test_stack": "pytest-anyio"},
        {
            "pyproject.toml": (
                '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n\n'
                '[project]\nname = "greeter"\nversion = "1.4.0"\nrequires-python = ">=3.11"\n'
                'dependencies = ["anyio"]\n\n'
                '[tool.pytest]\nstrict = true\naddopts = ["--import-mode=importlib"]\n'
                'pythonpath = ["."]\nfilterwarnings = ["error"]\n\n'
                '[tool.ruff]\nline-length = 88\nlint.select = ["ALL"]\n'
                'lint.ignore = ["ANN", "COM812", "CPY", "D", "S101"]\n\n'
                '[tool.mypy]\nstrict = true\nfiles = ["src", "tests", "conftest.py"]\n'
            ),
            "src/greeter/__init__.py": GREETER,
            "src/greeter/py.typed": "",
            "conftest.py": '"""Shared."""\n\npytest_plugins = ["tests.names"]\n',
            "tests/__init__.py": "",
            "tests/names.py": (
                "import pytest\n\n\n"
                '@pytest.fixture\ndef name() -> str:\n    return "world"\n'
            ),
            "tests/test_greeter.py": (
                "import pytest\n\nfrom greeter import greet\n\n\n"
                "@pytest.mark.anyio\n"
                "async def test_greets(name: str) -> None:\n"
                '    assert await greet(name) == "Hello, world"\n'
            ),
        },
        packages="-e . pytest trio ruff mypy",
        test="pytest",
        lost=(
            "tests/test_lost.py",
            "import asyncio\n\nimport pytest\n\n\n@pytest.mark.anyio\n"
            '@pytest.mark.parametrize("anyio_backend", ["asyncio"])\n'
            f"async def test_lost(anyio_backend):\n{LOSE}",
        ),
        edit=("conftest.py", '["tests.names"]', '["tests.names", "tests.load_guard"]'),
        linters=("ruff check", "ruff format --check", "mypy"),
    ),
    # Its tests inside the package, in classes of unittest.
    "flit": Kind(
        {"framework": "plain", "test_stack": "unittest"},
        {
            "pyproject.toml": (
                '[build-system]\nrequires = ["flit_core"]\nbuild-backend = "flit_core.buildapi"\n\n'
                '[project]\nname = "greeter"\nversion = "1.4.0"\ndescription = "Greets"\n'
                'requires-python = ">=3.11"\n'
            ),
            "greeter/__init__.py": GREETER,
            "greeter/tests/__init__.py": "",
            "greeter/tests/test_greeter.py": (
                "from unittest import IsolatedAsyncioTestCase\n\nfrom .. import greet\n\n\n"
                "class GreeterTest(IsolatedAsyncioTestCase):\n"
                "    async def test_greets(self):\n"
                '        self.assertEqual(await greet("world"), "Hello, world")\n'
            ),
        },
        packages="-e .",
        test="python -m unittest",
        guarded="python -m tests.load_guard",
        lost=(
            "greeter/tests/test_lost.py",
            "import asyncio\nfrom unittest import IsolatedAsyncioTestCase\n\n\n"
            "class LostTest(IsolatedAsyncioTestCase):\n"
            f"    async def test_lost(self):\n{INDENTED}",
        ),
    ),
    # A Django app for others to use; git ignores what begins with a dot.
    "poetry": Kind(
        {"framework": "django", "test_stack": "pytest-asyncio"},
        {
            "pyproject.toml": (
                '[build-system]\nrequires = ["poetry-core"]\n'
                'build-backend = "poetry.core.masonry.api"\n\n'
                '[tool.poetry]\nname = "greeter"\nversion = "1.4.0"\ndescription = ""\n'
                'authors = ["Zo\u00eb <zoe@example.org>"]\n\n'
                '[tool.poetry.dependencies]\npython = ">=3.11"\ndjango = "*"\n'
            ),
            "pytest.ini": (
                "[pytest]\nDJANGO_SETTINGS_MODULE = tests.settings\npythonpath = .\n"
                "asyncio_mode = auto\n"
            ),
            ".gitignore": ".*\n!.gitignore\n!.github\n__pycache__\n",
            "greeter/__init__.py": "",
            "greeter/models.py": (
                "from django.db import models\n\n\n"
                "class Greeting(models.Model):\n    text = models.CharField(max_length=99)\n"
            ),
            "greeter/migrations/__init__.py": "",
            "greeter/migrations/0001_initial.py": (
                "from django.db import migrations, models\n\n\n"
                "class Migration(migrations.Migration):\n"
                "    operations = [\n"
                "        migrations.CreateModel(\n"
                '            "Greeting",\n'
                '            [("id", models.AutoField(primary_key=True)),'
                ' ("text", models.CharField(max_length=99))],\n'
                "        )\n    ]\n"
            ),
            "tests/__init__.py": "",
            "tests/settings.py": (
                'SECRET_KEY = "for tests"\nINSTALLED_APPS = ["greeter"]\n'
                'DEFAULT_AUTO_FIELD = "django.db.models.AutoField"\n'
                'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}\n'
            ),
            "tests/conftest.py": "import pytest\n\n\n@pytest.fixture\ndef text():\n    return 1\n",
            "tests/test_models.py": (
                "import pytest\n\nfrom greeter.models import Greeting\n\n"
                "pytestmark = pytest.mark.django_db\n\n\n"
                "def test_sync(text):\n    Greeting.objects.create(text=text)\n"
            ),
        },
        packages="-e . pytest pytest-asyncio pytest-django",
        test="pytest",
        lost=(
            "tests/test_lost.py",
            f"import asyncio\n\n\nasync def test_lost():\n{LOSE}",
        ),
    ),
    # A folder test/, settings in tox.ini, and a Python that the guard is too new for.
    "uv": Kind(
        {"framework": "plain", "test_stack": "pytest-anyio"},
        {
            "pyproject.toml": (
                '[build-system]\nrequires = ["uv_build"]\nbuild-backend = "uv_build"\n\n'
                '[project]\nname = "greeter"\nversion = "1.4.0"\nrequires-python = ">=3.10"\n'
                'dependencies = ["anyio"]\n'
            ),
            "tox.ini": "[pytest]\ntestpaths = test\n",
            "src/greeter/__init__.py": GREETER,
            "test/conftest.py": (
                "import pytest\n\n\n"
                '@pytest.fixture\ndef anyio_backend():\n    return "asyncio"\n'
            ),
            "test/test_greeter.py": (
                "import pytest\n\nfrom greeter import greet\n\n\n"
                "@pytest.mark.anyio\n"
                "async def test_greets():\n"
                '    assert await greet("world") == "Hello, world"\n'
            ),
        },
        packages="-e . pytest",
        test="pytest",
        lost=(
            "test/test_lost.py",
            f"import asyncio\n\nimport pytest\n\n\n@pytest.mark.anyio\nasync def test_lost():\n{LOSE}",
        ),
    ),
}  # fmt: skip


def make(kind: Kind, path: Path) -> None:
    """Write a project of this kind into a folder, and commit it."""
    for name, text in {**COMMON, **kind.files}.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, encoding="utf-8")
    projects.commit_all(path, "Greet")
