from __future__ import annotations

import pytest

from tests.real_servers import own_valkey, postgres, postgres_migrated_url, postgres_url, valkey

__all__ = ["own_valkey", "postgres", "postgres_migrated_url", "postgres_url", "valkey"]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"
