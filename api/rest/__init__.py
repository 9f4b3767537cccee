"""The REST resources, one file each."""

from api.rest import agents, desk, health, session, site, status

__all__ = ["agents", "desk", "health", "session", "site", "status"]
