"""The domain of the handoff: who owns a conversation, what was said in it, and who may take it over.

Knows no web framework, no bot and no database driver; see `ARCHITECTURE.md` for the way of one message.
"""
