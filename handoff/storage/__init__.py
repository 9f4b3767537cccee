"""Adapters of the `Store` port: memory, embedded SQLite, PostgreSQL. All three pass the same contract tests."""
