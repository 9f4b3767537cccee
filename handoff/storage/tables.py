"""The tables. A record's fields are its columns, under the same names; the primary key is declared first."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, Table, Text, text

from handoff import model, records

metadata = MetaData()


def _text(
    name: str, *, null: bool = False, primary_key: bool = False, unique: bool | None = None
) -> Column[str]:
    return Column(name, Text, nullable=null, primary_key=primary_key, unique=unique)


def _int(name: str, *, null: bool = False, primary_key: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=null, primary_key=primary_key, autoincrement=False)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


visitors = Table(
    "visitors",
    metadata,
    _text("id", primary_key=True),
    _text("token_hash", unique=True),
    _text("lang"),
    _int("created_at"),
    _text("name", null=True),
    _text("email", null=True),
    _text("customer", null=True),
)
Index("visitors_of_customer", visitors.c.customer)

conversations = Table(
    "conversations",
    metadata,
    _text("id", primary_key=True),
    _text("visitor"),
    _text("lang"),
    _int("opened_at"),
    _text("state"),
    _int("fence"),
    _int("last_seq"),
    _int("visitor_seq"),
    _int("moved_seq"),
    _text("reason"),
    _text("agent", null=True),
    _text("skill", null=True),
    _int("queued_at", null=True),
    _flag("front"),
    _text("wanted_agent", null=True),
    Column("misses", Integer, nullable=False),
    _int("answered_seq"),
    _int("bot_due_at", null=True),
    _int("idle_due_at", null=True),
    _flag("told_starting"),
    _flag("told_nobody"),
    _text("offered"),
    _text("item", null=True),
    _int("item_at", null=True),
    _text("last_text"),
    _text("page"),
    _int("closed_at", null=True),
)
# A visitor has at most one open conversation (docs/protocol.md, "Visitor -> server"): the database holds it too.
Index(
    "one_open_conversation",
    conversations.c.visitor,
    unique=True,
    sqlite_where=text("state <> 'closed'"),
    postgresql_where=text("state <> 'closed'"),
)
Index("conversations_of_visitor", conversations.c.visitor, conversations.c.opened_at)
Index("conversations_queued", conversations.c.queued_at)
Index("conversations_items", conversations.c.item_at)
Index("conversations_owned", conversations.c.agent)
Index("conversations_bot_due", conversations.c.bot_due_at)
Index("conversations_idle_due", conversations.c.idle_due_at)

events = Table(
    "events",
    metadata,
    _text("conversation", primary_key=True),
    _int("seq", primary_key=True),
    _text("id"),
    _int("at"),
    _text("kind"),
    _int("visitor_prev", null=True),
    _text("author", null=True),
    _text("cid", null=True),
    _text("body"),
)

guesses = Table(
    "guesses",
    metadata,
    _text("conversation", primary_key=True),
    _int("seq", primary_key=True),
    _text("body"),
    _text("reply", null=True),
)

commands = Table(
    "commands",
    metadata,
    _text("author", primary_key=True),
    _text("cid", primary_key=True),
    _text("fingerprint"),
    _text("conversation", null=True),
    _int("seq", null=True),
    _text("event", null=True),
    _int("at"),
)

agents = Table(
    "agents",
    metadata,
    _text("id", primary_key=True),
    _text("name", unique=True),
    _text("role"),
    _text("skills"),
    _text("languages"),
    Column("capacity", Integer, nullable=False),
    _text("password_hash"),
    _int("created_at"),
    _text("status"),
    _flag("disabled"),
    _int("lost_due_at", null=True),
    _int("idle_since"),
)
Index("agents_lost_due", agents.c.lost_due_at)

sessions = Table(
    "sessions",
    metadata,
    _text("token_hash", primary_key=True),
    _text("agent"),
    _text("csrf"),
    _int("expires_at"),
)
Index("sessions_of_agent", sessions.c.agent)

links = Table(
    "links",
    metadata,
    _text("code_hash", primary_key=True),
    _text("purpose"),
    _text("agent", null=True),
    _int("expires_at"),
)

offers = Table(
    "offers",
    metadata,
    _text("conversation", primary_key=True),
    _text("agent"),
    _int("expires_at"),
)

refusals = Table(
    "refusals",
    metadata,
    _text("conversation", primary_key=True),
    _text("agent", primary_key=True),
    Column("times", Integer, nullable=False),
)

sites = Table(
    "sites",
    metadata,
    _text("id", primary_key=True),
    _text("name"),
    _text("accent"),
    _text("allowed_origins"),
    _text("languages"),
    _text("identity_secret"),
)

processes = Table("processes", metadata, _text("id", primary_key=True), _int("beat_at"))

presences = Table("presences", metadata, _text("process", primary_key=True), _text("agent", primary_key=True))

TABLES: dict[type, Table] = {
    model.Visitor: visitors,
    model.Conversation: conversations,
    model.Event: events,
    model.Agent: agents,
    records.Guessed: guesses,
    records.Remembered: commands,
    records.Session: sessions,
    records.Link: links,
    records.Offer: offers,
    records.Refusal: refusals,
    records.Site: sites,
    records.Process: processes,
    records.Presence: presences,
}
