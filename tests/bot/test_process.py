from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.client import RasaBot
from bot.process import RasaProcess
from handoff.ports import BotState, Parse
from tests.bot.conftest import QUICK
from tests.rasa_fixture import REPOSITORY

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="watches processes the Linux way"),
]

Make = Callable[..., RasaProcess]


async def ended(pid: int) -> None:
    """Returns when the process has ended, whoever's child it is."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(descriptor, over.set)
    try:
        async with asyncio.timeout(10):
            await over.wait()
    finally:
        loop.remove_reader(descriptor)
        os.close(descriptor)


async def until(rasa: RasaProcess, state: BotState) -> None:
    async with asyncio.timeout(20):
        while rasa.state.value is not state:
            await rasa.state.changed()


async def running(rasa: RasaProcess) -> int:
    await until(rasa, BotState.READY)
    assert rasa.pid is not None
    return rasa.pid


async def test_it_starts_answers_and_leaves_no_process_behind(fake_rasa: Make) -> None:
    async with fake_rasa() as rasa, RasaBot(rasa) as bot:
        assert bot.state is BotState.STARTING
        pid = await running(rasa)
        assert isinstance(await bot.parse("hello"), Parse)
    await ended(pid)
    assert rasa.pid is None
    assert rasa.state.value is BotState.DOWN


async def test_it_listens_on_this_machine_only(fake_rasa: Make) -> None:
    async with fake_rasa() as rasa:
        assert rasa.address.url.startswith("http://127.0.0.1:")


async def test_its_secret_is_in_no_list_of_processes(fake_rasa: Make) -> None:
    async with fake_rasa() as rasa:
        pid = await running(rasa)
        secret = rasa.address.secret
        assert secret is not None
        assert len(secret) >= 32
        for seen in ("cmdline", "environ"):
            assert secret.encode() not in Path(f"/proc/{pid}/{seen}").read_bytes()


async def test_every_process_has_a_secret_of_its_own(fake_rasa: Make) -> None:
    assert fake_rasa().address.secret != fake_rasa().address.secret


async def test_one_that_crashes_is_down_and_comes_back(fake_rasa: Make) -> None:
    async with fake_rasa() as rasa:
        first = await running(rasa)
        os.kill(first, signal.SIGKILL)
        assert await rasa.state.changed() is BotState.DOWN
        assert await rasa.state.changed() is BotState.STARTING
        assert await running(rasa) != first


async def test_one_that_freezes_is_replaced(fake_rasa: Make) -> None:
    async with fake_rasa() as rasa:
        first = await running(rasa)
        os.kill(first, signal.SIGSTOP)
        assert await rasa.state.changed() is BotState.DOWN
        await ended(first)
        assert await running(rasa) != first


async def test_one_that_never_comes_up_is_down_however_often_it_is_tried(
    fake_rasa: Make, tmp_path: Path
) -> None:
    async with fake_rasa("exits") as rasa:
        assert await rasa.state.changed() is BotState.DOWN
        # It has had several lives by the time that it gets a model it can serve, and none was called a start.
        (tmp_path / "model").write_text("well")
        assert await rasa.state.changed() is BotState.READY


async def test_one_that_never_listens_is_down_when_its_time_is_over(fake_rasa: Make) -> None:
    async with fake_rasa("deaf", replace(QUICK, start=0.5)) as rasa:
        await asyncio.sleep(0)
        assert rasa.state.value is BotState.STARTING
        await until(rasa, BotState.DOWN)


async def test_a_python_that_is_none_is_down_not_an_error(tmp_path: Path) -> None:
    async with RasaProcess(tmp_path / "no-python", tmp_path / "model", tmp_path, QUICK) as rasa:
        await until(rasa, BotState.DOWN)


async def test_it_can_be_stopped_while_it_starts(fake_rasa: Make) -> None:
    async with fake_rasa("deaf") as rasa:
        async with asyncio.timeout(10):
            while (pid := rasa.pid) is None:  # noqa: ASYNC110 (that a process has a number is no event)
                await asyncio.sleep(0.01)
        await rasa.stop()
        await ended(pid)


async def test_it_can_be_stopped_before_it_has_started_and_twice(fake_rasa: Make) -> None:
    async with fake_rasa() as rasa:
        await rasa.stop()
        await rasa.stop()
    assert rasa.pid is None


async def test_one_that_will_not_end_is_ended(fake_rasa: Make) -> None:
    async with fake_rasa("stubborn") as rasa:
        pid = await running(rasa)
        async with asyncio.timeout(5):
            await rasa.stop()
    await ended(pid)


async def test_it_moves_when_somebody_takes_its_port_between_two_lives(fake_rasa: Make) -> None:
    async with fake_rasa(watch=replace(QUICK, backoff=0.5)) as rasa, RasaBot(rasa) as bot:
        os.kill(await running(rasa), signal.SIGKILL)
        await until(rasa, BotState.DOWN)
        before = rasa.address.url
        with socket.socket() as intruder:
            intruder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            intruder.bind(("127.0.0.1", int(before.rpartition(":")[2])))
            intruder.listen()
            await running(rasa)
            assert rasa.address.url != before
            assert isinstance(await bot.parse("hello"), Parse)


async def test_it_ends_with_its_parent_even_when_that_is_killed(tmp_path: Path) -> None:
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bot.parent", tmp_path, stdout=asyncio.subprocess.PIPE, cwd=REPOSITORY
    )
    assert parent.stdout is not None
    child = int(await parent.stdout.readline())
    temporary = Path(f"/proc/{child}/cwd").readlink()
    assert temporary.name.startswith("vuoro-rasa-")
    parent.kill()
    await parent.wait()
    await ended(child)
    assert not temporary.exists()


async def test_its_log_is_kept_small(fake_rasa: Make, tmp_path: Path) -> None:
    log = tmp_path / "logs" / "rasa.log"
    log.parent.mkdir()
    log.write_bytes(b"x" * 6_000_000)
    async with fake_rasa() as rasa:
        await running(rasa)
    assert log.stat().st_size < 1_000_000
    assert log.with_suffix(".old.log").stat().st_size == 6_000_000
