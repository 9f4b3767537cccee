"""The command `vuoro`. It obtains its parts from `api.main` and wires nothing itself."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape

from api import doctor as doctors
from api import logs, server
from api import main as wiring
from api.auth import SHORTEST_PASSWORD
from api.settings import Settings
from handoff.desk.admin import Profile
from handoff.errors import HandoffError
from handoff.model import Event, Role
from handoff.ports import Store
from handoff.transcript import timestamp

PAGE = 500
app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="The handoff chat."
)
agents = typer.Typer(no_args_is_help=True, help="People at the console.")
exports = typer.Typer(no_args_is_help=True, help="What is stored, for other programs.")
app.add_typer(agents, name="agent")
app.add_typer(exports, name="export")
screen = Console(stderr=True, highlight=False, soft_wrap=True)

Data = Annotated[
    Path | None, typer.Option(help="Where everything is kept; VUORO_DATA, else ./var, if not said.")
]


@app.command()
def up(
    data: Data = None,
    port: Annotated[int | None, typer.Option(help="The port of pages and websockets.")] = None,
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
) -> None:
    """Serves pages, websockets and the bot until Ctrl-C."""
    settings = _settings(data, port=port, host=host)
    with _plainly():
        if settings.database_url:
            _serve(settings)
        else:
            with server.only_one(settings.data):
                _serve(settings)


@app.command()
def train(data: Data = None) -> None:
    """Trains the bot, if its data or pipeline changed."""
    settings = _settings(data)
    with _plainly(), wiring.steps(screen) as report:
        model = asyncio.run(wiring.train(settings, report))
    print(model)


@app.command()
def migrate(data: Data = None) -> None:
    """Brings the database to the newest schema."""
    with _plainly():
        _with_store(_settings(data), _nothing)


@app.command()
def doctor(data: Data = None) -> None:
    """Says what is missing on this machine and how to get it."""
    raise typer.Exit(doctors.run(_settings(data).data))


@agents.command("add")
def add_agent(
    name: str,
    data: Data = None,
    role: Annotated[Role, typer.Option(help="What they may do.")] = Role.AGENT,
    skills: Annotated[str, typer.Option(help="What they know, with commas.")] = "",
    languages: Annotated[
        str | None, typer.Option(help="What they speak, with commas; all of the site's if not said.")
    ] = None,
    capacity: Annotated[int, typer.Option(min=1, max=50, help="Conversations at once.")] = 3,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
) -> None:
    """Adds somebody who can log in to the console."""
    settings = _settings(data)
    with _plainly():
        site = wiring.load_phrasebook(settings).languages
        spoken = _list(languages) or site
        if unknown := [language for language in spoken if language not in site]:
            raise server.Refused(f"The site does not speak {unknown[0]}: it speaks {', '.join(site)}.")
        password = sys.stdin.readline().rstrip("\n") if password_stdin else _ask_password()
        profile = Profile(name, role, _list(skills), spoken, capacity)

        async def work(store: Store) -> str:
            return (await wiring.make_auth(settings, store).add_agent(profile, password)).id

        print(_with_store(settings, work))
        where = "" if settings.database_url else f" (data folder {settings.data})"
        screen.print(f"{name} can log in now{where}.", markup=False)
        if len(password) < SHORTEST_PASSWORD:
            screen.print(
                f"This password is easy to guess: {SHORTEST_PASSWORD} characters or more are better."
            )


@exports.command("events")
def export_events(
    data: Data = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON object a line.")] = True,  # noqa: ARG001 the only form
) -> None:
    """Writes every event as stored, in order within its conversation, to standard output."""
    with _plainly():
        _with_store(_settings(data), _write_events)


# -- how -------------------------------------------------------------------------------------------


def _settings(data: Path | None, **changes: Any) -> Settings:
    given = {key: value for key, value in {"data": data, **changes}.items() if value is not None}
    try:
        settings = Settings(**given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        screen.print(f"VUORO_{name} is not as it should be: {first['msg']}.", markup=False)
        raise typer.Exit(2) from None
    logs.configure(settings.log_level)
    return settings


@contextmanager
def _plainly() -> Iterator[None]:
    """What goes wrong is one sentence on the terminal, never a traceback."""
    try:
        yield
    except wiring.EXPECTED as error:
        screen.print(str(error), markup=False)
        raise typer.Exit(1) from None
    except HandoffError as error:
        screen.print(f"{error.detail[:1].upper()}{error.detail[1:]}.", markup=False)
        raise typer.Exit(1) from None
    except (BrokenPipeError, KeyboardInterrupt):
        raise typer.Exit(130) from None


def _serve(settings: Settings) -> None:
    listener = server.listen(settings)
    port = listener.getsockname()[1]
    shown = "localhost" if settings.host in ("0.0.0.0", "::", "127.0.0.1") else settings.host  # noqa: S104 compared only
    home = f"http://{shown}:{port}"
    with wiring.steps(screen) as report:
        voices = wiring.Voices(
            report, report.done, lambda why: report.fail(f"[yellow]The bot:[/] {escape(why)}")
        )
        application = wiring.create_app(settings, voices=voices)
        auth = application.state.auth

        async def serve() -> None:
            code = await auth.first_admin_code()
            serving = server.Server(server.config(application, settings), lambda: _greet(home, code))
            await serving.serve(sockets=[listener])

        _run(serve())
    screen.print("Stopped.")


def _greet(home: str, code: str | None) -> None:
    print(f"Demo page  {home}/", f"Console    {home}/console", sep="\n", flush=True)
    if code is not None:
        print(f"First administrator (works once): {home}/console#setup={code}", flush=True)


def _run(work: Coroutine[Any, Any, None]) -> None:
    try:
        import uvloop  # noqa: PLC0415 not on every platform
    except ImportError:
        asyncio.run(work)
    else:
        uvloop.run(work)


def _with_store(settings: Settings, work: Callable[[Store], Coroutine[Any, Any, Any]]) -> Any:
    async def run() -> Any:
        store = wiring.open_store(settings)
        try:
            return await work(store)
        finally:
            await store.close()

    return asyncio.run(run())


async def _nothing(_: Store) -> None:
    return None


async def _write_events(store: Store) -> None:
    last = ""
    while ids := await _ids_after(store, last):
        for conversation in ids:
            await _write_conversation(store, conversation)
        last = ids[-1]


async def _ids_after(store: Store, last: str) -> list[str]:
    return await store.read(lambda tx: tx.conversation_ids(last, PAGE))


async def _write_conversation(store: Store, conversation: str) -> None:
    after = 0
    while events := await _events_after(store, conversation, after):
        for event in events:
            line = {
                "conversation": event.conversation,
                "seq": event.seq,
                "visitor_prev": event.visitor_prev,
                "id": event.id,
                "at": timestamp(event.at),
                "kind": event.kind,
                "cid": event.cid,
                **event.body,
            }
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        after = events[-1].seq


async def _events_after(store: Store, conversation: str, after: int) -> list[Event]:
    return await store.read(lambda tx: tx.events(conversation, after, PAGE))


def _list(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def _ask_password() -> str:
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
