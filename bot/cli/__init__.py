"""The command line, a contract: scripts call it.

Every command lives in the module named after its family and imports what it needs when it runs, so that each starts
fast. ``--db`` and ``--kb`` stand before the command; ``context.Context`` turns them into what the command asks for: the
wired bot with its database, or a matcher alone. Exit status 0 is done, 1 the work failed, 2 wrong use; errors are one
sentence on standard error.
"""

from bot.cli.main import run

__all__ = ["run"]
