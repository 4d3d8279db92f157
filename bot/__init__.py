"""A Slack bot that reads pasted FTP error transcripts and answers with the cause and the fix.

The life of one pasted transcript
---------------------------------
1. Slack delivers a message, a slash command, a shortcut or the press of a button, over a WebSocket (Socket Mode) or
   signed HTTP. A modal that is asked for opens at once (``bot.slack.openers``).
2. ``bot.slack.intake``, in the receiving process, rebuilds the text, cuts it to a bound, masks the secrets in it and
   commits what is left under a key *before* the delivery is acknowledged. A second delivery finds the key and stops.
3. ``bot.worker`` claims the job. ``bot.slack.listeners`` fetch its text files and turn it into one call of a use case
   in ``bot.support``; what one person posts in several messages in a row is one paste (``bot.support.joining``).
4. ``bot.transcript`` reads the lines as an FTP dialogue (RFC 959, 2228, 4217): commands, replies, the step that failed.
5. ``bot.matching`` finds the article whose symptoms fit, checks its evidence, and decides: answer, suggest or quiet.
6. The thread becomes a ticket; each article shown is an answer on it; what people press are events. All of it is
   written by ``bot.store`` in one transaction, together with the job that posts the reply.
7. ``bot.slack.messenger`` brings Slack in line with what is stored. Outcomes are derived from events, never stored.
8. ``bot.analytics`` counts what people said, and says how sure each number is.

Import rule, checked by import-linter: ``cli`` → ``web`` | ``worker`` → ``app`` → ``slack`` | ``store`` →
``support`` : ``analytics`` → ``kb`` → ``matching`` → ``transcript`` → ``paste``. The environment is read in
``settings`` alone.
"""
