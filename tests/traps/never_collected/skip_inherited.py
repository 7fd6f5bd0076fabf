"""The skip of the abstract base class is inherited by each class below it."""

# stacks: unittest django
# verbatim

import asyncio
import unittest


class Codec:
    async def encode(self, text: str) -> bytes:
        await asyncio.sleep(0)
        return text.encode("utf-16")

    async def decode(self, data: bytes) -> str:
        await asyncio.sleep(0)
        return data.decode("latin-1")


@unittest.skip("abstract")
class CodecContract(unittest.IsolatedAsyncioTestCase):
    codec: Codec

    async def test_round_trip(self) -> None:
        self.assertEqual(await self.codec.decode(await self.codec.encode("a")), "a")


class TextCodecTest(CodecContract):
    codec = Codec()
