"""Who is connected here, who listens to what, and the frames that may be lost: typing and presence."""

from __future__ import annotations

from typing import Any

from api.connection import Connection, Subscription
from api.outbox import encode
from handoff.model import agent_key, visitor_key

MOST_CONNECTIONS = 5
TOO_MANY, REVOKED = 4505, 4504


class Hub:
    """The connections of this process, by author and by conversation."""

    def __init__(self) -> None:
        self._by_author: dict[str, dict[Connection, None]] = {}
        self._by_conversation: dict[str, dict[Connection, None]] = {}

    # -- connections -------------------------------------------------------------------------------

    def add(self, connection: Connection) -> bool:
        """A connection says hello. True: the first one of its author. The oldest above five is closed."""
        mine = self._by_author.setdefault(connection.key, {})
        mine[connection] = None
        for oldest in list(mine)[:-MOST_CONNECTIONS]:
            oldest.outbox.close(TOO_MANY)
        return len(mine) == 1

    def remove(self, connection: Connection) -> bool:
        """A connection is gone. True: it was the last one of its author."""
        for conversation in list(connection.subscriptions):
            self.unsubscribe(connection, conversation)
        mine = self._by_author.get(connection.key, {})
        mine.pop(connection, None)
        if mine:
            return False
        return self._by_author.pop(connection.key, None) is not None

    def of(self, key: str) -> list[Connection]:
        """The connections of an author."""
        return list(self._by_author.get(key, ()))

    def agents(self) -> list[Connection]:
        """Every agent's connection that has been welcomed."""
        return [c for mine in self._by_author.values() for c in mine if c.is_agent and c.ready]

    def online(self, visitor: str) -> bool:
        """Whether the visitor has a connection here."""
        return visitor_key(visitor) in self._by_author

    def sessions(self) -> dict[str, str]:
        """The log-ins under which sockets are open here: the session's hash and the agent."""
        return {c.session: c.id for mine in self._by_author.values() for c in mine if c.session is not None}

    def revoke(self, agent: str, session: str | None = None) -> None:
        """Closes an agent's sockets: those of one session, or all."""
        for connection in self.of(agent_key(agent)):
            if session is None or connection.session == session:
                connection.outbox.close(REVOKED)

    # -- subscriptions -----------------------------------------------------------------------------

    def listeners(self, conversation: str) -> list[Connection]:
        """Who gets the events of a conversation."""
        return list(self._by_conversation.get(conversation, ()))

    def heads(self) -> dict[str, int]:
        """How far the slowest listener of each conversation is."""
        return {
            conversation: min(listener.subscriptions[conversation].cursor for listener in listeners)
            for conversation, listeners in self._by_conversation.items()
        }

    def subscribe(self, connection: Connection, conversation: str, cursor: int) -> Subscription:
        """The connection's subscription; a new one starts at `cursor`."""
        subscription = connection.subscriptions.get(conversation)
        if subscription is None:
            subscription = connection.subscriptions[conversation] = Subscription(cursor)
            self._by_conversation.setdefault(conversation, {})[connection] = None
        return subscription

    def unsubscribe(self, connection: Connection, conversation: str) -> None:
        """Nothing more of the conversation is sent to this connection."""
        if (subscription := connection.subscriptions.pop(conversation, None)) is not None:
            subscription.end()
        listeners = self._by_conversation.get(conversation, {})
        listeners.pop(connection, None)
        if not listeners:
            self._by_conversation.pop(conversation, None)

    # -- ephemera ----------------------------------------------------------------------------------

    def tell_visitor(self, conversation: str, frame: dict[str, Any]) -> None:
        """An ephemeral frame to the visitor of a conversation."""
        self._tell(conversation, frame, agents=False)

    def tell_owner(self, conversation: str, frame: dict[str, Any]) -> None:
        """An ephemeral frame to the owner of a conversation."""
        self._tell(conversation, {**frame, "conversation": conversation}, agents=True)

    def bot_types(self, conversation: str, on: bool) -> None:
        """The bot thinks about an answer, or no longer does."""
        self.tell_visitor(conversation, {"type": "typing", "author": {"kind": "bot"}, "on": on})

    def visitor_presence(self, connection: Connection, online: bool) -> None:
        """Tells the owner of a visitor's conversation that the visitor came or went."""
        if connection.current is not None:
            self.tell_owner(connection.current, {"type": "presence", "visitor_online": online})

    def _tell(self, conversation: str, frame: dict[str, Any], *, agents: bool) -> None:
        text = encode(frame)
        for connection in self._by_conversation.get(conversation, ()):
            if connection.is_agent is agents and connection.ready:
                connection.outbox.put_ephemeral(text)
