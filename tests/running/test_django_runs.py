"""What a run of a Django project's tests must not touch, and what it must see when it grows."""

import re
import shutil
import sqlite3
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import yaml

from tests.helpers.postgresql import create_database
from tests.helpers.projects import Answers, Project, count_tests

django = pytest.mark.only(framework="django")
# Each of these, in some way, asks the database before or beside the test cases that Django sets up.
ESCAPES = {
    "a plain test case": """
class PlainTest(unittest.TestCase):
    def test_row(self) -> None:
        Session.objects.create(session_key="escaped", expire_date=now())
""",
    "an import": """
Session.objects.create(session_key="escaped", expire_date=now())

class PlainTest(unittest.TestCase):
    def test_nothing(self) -> None:
        self.assertTrue(True)
""",
    "a set-up of the module": """
def setUpModule() -> None:
    Session.objects.create(session_key="escaped", expire_date=now())

class NothingTest(SimpleTestCase):
    def test_nothing(self) -> None:
        self.assertTrue(True)
""",
    "unittest's async test case": """
class AsyncTest(unittest.IsolatedAsyncioTestCase):
    async def test_row(self) -> None:
        await Session.objects.acreate(session_key="escaped", expire_date=now())
""",
}
HEAD = """import unittest

from django.contrib.sessions.models import Session
from django.test import SimpleTestCase
from django.utils.timezone import now

"""


@contextmanager
def files(project: Project, texts: Mapping[str, str]) -> Iterator[None]:
    """Have these files in the project, which has no others of their names."""
    for name, text in texts.items():
        assert not (project.path / name).exists()
        (project.path / name).write_text(text, encoding="utf-8")
    try:
        yield
    finally:
        for name in texts:
            (project.path / name).unlink()


@pytest.fixture
def development(project: Project) -> Iterator[Project]:
    """Give the project a database as its developer has it: with the tables, and no rows."""
    with files(project, {".env": "DJANGO_DEBUG=1\n"}):
        if project.answers.get("database") == "postgresql":
            create_database(project)
        project.run("uv run python manage.py migrate")
        yield project
        if project.answers.get("database") == "postgresql":
            server, _, name = dict(project.env)["DATABASE_URL"].rpartition("/")
            ask_server(project, f"{server}/postgres", f"drop database {name}")
        else:
            (project.path / "db.sqlite3").unlink()


def ask_server(project: Project, url: str, query: str) -> str:
    """Run a query by the project's own driver, and return what is printed of the first row."""
    code = (
        f"import psycopg; cursor = psycopg.connect('{url}', autocommit=True).execute('{query}'); "
        "print(*cursor.fetchone() if cursor.description else ())"
    )
    return project.run(f'uv run python -c "{code}"').stdout


def sessions(project: Project) -> int:
    """Count the rows that tests have left in the developer's database."""
    query = "select count(*) from django_session"
    if project.answers.get("database") == "postgresql":
        return int(ask_server(project, dict(project.env)["DATABASE_URL"], query))
    with closing(sqlite3.connect(project.path / "db.sqlite3")) as connection:
        [[count]] = connection.execute(query).fetchall()
    return int(count)


@pytest.mark.only(framework="django")
def test_escaping_tests_are_red_and_touch_only_their_database(
    development: Project,
) -> None:
    command = f"{development.test_command} tests/test_escape.py"
    if development.answers["test_stack"] == "unittest":
        command = f"{development.test_command} tests.test_escape"
    for name, text in ESCAPES.items():
        with files(development, {"tests/test_escape.py": HEAD + text}):
            assert development.run(command, check=False).returncode, f"{name} is green"
        assert sessions(development) == 0, name
    # The developer's settings do not reach the tests.
    assert count_tests(development.run(development.test_command).stdout)


@pytest.mark.only(framework="django", test_stack="unittest")
def test_database_of_the_tests_can_be_kept_and_cloned(project: Project) -> None:
    serial = count_tests(project.run("uv run python manage.py test").stdout)
    for options in ("--keepdb", "--keepdb", "--noinput --parallel=2"):
        output = project.run(f"uv run python manage.py test {options}").stdout
        ran = re.search(r"^Ran (\d+) tests? in .*\n\nOK$", output, re.MULTILINE)
        assert ran, output
        assert int(ran[1]) == serial


@django
def test_run_with_other_settings_is_refused(project: Project) -> None:
    other = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DJANGO_DEBUG": "1",
        "DATABASE_URL": dict(project.env).get("DATABASE_URL", "sqlite:///db.sqlite3"),
    }
    refused = f"Run the tests with `{project.test_command}`."
    for command in ("django-admin test", "python -m django test"):
        result = project.run(f"uv run {command}", env=other, check=False)
        assert result.returncode == 1
        assert refused in result.stdout
    if project.answers["test_stack"] != "unittest":
        result = project.run("uv run python manage.py test", check=False)
        assert result.returncode == 1
        assert result.stdout == f"CommandError: {refused}\n"
        for arguments in ("", "tests/test_models.py"):
            result = project.run(f"uv run pytest -o addopts= {arguments}", env=other, check=False)
            assert result.returncode
            assert "Name the settings of the tests: --ds=config.settings_test" in result.stdout
    assert not (project.path / "db.sqlite3").exists()


@pytest.mark.only(framework="django", database=None)  # that is, SQLite
def test_app_that_is_added_is_seen_by_each_tool(project: Project) -> None:
    settings = project.path / "config" / "settings.py"
    pyproject = project.path / "pyproject.toml"
    originals = {path: path.read_text(encoding="utf-8") for path in (settings, pyproject)}
    readme = (project.path / "README.md").read_text(encoding="utf-8")
    [commands] = re.findall(r"## Add an app\n\n```sh\n(.*?)```", readme, re.DOTALL)
    try:
        for command in commands.splitlines():
            project.run(command)
        settings.write_text(
            originals[settings].replace(
                '"django.contrib.admin",', '"django.contrib.admin", "polls",'
            ),
            encoding="utf-8",
        )
        for command in ("uv run ruff check", "uv run ruff format", "uv run mypy"):
            project.run(command)
        (project.path / "polls" / "views.py").write_text("number: int = None\n", encoding="utf-8")
        result = project.run("uv run mypy", check=False)
        assert "polls/views.py:1: error: Incompatible types" in result.stdout.replace("\\", "/")
        (project.path / "polls" / "tests.py").write_text(
            "from django.test import SimpleTestCase\n\n\n"
            "class PollsTest(SimpleTestCase):\n"
            "    async def test_polls(self) -> None:\n"
            "        self.assertEqual(1, 2)\n",
            encoding="utf-8",
        )
        result = project.run(project.test_command, check=False)
        assert "1 != 2" in result.stdout
        assert "Add each app to module-name in pyproject.toml." in result.stdout
        pyproject.write_text(
            originals[pyproject].replace(
                'module-name = ["config",', 'module-name = ["polls", "config",'
            ),
            encoding="utf-8",
        )
        built = tomllib.loads(pyproject.read_text(encoding="utf-8"))
        assert "polls" in built["tool"]["uv"]["build-backend"]["module-name"]
        result = project.run(project.test_command, check=False)
        assert "Add each app" not in result.stdout
    finally:
        for path, text in originals.items():
            path.write_text(text, encoding="utf-8")
        shutil.rmtree(project.path / "polls", ignore_errors=True)


@pytest.mark.only(framework="django", database="postgresql")
def test_server_that_is_not_there_is_named_once(project: Project) -> None:
    nowhere = {"DATABASE_URL": "postgres://postgres:postgres@127.0.0.1:1/nowhere"}
    result = project.run(project.test_command, env=nowhere, check=False)
    assert result.returncode == 1
    assert 'connection to server at "127.0.0.1", port 1 failed' in result.stdout
    if project.answers["test_stack"] != "unittest":
        assert "start PostgreSQL: docker compose up --detach --wait" in result.stdout
        assert re.search("^=+ (.* passed, )?1 error in ", result.stdout, re.MULTILINE)


MAILS = """
from django.core import mail

from django.test import SimpleTestCase


class MailTest(SimpleTestCase):
    async def test_mail_is_sent(self) -> None:
        mail.send_mail("subject", "text", None, ["ada@example.org"])
        self.assertEqual(len(mail.outbox), 1)
"""


@django
def test_mails_are_printed_in_development_and_kept_in_tests(project: Project) -> None:
    send = (
        "from django.core.mail import send_mail; send_mail('hello', '', None, ['ada@example.org'])"
    )
    result = project.run(
        f'uv run python -W error manage.py shell --verbosity=0 --command="{send}"',
        env={"DJANGO_DEBUG": "1"},
    )
    assert "Subject: hello" in result.stdout
    label = "tests/test_mail.py"
    if project.answers["test_stack"] == "unittest":
        label = "tests.test_mail"
    with files(project, {"tests/test_mail.py": MAILS}):
        assert count_tests(project.run(f"{project.test_command} {label}").stdout) == 1


@pytest.mark.only(framework="django", test_stack="unittest")  # the same settings in each
def test_production_serves_collected_files_and_stays_async(
    project: Project, tmp_path: Path
) -> None:
    production = {
        "DJANGO_SECRET_KEY": "x" * 60 + "abcdefgh",
        "DJANGO_ALLOWED_HOSTS": "testserver",
        "DATABASE_URL": dict(project.env).get("DATABASE_URL", "sqlite://:memory:"),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    script = tmp_path / "ask.py"
    script.write_text(
        "import asyncio, threading\n"
        "import django\n"
        "django.setup()\n"
        "from django.test import AsyncClient\n"
        "from django.urls import path\n"
        "import config.urls\n"
        "from django.http import HttpResponse\n"
        "async def view(request):\n"
        "    return HttpResponse(str(threading.current_thread() is threading.main_thread()))\n"
        "config.urls.urlpatterns.append(path('thread/', view))\n"
        "async def main():\n"
        "    client = AsyncClient()\n"
        "    response = await client.get('/static/admin/css/base.css', secure=True)\n"
        "    print(response.status_code, b'--primary' in await response.getvalue()\n"
        "          if asyncio.iscoroutinefunction(response.getvalue)\n"
        "          else b'--primary' in b''.join([part async for part in response]))\n"
        "    before = threading.active_count()\n"
        "    response = await client.get('/thread/', secure=True)\n"
        "    print(response.content.decode(), threading.active_count() - before)\n"
        "asyncio.run(main())\n",
        encoding="utf-8",
    )
    try:
        project.run("uv run python manage.py collectstatic --no-input", env=production)
        output = project.run(f"uv run python {script}", env=production).stdout
    finally:
        shutil.rmtree(project.path / "staticfiles", ignore_errors=True)
    assert output == "200 True\nTrue 0\n"


def test_compose_file_starts_the_server_that_ci_tests_on(
    rendered_once: Callable[[Answers], Project],
) -> None:
    path = rendered_once({"framework": "django", "database": "postgresql"}).path
    compose = yaml.safe_load((path / "compose.yaml").read_text(encoding="utf-8"))
    workflow = (path / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    service = compose["services"]["postgres"]
    assert f" image: {service['image']}@sha256:" in workflow
    env = service["environment"]
    url = f"postgres://postgres:{env['POSTGRES_PASSWORD']}@127.0.0.1:5432/{env['POSTGRES_DB']}"
    assert f"\nDATABASE_URL={url}\n" in (path / ".env.example").read_text(encoding="utf-8")
