"""Build the site: `python -m docs` writes it to `build/site`."""

import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from docs import gallery, idioms
from docs.gallery import ROOT, Answers, Rendered

DOCS = ROOT / "docs"
# Documents at the root of the repository that are pages as well.
ROOT_PAGES = {"CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
# Pages that need the width of the table of contents.
WIDE = ("gallery.md", "which-stack.md")

GALLERY = """\
<div id="projects" hidden>
<form class="gallery-choices" aria-label="Choices">
{form}
<fieldset><legend>What would another stack change?</legend>
<label>Compare with <select name="compare">
<option value="">nothing</option>
{stacks}
</select></label></fieldset>
</form>
<p class="gallery-status" role="status"></p>
<div class="gallery-result">
<div class="gallery-line"><pre tabindex="0" aria-label="Command" role="group"><code class="gallery-command"></code></pre>
<button type="button" class="gallery-copy">Copy</button></div>
<div class="gallery-panes">
<nav class="gallery-tree" aria-label="Files of the project" tabindex="-1"></nav>
<section class="gallery-file" aria-label="File">
<p class="gallery-path"></p>
<div class="highlight"><pre tabindex="0" aria-label="Text of the file" role="group"><code class="gallery-text"></code></pre></div>
</section>
</div>
</div>
</div>
<script src="assets/gallery-data.js"></script>
<script src="assets/gallery.js"></script>
"""  # noqa: E501 (no space may stand in a pre)


def main() -> None:
    rendered = gallery.render(ROOT, gallery.combinations(), "HEAD")
    print(f"{len(rendered)} projects rendered")
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
    Of the rendered projects, the six with nothing but defaults have to be there. Raises
    `LookupError` when a page names a test that is in none of them, and
    `subprocess.CalledProcessError` when a link leads nowhere.
    """
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(
        documents, folder / "docs", ignore=shutil.ignore_patterns("*.py", "__pycache__")
    )
    write_pages({gallery.key(each.answers): each for each in rendered}, folder / "docs")
    for path in [*(folder / "docs").rglob("*.md"), *(folder / "docs").rglob("gallery-data.js")]:
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


def write_pages(rendered: dict[str, Rendered], pages: Path) -> None:
    """Write into the documents what is made of the projects, and beside them those of the root."""
    for name, page in ROOT_PAGES.items():
        shutil.copy(ROOT / name, pages / page)
    for path in pages.glob("*.md"):
        head = "---\nhide:\n  - toc\n---\n\n" if path.name in WIDE else ""
        path.write_text(head + relinked(path.read_text(encoding="utf-8")), encoding="utf-8")

    def project(answers: Answers) -> Rendered:
        return rendered[gallery.key(answers)]

    files = {form: project(answers).files for form, answers in idioms.FORMS.items()}
    (pages / "idioms.md").write_text(idioms.page(files, tabs=True), encoding="utf-8")

    (pages / "gallery").mkdir()
    links = []
    for answers in gallery.six():
        name = f"gallery/{answers['framework']}-{answers['test_stack']}.md"
        (pages / name).write_text(gallery.plain_page(project(answers)), encoding="utf-8")
        links.append(f"- [{gallery.title_of(answers)}]({name})\n")
    stacks = "\n".join(f"<option>{stack}</option>" for stack in gallery.values("test_stack"))
    page = (pages / "gallery.md").read_text(encoding="utf-8")
    page = page.replace("<!-- gallery -->", GALLERY.format(form=gallery.form(), stacks=stacks))
    page = page.replace("<!-- pages -->", "".join(links))
    (pages / "gallery.md").write_text(page, encoding="utf-8")
    data = gallery.script(rendered.values())
    (pages / "assets" / "gallery-data.js").write_text(data, encoding="utf-8")


def addressed(text: str, address: str) -> str:
    """Return a page whose commands name the template's address, if there is one."""
    if not address:
        return text
    text = re.sub(r"`TEMPLATE` is the address of [^.]*\.\s", "", text)
    return re.sub(r'(\\?")\$TEMPLATE\1|\$TEMPLATE', address, text)


def relinked(text: str) -> str:
    """Return a page whose links to other documents lead to their pages; other files have none."""
    text = re.sub(r"\[(`tests/[^]]*`)\]\(\.\./tests/[^)]*\)", r"\1", text)
    for name, page in ROOT_PAGES.items():
        text = re.sub(rf"\]\((?:\.\./)?{re.escape(name)}", f"]({page}", text)
    return text.replace("](docs/", "](")


if __name__ == "__main__":
    main()
