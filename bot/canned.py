"""What agents insert by a word after a slash: training_data/<language>/canned.yml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from bot.shop import refuse_unknown
from bot.yaml_file import Entry, read_yaml
from handoff.ports import Canned

_KEY = re.compile(r"[\w-]{1,40}")


def read_canned(file: Path, facts: Mapping[str, str]) -> tuple[Canned, ...]:
    """The replies of `file`, none where it does not exist. Raises TrainingDataError."""
    if not file.exists():
        return ()
    found: dict[str, Canned] = {}
    for entry in read_yaml(file).child("canned").items():
        key = _key(entry.child("key"))
        if key in found:
            raise entry.error(f"`{key}` stands here for the second time; keep one of them.")
        found[key] = Canned(key, entry.child("title").text(), refuse_unknown(entry.child("text"), facts))
    return tuple(found.values())


def _key(entry: Entry) -> str:
    key = entry.text()
    if _KEY.fullmatch(key) is None:
        raise entry.error("a key is one word of letters, digits, `-` and `_`.")
    return key
