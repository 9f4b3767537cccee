"""How long the bot's first answer takes, over Rasa's own parse and two commits of this disk, measured side by side.

    .venv/bin/python -m tests.bench.first_answer [ROUNDS]

Prints one JSON line, times in milliseconds: p50 and p99 of each part, `over_ms` = answer - parse - commits at the
median (required <= 5), and the load average. Every round does all three one after the other, so that whatever else the
machine does hits them alike. No two rounds ask the same text, so nothing is answered from memory.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median, quantiles

import httpx
from websockets.asyncio.client import ClientConnection, connect

from bot.environment import ensure_rasa_environment
from bot.process import RasaProcess
from bot.progress import Steps
from bot.rasa_api import Address, ask, rasa_client
from bot.training import Trainer
from handoff.model import Visitor
from handoff.ports import BotState, Parse
from handoff.storage.migrate import upgrade_sqlite
from handoff.storage.sqlite import SqliteStore

REPOSITORY = Path(__file__).parents[2]
QUESTIONS = ("How long does delivery take?", "Kuinka kauan toimitus kestää?", "Ile trwa dostawa?")
PATIENCE = 60


async def measure(rounds: int) -> dict[str, object]:
    """The figures of `rounds` rounds, each with a visitor of its own."""
    async with AsyncExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        address = await _start_rasa(stack, data)
        port = await _start_vuoro(stack, data, address)
        http = await stack.enter_async_context(rasa_client())
        upgrade_sqlite(data / "bench.db")
        store = SqliteStore(data / "bench.db")
        stack.push_async_callback(store.close)
        times: dict[str, list[float]] = {"parse": [], "commits": [], "answer": []}
        for number in range(rounds + len(QUESTIONS)):
            question = f"{QUESTIONS[number % len(QUESTIONS)]} {number}"
            parse = await _timed(lambda text=question: _parse(http, address, text))
            commits = await _timed(lambda: _two_commits(store))
            answer = await _first_answer(port, question)
            if number >= len(QUESTIONS):  # the first of each warms up
                for name, value in (("parse", parse), ("commits", commits), ("answer", answer)):
                    times[name].append(value)
        over = median(times["answer"]) - median(times["parse"]) - median(times["commits"])
        figures = {f"{name}_ms": _spread(values) for name, values in times.items()}
        return {
            "bench": "first_answer",
            "rounds": rounds,
            **figures,
            "over_ms": round(over, 2),
            "load": os.getloadavg(),
        }


async def _start_rasa(stack: AsyncExitStack, data: Path) -> Address:
    with Steps() as report:
        python = await asyncio.to_thread(ensure_rasa_environment, report)
        model = await Trainer(REPOSITORY / "training_data", REPOSITORY / ".cache", python).ensure_model(
            report
        )
        report("Starting Rasa")
        process = await stack.enter_async_context(RasaProcess(python, model, data))
        while process.state.value is not BotState.READY:
            await process.state.changed()
    return process.address


async def _start_vuoro(stack: AsyncExitStack, data: Path, rasa: Address) -> int:
    variables = os.environ | {"VUORO_BOT_URL": rasa.url, "VUORO_BOT_JWT_SECRET": rasa.secret or ""}
    command = [Path(sys.executable).with_name("vuoro"), "up", "--port", "0", "--data", data]
    process = await asyncio.to_thread(_start, command, variables)
    stack.callback(process.wait)
    stack.callback(process.terminate)
    assert process.stdout is not None
    port = int((await asyncio.to_thread(process.stdout.readline)).strip().rstrip("/").rpartition(":")[2])
    async with asyncio.timeout(PATIENCE), httpx.AsyncClient(trust_env=False) as http:
        while (await http.get(f"http://127.0.0.1:{port}/health/ready")).json()["bot"] != "ready":  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    return port


def _start(command: list[Path | str], variables: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True)


async def _parse(http: httpx.AsyncClient, address: Address, text: str) -> None:
    assert isinstance(await ask(http, address, text, PATIENCE), Parse)


async def _two_commits(store: SqliteStore) -> None:
    for _ in range(2):
        visitor = Visitor(secrets.token_hex(8), secrets.token_hex(16), "en", 0)
        await store.write(lambda tx, made=visitor: tx.add(made))


async def _first_answer(port: int, question: str) -> float:
    """Milliseconds from a new visitor's `send` to the bot's message."""
    async with connect(f"ws://127.0.0.1:{port}/ws/visitor", compression=None) as socket:
        await socket.send('{"type":"hello"}')
        await _until(socket, lambda frame: frame["type"] == "welcome")
        begin = time.perf_counter()
        await socket.send(json.dumps({"type": "send", "cid": secrets.token_hex(8), "text": question}))
        await _until(
            socket, lambda frame: frame.get("author", {}).get("kind") == "bot" and frame["type"] == "event"
        )
        return (time.perf_counter() - begin) * 1000


async def _until(socket: ClientConnection, wanted: Callable[[dict], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not wanted(json.loads(await socket.recv())):
            pass


async def _timed(work: Callable[[], Awaitable[None]]) -> float:
    begin = time.perf_counter()
    await work()
    return (time.perf_counter() - begin) * 1000


def _spread(values: list[float]) -> dict[str, float]:
    return {"p50": round(median(values), 2), "p99": round(quantiles(values, n=100)[98], 2)}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 300))))
