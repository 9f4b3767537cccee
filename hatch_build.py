"""Puts what is no Python into the wheel: the built front end and the training data."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = {"widget/dist": "api/static", "training_data": "api/training_data"}
"""Folders of the repository and where they lie in the wheel."""


class FrontEndHook(BuildHookInterface):  # type: ignore[type-arg]  # the hook does not read the builder's configuration
    """Builds the front end, unless it is up to date, and adds the folders of `SHIPPED`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before a build of `version`: "standard", or "editable", which leaves all where it is."""
        if version == "editable":
            return
        subprocess.run(["tools/with-python", "-m", "tools.prepare", "widget"], cwd=self.root, check=True)
        build_data["force_include"] |= {
            str(Path(self.root, source)): place for source, place in SHIPPED.items()
        }
