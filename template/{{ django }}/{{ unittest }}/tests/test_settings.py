"""The site as it is deployed: its settings, and its ASGI application."""

import asyncio
import os
import subprocess
import sys
import tomllib
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.core.management.utils import get_random_secret_key
from django.test import AsyncRequestFactory, SimpleTestCase
from django.urls import reverse

from config.asgi import application
from config.environment import flag, required


class EnvironmentTest(SimpleTestCase):
    def test_flag_is_on_only_when_it_says_so(self) -> None:
        for value, expected in [("1", True), ("On", True), ("0", False), ("", False)]:
            with self.subTest(value=value), patch.dict(os.environ, {"FLAG": value}):
                self.assertIs(flag("FLAG"), expected)

    def test_variable_is_read_or_else_the_default(self) -> None:
        with patch.dict(os.environ, {"NAME": "value"}):
            self.assertEqual(required("NAME", default="default"), "value")
        self.assertEqual(required("NAME", default="default"), "default")

    def test_missing_variable_is_named(self) -> None:
        with self.assertRaisesMessage(ImproperlyConfigured, "environment variable NAME"):
            required("NAME")

    def test_runner_with_other_settings_is_refused(self) -> None:
        # The settings of the site name this one.
        with self.assertRaisesMessage(CommandError, "uv run python manage.py test"):
            call_command("test", testrunner="config.environment.refuse_tests")


class DeploymentTest(SimpleTestCase):
    def test_each_app_is_packed(self) -> None:
        """`uv build` packs the packages that pyproject.toml names, and no others."""
        root = settings.BASE_DIR
        pyproject = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
        packed = pyproject["tool"]["uv"]["build-backend"]["module-name"]
        own = {app.name for app in apps.get_app_configs() if (root / app.name).is_dir()}
        self.assertLessEqual(own, set(packed), "Add each app to module-name in pyproject.toml.")

    def test_production_settings_pass_djangos_deployment_checks(self) -> None:
        production = {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DJANGO_SECRET_KEY": get_random_secret_key(),
            "DJANGO_ALLOWED_HOSTS": "example.org",
        }
        check = subprocess.run(
            [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
            cwd=settings.BASE_DIR,
            env=os.environ | production,
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(check.returncode, 0, check.stderr)

    async def test_asgi_application_answers(self) -> None:
        # This URL makes no query. The application would query on another connection, outside of
        # the test's transaction: use `self.async_client` for rows.
        scope = dict(AsyncRequestFactory().get(reverse("admin:login")).scope)
        received: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        sent: asyncio.Queue[Any] = asyncio.Queue()
        await received.put({"type": "http.request"})

        await application(scope, received.get, sent.put)

        self.assertEqual((await sent.get())["status"], 200)
        self.assertIn(b"Django administration", (await sent.get())["body"])
