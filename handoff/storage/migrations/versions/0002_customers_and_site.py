"""who a visitor is at the shop, what the bot asked last, the administrator's choices"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("visitors", sa.Column("email", sa.Text(), nullable=True))
    op.add_column("visitors", sa.Column("customer", sa.Text(), nullable=True))
    op.create_index("visitors_of_customer", "visitors", ["customer"])
    # The default is for processes of the version before, which go on writing until the last of them is replaced.
    op.add_column("conversations", sa.Column("offered", sa.Text(), nullable=False, server_default="{}"))
    op.create_index("sessions_of_agent", "sessions", ["agent"])
    op.create_table(
        "sites",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("accent", sa.Text(), nullable=False),
        sa.Column("allowed_origins", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("identity_secret", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    op.drop_table("sites")
    op.drop_index("sessions_of_agent", "sessions")
    op.drop_column("conversations", "offered")
    op.drop_index("visitors_of_customer", "visitors")
    op.drop_column("visitors", "customer")
    op.drop_column("visitors", "email")
