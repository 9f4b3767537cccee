from __future__ import annotations

import hypothesis
import pytest

from tests.real_servers import own_valkey, postgres, postgres_migrated_url, postgres_url, valkey

__all__ = ["own_valkey", "postgres", "postgres_migrated_url", "postgres_url", "valkey"]

# How long an example takes is the machine's business: two cores may be busy with something else.
hypothesis.settings.register_profile(
    "vuoro", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("vuoro")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"
