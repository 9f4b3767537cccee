"""The use cases, split by who acts: `visitor`, `agent`; `common` is what both and the bot's answering share."""
