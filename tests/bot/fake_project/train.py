"""Stands in for rasa_project/train.py. The first line of config.yml says what happens."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

stage = Path(sys.argv[1])
behaviour = (stage / "config.yml").read_text().splitlines()[0].removeprefix("# ")

print("step Starting Rasa", flush=True)
print("words of a library", file=sys.stderr, flush=True)
if behaviour == "refuses":
    print("error Rasa does not accept the data of 'en': it is dull.", flush=True)
    sys.exit(1)
if behaviour == "crashes":
    os.abort()
if behaviour == "hangs":
    print(f"step pid {os.getpid()}", flush=True)
    time.sleep(600)
languages = sorted(file.stem for file in (stage / "nlu").glob("*.yml"))
domains = sorted(file.relative_to(stage).as_posix() for file in stage.glob("domain/*/*.yml"))
(stage / "model.tar.gz").write_text(" ".join([*languages, *domains]))
