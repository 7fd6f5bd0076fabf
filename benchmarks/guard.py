"""What the guard of a rendered project costs: `python benchmarks/guard.py PROJECT`.

PROJECT is rendered and installed. Prints the time of a run of 1,000 trivial async tests, and of one
such test, with the guard and without it: the median of some runs, taken in turns.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 7
ONE_TEST = {
    "pytest": "async def test_{0}() -> None:\n    await asyncio.sleep(0)\n\n\n",
    "unittest": "    async def test_{0}(self) -> None:\n        await asyncio.sleep(0)\n\n",
}


def main() -> None:
    project = Path(sys.argv[1]).resolve()
    python = next((project / ".venv").glob("[bS]*/python*"))
    django, unittest = (
        (project / "manage.py").exists(),
        not (project / "tests/conftest.py").exists(),
    )
    command = ["-m", "pytest", "-q"]
    if unittest:
        command = ["manage.py", "test"] if django else ["-m", "unittest"]
    base = (
        "django.test import SimpleTestCase" if django else "unittest import IsolatedAsyncioTestCase"
    )
    print("| tests | without | with | difference |\n|---|---|---|---|")
    for count in (1, 1000):
        times: dict[bool, list[float]] = {False: [], True: []}
        with tempfile.TemporaryDirectory() as folder:
            for guarded in times:
                copy = Path(folder) / str(guarded)
                ignored = shutil.ignore_patterns(".*", "test_*")
                shutil.copytree(project, copy, ignore=ignored)
                head = f"import asyncio\nfrom {base} as Base\n\n\nclass T(Base):\n"
                text = head if unittest else "import asyncio\n\n\n"
                one = ONE_TEST["unittest" if unittest else "pytest"]
                text += "".join(one.format(number) for number in range(count))
                (copy / "tests" / "test_all.py").write_text(text, encoding="utf-8")
                if unittest and not guarded:
                    (copy / "tests" / "__init__.py").write_text("", encoding="utf-8")
            for _ in range(ROUNDS):
                for guarded, seconds in times.items():
                    off = [] if guarded or unittest else ["-p", "no:tests.guard"]
                    start = time.perf_counter()
                    subprocess.run(
                        [python, *command, *off], cwd=Path(folder) / str(guarded),
                        check=True, capture_output=True,
                    )  # fmt: skip
                    seconds.append(time.perf_counter() - start)
        without, guarded_time = (statistics.median(times[key]) for key in (False, True))
        print(
            f"| {count} | {without:.3f} s | {guarded_time:.3f} s "
            f"| {guarded_time / without - 1:+.0%} |"
        )


if __name__ == "__main__":
    main()
