"""A child process by multiprocessing."""

import multiprocessing


def test_multiprocess() -> None:
    process = multiprocessing.get_context("spawn").Process(target=int)
    process.start()
    process.join()
    assert process.exitcode == 0
