"""Write idioms.md: each idiom in four forms, cut out of the sample tests that the template renders.

On the site, the forms are tabs.
"""

import ast
import textwrap
from collections.abc import Mapping
from pathlib import Path

from tools import gallery

PAGE = gallery.ROOT / "docs" / "idioms.md"
# The forms, in the order in which they stand side by side.
FORMS = {
    "unittest": {"framework": "plain", "test_stack": "unittest"},
    "Django's runner": {"framework": "django", "test_stack": "unittest"},
    "pytest with AnyIO": {"framework": "plain", "test_stack": "pytest-anyio"},
    "pytest with pytest-asyncio": {"framework": "plain", "test_stack": "pytest-asyncio"},
    "Django, pytest with AnyIO": {"framework": "django", "test_stack": "pytest-anyio"},
    "Django, pytest with pytest-asyncio": {"framework": "django", "test_stack": "pytest-asyncio"},
}
UNITTEST, DJANGO, ANYIO, ASYNCIO, DJANGO_ANYIO, DJANGO_ASYNCIO = FORMS

CONCURRENCY = "tests/test_concurrency.py"
SERVICE = "tests/test_service.py"
MODELS = "tests/test_models.py"
VIEWS = "tests/test_views.py"

Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef

# Each idiom: what to know, and for each form the names to cut out of a file, or why there are none.
Snippet = tuple[str, list[str]] | str
IDIOMS: list[tuple[str, str, dict[str, Snippet]]] = [
    (
        "An async test",
        "Under pytest, a function. Elsewhere, a method of the right base class.",
        {
            UNITTEST: (CONCURRENCY, ["MapOrderedTest.test_results_are_in_the_order_of_the_items"]),
            DJANGO: (MODELS, ["NoteTest.test_note_is_found_by_its_author"]),
            ANYIO: (CONCURRENCY, ["test_results_are_in_the_order_of_the_items"]),
            ASYNCIO: (CONCURRENCY, ["test_results_are_in_the_order_of_the_items"]),
        },
    ),
    (
        "Tests in a class",
        "Under pytest, a class only groups. Async fixtures do not work in unittest's classes.",
        {
            UNITTEST: (CONCURRENCY, ["MapAsCompletedTest.test_results_come_as_they_are_completed"]),
            DJANGO: (VIEWS, ["ListNotesTest.test_notes_are_listed"]),
            ANYIO: (CONCURRENCY, ["TestMapAsCompleted.test_results_come_as_they_are_completed"]),
            ASYNCIO: (CONCURRENCY, ["TestMapAsCompleted.test_results_come_as_they_are_completed"]),
        },
    ),
    (
        "A fixture with a tear-down",
        "Start something before a test, and stop it afterwards, also if the test fails.",
        {
            UNITTEST: (SERVICE, ["ServiceTest.asyncSetUp", "ServiceTest.test_request_is_answered"]),
            DJANGO: (VIEWS, ["NoteCreatedTest.setUp", "NoteCreatedTest.test_receiver_is_awaited"]),
            ANYIO: (SERVICE, ["own_service", "test_request_ends_at_its_time_limit"]),
            ASYNCIO: (SERVICE, ["own_service", "test_request_ends_at_its_time_limit"]),
        },
    ),
    (
        "A fixture that several tests share",
        "An async fixture belongs to an event loop, so its tests share that loop.",
        {
            UNITTEST: "No async one: each test has its own event loop, and `setUpClass` is sync.",
            DJANGO: "No async one. `setUpTestData` is sync, and its rows are rolled back.",
            ANYIO: (SERVICE, ["service", "TestService.test_request_is_answered"]),
            ASYNCIO: (SERVICE, ["service", "TestService.test_request_is_answered"]),
        },
    ),
    (
        "Parameters",
        "",
        {
            UNITTEST: (CONCURRENCY, ["MapOrderedTest.test_limit_below_one_is_refused"]),
            DJANGO: (VIEWS, ["ListNotesTest.test_page_that_is_not_there_is_not_found"]),
            ANYIO: (CONCURRENCY, ["test_limit_below_one_is_refused"]),
            ASYNCIO: (CONCURRENCY, ["test_limit_below_one_is_refused"]),
        },
    ),
    (
        "An expected exception",
        "A task group raises an exception group, even for one exception.",
        {
            UNITTEST: (CONCURRENCY, ["MapOrderedTest.test_first_failure_cancels_the_other_calls"]),
            DJANGO: (MODELS, ["NoteTest.test_failed_block_leaves_nothing_behind"]),
            ANYIO: (CONCURRENCY, ["test_first_failure_cancels_the_other_calls"]),
            ASYNCIO: (CONCURRENCY, ["test_first_failure_cancels_the_other_calls"]),
        },
    ),
    (
        "A mock that is awaited",
        "",
        {
            UNITTEST: (CONCURRENCY, ["MapOrderedTest.test_each_item_is_passed_on_once"]),
            DJANGO: (VIEWS, ["NoteCreatedTest.test_receiver_is_awaited"]),
            ANYIO: (CONCURRENCY, ["test_each_item_is_passed_on_once"]),
            ASYNCIO: (CONCURRENCY, ["test_each_item_is_passed_on_once"]),
        },
    ),
    (
        "A time limit",
        "",
        {
            UNITTEST: (CONCURRENCY, ["MapOrderedTest.test_a_time_limit_ends_the_calls"]),
            DJANGO: (VIEWS, ["NoteCreatedTest.test_request_ends_at_its_time_limit"]),
            ANYIO: (CONCURRENCY, ["test_a_time_limit_ends_the_calls"]),
            ASYNCIO: (CONCURRENCY, ["test_a_time_limit_ends_the_calls"]),
        },
    ),
    (
        "A cancelled task",
        "",
        {
            UNITTEST: (
                CONCURRENCY,
                ["MapOrderedTest.test_cancelling_the_caller_cancels_the_calls"],
            ),
            DJANGO: (VIEWS, ["NoteCreatedTest.test_cancelled_request_cancels_its_receivers"]),
            ANYIO: (CONCURRENCY, ["test_cancelling_the_caller_cancels_the_calls"]),
            ASYNCIO: (CONCURRENCY, ["test_cancelling_the_caller_cancels_the_calls"]),
        },
    ),
    (
        "A backend or loop for one test",
        "pytest-asyncio also has a hook that chooses event loops. It makes every test slower.",
        {
            UNITTEST: (
                SERVICE,
                [
                    "StreamTest.asyncSetUp",
                    "StreamTest.asyncTearDown",
                    "StreamTest.test_client_of_another_library_is_answered",
                ],
            ),
            DJANGO: "No: Django runs async tests on asyncio's own loop.",
            ANYIO: (SERVICE, ["test_client_of_another_library_is_answered"]),
            ASYNCIO: (SERVICE, ["test_client_of_another_library_is_answered"]),
        },
    ),
    (
        "The database",
        "",
        {
            UNITTEST: "No: unittest has no database.",
            DJANGO: (MODELS, ["NoteTest.setUpTestData", "NoteTest.test_rows_are_rolled_back"]),
            DJANGO_ANYIO: (MODELS, ["author", "TestNote.test_rows_are_rolled_back"]),
            DJANGO_ASYNCIO: (MODELS, ["author", "TestNote.test_rows_are_rolled_back"]),
        },
    ),
    (
        "A real commit",
        "This is slower: use it only where it matters.",
        {
            UNITTEST: "No: unittest has no database.",
            DJANGO: (MODELS, ["NoteTransactionTest.test_callback_is_called_on_commit"]),
            DJANGO_ANYIO: (MODELS, ["test_callback_is_called_on_commit"]),
            DJANGO_ASYNCIO: (MODELS, ["test_callback_is_called_on_commit"]),
        },
    ),
    (
        "The async client, and a login",
        "",
        {
            UNITTEST: "No: unittest has no views.",
            DJANGO: (VIEWS, ["CreateNoteTest.test_author_creates_a_note"]),
            DJANGO_ANYIO: (VIEWS, ["TestCreateNote.test_author_creates_a_note"]),
            DJANGO_ASYNCIO: (VIEWS, ["TestCreateNote.test_author_creates_a_note"]),
        },
    ),
    (
        "A view without its URL",
        "",
        {
            UNITTEST: "No: unittest has no views.",
            DJANGO: (VIEWS, ["ListNotesTest.test_view_can_be_called_without_its_url"]),
            DJANGO_ANYIO: (VIEWS, ["TestListNotes.test_view_can_be_called_without_its_url"]),
            DJANGO_ASYNCIO: (VIEWS, ["TestListNotes.test_view_can_be_called_without_its_url"]),
        },
    ),
]


INTRODUCTION = """\
# The idioms

This page shows the same test in each stack. The code comes from the sample tests of a new project.
For what the samples do not show, see [the recipes](recipes.md).
"""


def page(projects: Mapping[str, Mapping[str, str]], *, tabs: bool = False) -> str:
    """Return the page, made from the files of a rendered project for each form.

    With `tabs`, the forms of an idiom are tabs, as Zensical reads them; without, they follow each
    other, as they are read elsewhere. Raises `LookupError` when a project has no such test.
    """
    parts = [INTRODUCTION]
    for title, text, forms in IDIOMS:
        parts.append(f"## {title}\n")
        if text:
            parts.append(f"{text}\n")
        for form, snippet in forms.items():
            if isinstance(snippet, str):
                shown = snippet if tabs else f"> {snippet}"
            else:
                path, names = snippet
                shown = f"```python\n{cut(projects[form][path], names)}\n```"
            if tabs:
                parts.append(f'=== "{form}"\n\n{textwrap.indent(shown, "    ")}\n')
            else:
                parts.append(f"{form}:\n\n{shown}\n")
    return "\n".join(parts)


def cut(source: str, names: list[str]) -> str:
    """Return the functions and methods of these names, methods below the head of their class."""
    lines = source.splitlines()
    blocks: list[str] = []
    last_class = ""
    for name in names:
        class_name, _, _ = name.rpartition(".")
        node = find(ast.parse(source), name)
        block = "\n".join(lines[first_line(node) : node.end_lineno])
        if class_name and class_name == last_class:
            blocks[-1] += f"\n\n{block}"
            continue
        if class_name:
            owner = find(ast.parse(source), class_name)
            head = lines[first_line(owner) : owner.body[0].lineno - 1]
            block = "\n".join([*filter(None, head), block])
        blocks.append(block)
        last_class = class_name
    return "\n\n\n".join(blocks)


def find(tree: ast.Module, name: str) -> Definition:
    """Return the function, class or method of a dotted name, or raise `LookupError`."""
    body: list[ast.stmt] = tree.body
    for part in name.split("."):
        found = [each for each in body if isinstance(each, Definition) and each.name == part]
        if not found:
            raise LookupError(f"no {name} in the sample tests")
        body = found[0].body
    return found[0]


def first_line(node: Definition) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)]) - 1


def files(template: Path) -> dict[Path, str]:
    """Return the page, made of projects that are rendered now."""
    rendered = gallery.render(template, FORMS.values(), None)
    texts = {form: project.files for form, project in zip(FORMS, rendered, strict=True)}
    return {PAGE: page(texts)}
