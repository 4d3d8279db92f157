"""The database: the only SQL there is, on SQLite and PostgreSQL alike.

``store.SqlStore`` fulfils the protocol ``bot.support.ports.Store``: ``begin`` opens a transaction, and the repositories
``inbox``, ``jobs``, ``articles``, ``tickets`` and ``reports`` of that transaction commit together or not at all.

The same statements run on both databases. SQLite takes its one write lock when a transaction begins (``BEGIN
IMMEDIATE``), so what is read in a transaction holds until it ends. PostgreSQL works at READ COMMITTED; there a ticket
is locked while a use case works on it, the knowledge base while it changes, and a unique index keeps two jobs of a
lane from running at once.

Jobs are a table in the same database, so work is ordered in the transaction that gives the reason for it (a
transactional outbox). One column, ``due_at``, is schedule, lease and back-off: claiming a job moves it to the end of
the lease, and a job whose worker died is simply due again. Whoever comes back late finds the owner and the count of
attempts changed and can no longer finish it.

What a measure of the analytics means is written once, as the SQL of an ``analytics_*`` view. Outcomes are derived
there from events, exactly as ``bot.support.outcome`` derives them in Python.

``engine`` connects and says in one sentence why it cannot; ``migrate`` brings the tables to the newest form;
``backup`` copies a running SQLite database.
"""
