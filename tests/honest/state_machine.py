"""The tests of a file are those of a state machine, which are written elsewhere."""

# stacks: unittest pytest-asyncio pytest-anyio
# verbatim

from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, rule


class Counter(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.number = 0

    @rule()
    def add(self) -> None:
        self.number += 1
        assert self.number > 0

    def teardown(self) -> None:
        assert self.number >= 0


TestCounter = Counter.TestCase
TestCounter.settings = settings(max_examples=3, stateful_step_count=3)
