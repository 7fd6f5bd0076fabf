"""The site, built strictly and looked at in a browser, from plain files."""

import itertools
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from tests.helpers import browser, projects
from tests.helpers.terminal import COPIER
from tools import gallery, idioms
from tools import site as site_builder
from tools.gallery import Rendered

# It may not load the style sheets a second time: a file may not fetch any.
AXE = {"resultTypes": ["violations"], "preload": False}
# These have all that pages are made of. Axe looks at them in both schemes, at the others in one,
# but for the six projects, of which one stands for all.
MAIN = {"gallery", "idioms", "index", "plain-unittest", "which-stack"}
SCREENS: list[tuple[Literal["light", "dark"], ViewportSize]] = [
    ("light", {"width": 1280, "height": 900}),
    ("dark", {"width": 390, "height": 844}),
]


@pytest.fixture(scope="module")
def rendered(template: Path) -> list[Rendered]:
    return gallery.render(template, gallery.SIX, None)


@pytest.fixture(scope="module")
def site(rendered: list[Rendered], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_builder.build(rendered, tmp_path_factory.mktemp("site") / "build")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser.chromium() as running:
        yield running


def open_page(chromium: Browser, path: Path) -> Page:
    page = chromium.new_page()
    page.goto(path.as_uri(), wait_until="load")
    return page


def blocks(page: Page) -> dict[str, str]:
    """Return the block of code below each heading that is a path, or nothing where is none."""
    found: dict[str, str] = page.evaluate(
        """() => Object.fromEntries(
          [...document.querySelectorAll("article h2")].map((heading) => [
            heading.querySelector("code").textContent,
            heading.nextElementSibling.querySelector("pre code")?.textContent ?? "",
          ])
        )"""
    )
    return found


def test_each_project_is_shown_as_it_is_rendered(
    rendered: list[Rendered], site: Path, chromium: Browser
) -> None:
    for project in rendered:
        page = open_page(chromium, site / "gallery" / f"{project.name}.html")
        assert blocks(page) == project.files
        command = page.locator("article pre code").first.text_content() or ""
        assert command.strip() == project.command
        page.close()


def test_shown_command_renders_what_is_shown(
    rendered: list[Rendered], template: Path, tmp_path: Path
) -> None:
    project = rendered[3]
    command = project.command.replace("uvx copier", COPIER)
    env = {"TEMPLATE": str(template)}
    projects.run(f"bash -c {shlex.quote(command)}", cwd=tmp_path, env=env)
    written = gallery.texts(tmp_path / "my-project", template)
    assert written == project.files


def test_comparison_shows_what_differs(
    rendered: list[Rendered], site: Path, chromium: Browser
) -> None:
    for one, other in itertools.combinations(rendered, 2):
        if one.answers["framework"] != other.answers["framework"]:
            continue
        name = f"{one.name}-{other.answers['test_stack']}"
        page = open_page(chromium, site / "gallery" / f"{name}.html")
        shown = blocks(page)
        before, after = one.files, other.files
        paths = {*before, *after}
        assert shown.keys() == {path for path in paths if before.get(path) != after.get(path)}
        for path, text in shown.items():
            for sign, files in (("-", before), ("+", after)):
                lines = files.get(path, "").splitlines()
                changed = re.findall(rf"(?m)^\{sign}(?!\{sign}\{sign} )(.*)", text)
                assert set(changed) <= set(lines), path
        page.close()


def test_pages_are_sound_and_accessible_on_each_screen(site: Path, chromium: Browser) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) >= 18
    axe = Axe()
    trouble: list[str] = []
    for scheme, size in SCREENS:
        context = chromium.new_context(color_scheme=scheme, viewport=size)
        page = context.new_page()
        page.on("console", lambda message: trouble.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("request", lambda request: trouble.extend(elsewhere(request.url)))
        for path in pages:
            page.goto(path.as_uri(), wait_until="load")
            assert trouble == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
            if path.stem not in MAIN and (scheme == "dark" or path.parent.name == "gallery"):
                continue
            # Long pages and files have more of the same, which axe takes minutes for.
            page.evaluate(
                "document.querySelectorAll('article > :nth-child(n+40), pre span:nth-child(n+40)')"
                ".forEach((element) => element.remove())"
            )
            found = axe.run(page, options=AXE).response["violations"]
            serious = [
                (violation["id"], [node["html"] for node in violation["nodes"][:3]])
                for violation in found
                if violation["impact"] in {"serious", "critical"}
            ]
            assert serious == [], f"{path}, {scheme}"
        context.close()


def elsewhere(url: str) -> list[str]:
    return [] if url.startswith(("file:", "data:")) else [url]


def test_choice_of_a_stack_holds_for_all_idioms(site: Path, chromium: Browser) -> None:
    page = open_page(chromium, site / "idioms.html")
    chosen = "document.querySelectorAll('.tabbed-set > input:checked')"
    tabs = page.locator(".tabbed-labels label").get_by_text("pytest with AnyIO", exact=True)
    tabs.first.click()
    page.wait_for_function(
        f"[...{chosen}].filter((each) => document.querySelector(`[for=${{each.id}}]`).innerText"
        f" === 'pytest with AnyIO').length === {tabs.count()}"
    )
    assert tabs.count() >= 10


def test_search_finds_a_message_without_a_server(site: Path, chromium: Browser) -> None:
    page = open_page(chromium, site / "index.html")
    page.locator(".md-search__button").click()
    page.get_by_placeholder("Search").fill("never awaited")
    page.locator("[href$='troubleshooting.html#coroutine-was-never-awaited']").click()
    page.get_by_role("heading", name="Coroutine was never awaited").wait_for()


def test_broken_link_fails_the_build(
    rendered: list[Rendered], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(site_builder.DOCS, tmp_path / "docs")
    with (tmp_path / "docs" / "adopt.md").open("a", encoding="utf-8") as page:
        page.write("\n[x](nowhere.md) [y](ci.md#nowhere)\n")
    with pytest.raises(subprocess.CalledProcessError):
        site_builder.build(rendered, tmp_path / "build", tmp_path / "docs")
    output = capfd.readouterr().err
    assert "page does not exist" in output
    assert "anchor does not exist" in output


def test_test_that_is_not_there_fails_the_build(rendered: list[Rendered], tmp_path: Path) -> None:
    name = "test_limit_below_one_is_refused"
    assert any(name in str(idiom) for idiom in idioms.IDIOMS)
    renamed = [
        Rendered(
            project.answers,
            {path: text.replace(name, "test_renamed") for path, text in project.files.items()},
        )
        for project in rendered
    ]
    with pytest.raises(LookupError, match=name):
        site_builder.build(renamed, tmp_path / "build")


def test_site_names_the_address_that_it_is_built_from(tmp_path: Path) -> None:
    for url in ("https://example.org/ada/template.git", "git@example.org:ada/template", "/a/path"):
        projects.run("git init --quiet", cwd=tmp_path)
        projects.run(f"git config remote.origin.url {url}", cwd=tmp_path)
        assert site_builder.address(tmp_path) == (url if url.startswith("https") else "")
    for path in site_builder.DOCS.glob("*.md"):
        page = path.read_text(encoding="utf-8")
        named = site_builder.addressed(page, "https://example.org/a")
        assert "TEMPLATE" not in named, path
        assert named.count("https://example.org/a") == page.count("$TEMPLATE")
        assert site_builder.addressed(page, "") == page
