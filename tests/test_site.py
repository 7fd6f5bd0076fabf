"""The site, built strictly and looked at in a browser, from plain files."""

import json
import os
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from docs import __main__ as site_builder
from docs import gallery, idioms
from docs.gallery import Answers, Rendered
from tests import browser, projects
from tests.projects import OPTIONS
from tests.test_prompts import COPIER

pytestmark = pytest.mark.xdist_group("site")

# All 180 take minutes: CI has them, with GALLERY=all.
SHOWN = (
    list(gallery.combinations())
    if os.environ.get("GALLERY") == "all"
    else [*gallery.six(), *map(gallery.complete, OPTIONS)]
)
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
    return gallery.render(template, SHOWN, None)


@pytest.fixture(scope="module")
def site(rendered: list[Rendered], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_builder.build(rendered, tmp_path_factory.mktemp("site") / "build")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser.chromium() as running:
        yield running


def open_page(context: Browser | BrowserContext, path: Path, after: str = "") -> Page:
    page = context.new_page()
    page.goto(f"{path.as_uri()}{after}", wait_until="load")
    return page


def shown_files(page: Page) -> dict[str, str]:
    """Return the text that the page shows for each file, one clicked after the other."""
    files: dict[str, str] = page.evaluate(
        """() => {
          const paths = [...document.querySelectorAll(".gallery-tree button")]
            .map((button) => button.dataset.path);
          return Object.fromEntries(paths.map((path) => {
            document.querySelector(`.gallery-tree button[data-path="${path}"]`).click();
            return [path, document.querySelector(".gallery-text").textContent];
          }));
        }"""
    )
    return files


def choose(page: Page, answers: Answers) -> None:
    """Choose the answers as somebody with a mouse would."""
    for name, value in answers.items():
        for each in gallery.values(name):
            box = page.locator(f"#{name} [value='{each}']")
            if each in (value if isinstance(value, list) else [value]):
                box.check()
            elif isinstance(value, list):
                box.uncheck()


@pytest.fixture(scope="module")
def copied() -> Callable[[Page], str]:
    """Return a function that presses the page's button, and returns what it copies."""

    def copied(page: Page) -> str:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.get_by_role("button", name="Copy", exact=True).click()
        page.get_by_role("button", name="Copied").wait_for()
        text: str = page.evaluate("navigator.clipboard.readText()")
        return text

    return copied


def test_each_file_of_each_choice_is_shown_as_it_was_rendered(
    rendered: list[Rendered], site: Path, chromium: Browser
) -> None:
    page = open_page(chromium, site / "gallery.html")
    for project in rendered:
        choose(page, project.answers)
        expected = {path: text or "(empty)" for path, text in project.files.items()}
        assert shown_files(page) == expected, project.answers


@pytest.mark.parametrize("answers", [gallery.six()[1], *map(gallery.complete, OPTIONS[:3])])
def test_copied_command_renders_what_is_shown(
    answers: Answers,
    site: Path,
    chromium: Browser,
    copied: Callable[[Page], str],
    template: Path,
    tmp_path: Path,
) -> None:
    page = open_page(chromium, site / "gallery.html")
    choose(page, answers)
    command = copied(page)
    assert command == gallery.command(answers)
    projects.run(
        f"bash -c {shlex.quote(command.replace('uvx copier', COPIER))}",
        cwd=tmp_path,
        env={"TEMPLATE": str(template)},
    )
    files = gallery.texts(tmp_path / "my-project", template)
    assert shown_files(page) == {path: text or "(empty)" for path, text in files.items()}


def test_shown_difference_makes_one_project_of_the_other(
    rendered: list[Rendered], site: Path, chromium: Browser, tmp_path: Path
) -> None:
    files = {gallery.key(project.answers): project.files for project in rendered}
    page = open_page(chromium, site / "gallery.html")
    for answers in gallery.six():
        choose(page, answers)
        for stack in gallery.values("test_stack"):
            if stack == answers["test_stack"]:
                continue
            page.get_by_label("Compare with").select_option(stack)
            marked = page.evaluate(
                "[...document.querySelectorAll('.gallery-tree button:has(span)')]"
                ".map((button) => button.dataset.path)"
            )
            # The file that is shown first is one that differs.
            assert page.locator(".gallery-path").text_content() in marked
            diffs = {path: text for path, text in shown_files(page).items() if path in marked}
            folder = tmp_path / f"{answers['framework']}-{answers['test_stack']}-{stack}"
            for path, text in files[gallery.key(answers)].items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_text(text, encoding="utf-8")
            (tmp_path / "diff").write_text("".join(diffs.values()), encoding="utf-8")
            projects.run(f"git apply {tmp_path / 'diff'}", cwd=folder)
            other = gallery.complete({"framework": answers["framework"], "test_stack": stack})
            assert gallery.texts(folder, folder) == files[gallery.key(other)]
        page.get_by_label("Compare with").select_option("nothing")


def test_gallery_can_be_used_with_the_keyboard_alone(site: Path, chromium: Browser) -> None:
    page = open_page(chromium, site / "gallery.html")
    focused = "document.activeElement"

    def tab_to(condition: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate(f"{focused}.matches({json.dumps(condition)})"):
                return
        raise AssertionError(f"the keyboard does not reach {condition}")

    for name, keys in (
        ("framework", ["ArrowDown"]),
        ("test_stack", ["ArrowUp"]),
        ("database", ["ArrowDown"]),
        ("license", ["ArrowDown"] * 3),
        ("ci", ["ArrowDown"]),
    ):
        tab_to(f"[name={name}]")
        for key in keys:
            page.keyboard.press(key)
    assert page.locator(".gallery-command").text_content() == gallery.command(OPTIONS[2])
    tab_to("[data-path='manage.py']")
    page.keyboard.press("Enter")
    assert page.locator(".gallery-path").text_content() == "manage.py"
    # Who has chosen a file goes on from there, and can scroll in it.
    assert page.evaluate(f"{focused}.dataset.path") == "manage.py"
    tab_to(".gallery-file pre")


def test_only_what_copier_asks_is_asked_and_no_backend_is_explained(
    site: Path, chromium: Browser
) -> None:
    page = open_page(chromium, site / "gallery.html")
    for answers in gallery.six():
        choose(page, {name: answers[name] for name in ("framework", "test_stack")})
        shown = [name for name in gallery.CHOSEN if page.locator(f"#{name}").is_visible()]
        assert shown == list(answers)
    choose(page, {"framework": "plain", "test_stack": "pytest-anyio", "anyio_backends": []})
    assert page.locator(".gallery-status").text_content() == "Choose at least one backend."
    assert not page.locator(".gallery-command").is_visible()


def test_address_of_the_page_leads_back_to_what_was_chosen(site: Path, chromium: Browser) -> None:
    for answers in (gallery.complete(OPTIONS[0]), gallery.complete(OPTIONS[2])):
        page = open_page(chromium, site / "gallery.html")
        choose(page, answers)
        again = chromium.new_page()
        again.goto(page.url)
        assert again.locator(".gallery-command").text_content() == gallery.command(answers)
        page.close()
        again.close()


def test_without_a_script_there_are_pages_of_the_six_combinations(
    rendered: list[Rendered], site: Path, chromium: Browser
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = open_page(context, site / "gallery.html")
    assert not page.locator("#projects").is_visible()
    files = {gallery.key(project.answers): project.files for project in rendered}
    for answers in gallery.six():
        page.goto((site / "gallery.html").as_uri())
        page.locator("article").get_by_role("link", name=gallery.title_of(answers)).click()
        page.wait_for_url("**/gallery/*.html")
        command, tree, *blocks = page.locator("article pre code").all_text_contents()
        assert command.strip() == gallery.command(answers)
        assert tree.strip() == gallery.tree(files[gallery.key(answers)])
        assert blocks == [text for text in files[gallery.key(answers)].values() if text]
    context.close()


def test_pages_are_complete_sound_and_accessible_in_both_schemes_and_on_a_phone(
    site: Path, chromium: Browser
) -> None:
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
