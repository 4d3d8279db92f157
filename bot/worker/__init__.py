"""The worker process: claims a job, runs its handler, and finishes it, gives it back, or gives it up.

A handler takes a ``Job`` and may run twice: what it does to Slack carries the job's key. It raises
``bot.errors.RetryLaterError`` to wait as long as it was told, ``bot.errors.SlackError`` for what repeating does not
change (the job is given up at once), anything else to be run again after a back-off of 5, 10, 20 … seconds, and to be
given up after eight attempts. A job that names what is not in the database is given up at once, and one over which
twenty workers died, too.

A claim is a lease. While a handler runs, the lease is renewed at half its time; a worker that died leaves a lease that
ends, and another worker takes the job over. Finishing is fenced: whoever lost the lease cannot finish the job, nor
write anything else through ``bot.support.fence``.

Periodic work is a job too: ``schedule`` adds one of its kind in each period, whichever worker comes first.

Told to stop, a worker finishes its job, or gives it back when that takes longer than ``GRACE`` seconds.
"""
