"""The site as it is deployed: its settings, and its ASGI application."""

import asyncio
import os
import subprocess
import sys
import tomllib
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.core.management.utils import get_random_secret_key
from django.test import AsyncRequestFactory
from django.urls import reverse
from pytest_django import Settings

from config.asgi import application
from config.environment import flag, required


class TestEnvironment:
    @pytest.mark.parametrize(
        ("value", "expected"), [("1", True), ("On", True), ("0", False), ("", False)]
    )
    def test_flag_is_on_only_when_it_says_so(
        self, monkeypatch: pytest.MonkeyPatch, value: str, expected: bool
    ) -> None:
        monkeypatch.setenv("FLAG", value)
        assert flag("FLAG") is expected

    def test_variable_is_read_or_else_the_default(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert required("NAME", default="default") == "default"
        monkeypatch.setenv("NAME", "value")
        assert required("NAME", default="default") == "value"

    def test_missing_variable_is_named(self) -> None:
        with pytest.raises(ImproperlyConfigured, match="environment variable NAME"):
            required("NAME")

    def test_runner_with_other_settings_is_refused(self) -> None:
        with pytest.raises(CommandError, match="uv run pytest"):
            call_command("test")


class TestDeployment:
    def test_each_app_is_packed(self, settings: Settings) -> None:
        """`uv build` packs the packages that pyproject.toml names, and no others."""
        root = settings.BASE_DIR
        pyproject = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
        packed = pyproject["tool"]["uv"]["build-backend"]["module-name"]
        own = {app.name for app in apps.get_app_configs() if (root / app.name).is_dir()}
        assert own <= set(packed), "Add each app to module-name in pyproject.toml."

    def test_production_settings_pass_djangos_deployment_checks(self, settings: Settings) -> None:
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
        assert check.returncode == 0, check.stderr

    async def test_asgi_application_answers(self, async_rf: AsyncRequestFactory) -> None:
        scope = dict(async_rf.get(reverse("admin:login")).scope)
        received: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        sent: asyncio.Queue[Any] = asyncio.Queue()
        await received.put({"type": "http.request"})

        await application(scope, received.get, sent.put)

        assert (await sent.get())["status"] == 200
        assert b"Django administration" in (await sent.get())["body"]
