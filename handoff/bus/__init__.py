"""Adapters of the `Bus` port: a wake-up call between processes, nothing more."""
