"""A stand-in for Slack's Web API that costs next to nothing, so that a load test measures the bot.

It answers every method with ``ok`` and notes when a thread got its reply. What it is asked is not checked: that is the
fake's work in the scenario tests. It runs in a process of its own.
"""

import asyncio
import json
import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import count
from urllib.parse import parse_qs

from bot.support.desk import REPLY

WHO = {"ok": True, "url": "https://load.example/", "team": "load", "team_id": "T0HELPDESK", "user": "kbbot",
       "user_id": "U0BOT00000", "bot_id": "B0KBBOT000"}  # fmt: skip


class StandIn:
    """What a load test sees of the stand-in.

    Attributes:
        api_url: The Web API's base address.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self.api_url = f"http://127.0.0.1:{port}/api/"

    def replies(self) -> dict[str, list[float]]:
        """When each thread got its posts, in seconds of the monotonic clock, by the thread's ts."""
        return self._noted("/replies")

    def opens(self) -> dict[str, list[float]]:
        """When each modal was open, by its external id."""
        return self._noted("/opens")

    def _noted(self, path: str) -> dict[str, list[float]]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            connection.request("GET", path)
            found: dict[str, list[float]] = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        return found


@contextmanager
def stand_in(latency: float) -> Iterator[StandIn]:
    """Run a stand-in.

    Args:
        latency: Seconds that each call takes, as the network and Slack would.
    """
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=_run, args=(theirs, latency), daemon=True)
    process.start()
    theirs.close()  # so that its end shows
    try:
        yield StandIn(ours.recv())
    finally:
        process.terminate()
        process.join()


def _is_reply(metadata: str | dict) -> bool:
    """Whether a post answers a paste: a channel is told, too, when answers come late."""
    said = json.loads(metadata) if isinstance(metadata, str) else metadata
    return said["event_payload"]["key"].startswith(f"{REPLY}:")


def _arguments(body: bytes) -> dict:
    try:
        found: dict = json.loads(body)
    except ValueError:
        return {name: values[0] for name, values in parse_qs(body.decode()).items()}
    return found


def _run(pipe, latency: float) -> None:
    noted: dict[str, dict[str, list[float]]] = {"/replies": {}, "/opens": {}}
    numbers = count(1)

    def answer(path: str, body: bytes) -> dict:
        if path in noted:
            return noted[path]
        if path == "/api/views.open":
            view = _arguments(body)["view"]
            ident = (json.loads(view) if isinstance(view, str) else view)["external_id"]
            noted["/opens"].setdefault(ident, []).append(time.monotonic())
        if path != "/api/chat.postMessage":
            return WHO
        asked = _arguments(body)
        thread = asked.get("thread_ts") or ""
        if _is_reply(asked.get("metadata")):
            noted["/replies"].setdefault(thread, []).append(time.monotonic())
        ts = f"1900000000.{next(numbers):06d}"
        return {"ok": True, "channel": asked["channel"], "ts": ts, "message": {"ts": ts, "thread_ts": thread}}

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode()
            lengths = [line[15:] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
            body = await reader.readexactly(int(lengths[0])) if lengths else b""
            if latency and path.startswith("/api/"):
                await asyncio.sleep(latency)
            answered = json.dumps(answer(path, body)).encode()
            lines = ("HTTP/1.1 200 OK", "Content-Type: application/json", f"Content-Length: {len(answered)}",
                     "x-oauth-scopes: chat:write", "Connection: close", "", "")  # fmt: skip
            writer.write("\r\n".join(lines).encode() + answered)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def serve() -> None:
        server = await asyncio.start_server(talk, "127.0.0.1", 0, backlog=1024)
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())
