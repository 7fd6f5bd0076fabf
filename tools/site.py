"""Build the site: `python -m tools.site` writes it to `build/site`."""

import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from tools import gallery, idioms
from tools.gallery import ROOT, Rendered

DOCS = ROOT / "docs"
# Documents at the root of the repository that are pages as well.
ROOT_PAGES = {"CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
# Pages that need the width of the table of contents.
WIDE = ("which-stack.md",)


def main() -> None:
    rendered = gallery.render(ROOT, gallery.SIX, "HEAD")
    print(f"The site is in {build(rendered, ROOT / 'build', address=address(ROOT))}")


def address(repository: Path) -> str:
    """Return the https address that a clone comes from, or nothing when it has no such address."""
    git = ["git", "config", "--get", "remote.origin.url"]
    url = subprocess.run(git, cwd=repository, capture_output=True, text=True, check=False).stdout
    return url.strip() if re.match("https://[^@]+$", url) else ""


def build(
    rendered: Iterable[Rendered], folder: Path, documents: Path = DOCS, address: str = ""
) -> Path:
    """Write the pages and the site into a folder, and return the folder of the site.

    `address` is the template's, for the commands on the pages; without it they say `$TEMPLATE`.
    `rendered` has the six projects. Raises `LookupError` when a page names a test that is in none
    of them, and `subprocess.CalledProcessError` when a link leads nowhere.
    """
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(documents, folder / "docs")
    write_pages(list(rendered), folder / "docs")
    for path in (folder / "docs").rglob("*.md"):
        path.write_text(addressed(path.read_text(encoding="utf-8"), address), encoding="utf-8")
    shutil.copy(ROOT / "zensical.toml", folder)
    zensical = shutil.which("zensical", path=sysconfig.get_path("scripts"))
    assert zensical, "Zensical is not installed: pip install --group docs"
    subprocess.run(
        [zensical, "build", "--strict", "--clean", "--config-file", folder / "zensical.toml"],
        check=True,
    )
    # It would look for all else at the root of a server.
    (folder / "site" / "404.html").unlink()
    return folder / "site"


def write_pages(rendered: list[Rendered], pages: Path) -> None:
    """Write into the documents what is made of the projects, and beside them those of the root."""
    for name, page in ROOT_PAGES.items():
        shutil.copy(ROOT / name, pages / page)
    for path in pages.glob("*.md"):
        head = "---\nhide:\n  - toc\n---\n\n" if path.name in WIDE else ""
        path.write_text(head + relinked(path.read_text(encoding="utf-8")), encoding="utf-8")

    by_answers = {tuple(project.answers.values()): project.files for project in rendered}
    files = {form: by_answers[tuple(answers.values())] for form, answers in idioms.FORMS.items()}
    (pages / "idioms.md").write_text(idioms.page(files, tabs=True), encoding="utf-8")

    (pages / "gallery").mkdir()
    links = ""
    for name, title, text in gallery.pages(rendered):
        (pages / "gallery" / f"{name}.md").write_text(text, encoding="utf-8")
        links += f"- [{title}](gallery/{name}.md)\n"
    with (pages / "gallery.md").open("a", encoding="utf-8") as page_of_links:
        page_of_links.write(f"\n{links}")


def addressed(text: str, address: str) -> str:
    """Return a page whose commands name the template's address, if there is one."""
    if not address:
        return text
    text = re.sub(r"`TEMPLATE` is the address of [^.]*\.\s", "", text)
    return re.sub(r'"?\$TEMPLATE"?', address, text)


def relinked(text: str) -> str:
    """Return a page whose links to other documents lead to their pages; other files have none."""
    text = re.sub(r"\[(`tests/[^]]*`)\]\(\.\./tests/[^)]*\)", r"\1", text)
    for name, page in ROOT_PAGES.items():
        text = re.sub(rf"\]\((?:\.\./)?{re.escape(name)}", f"]({page}", text)
    return text.replace("](docs/", "](")


if __name__ == "__main__":
    main()
