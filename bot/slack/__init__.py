"""The edge towards Slack: what comes in, what goes out, and nothing of how an answer is found.

In: ``reading`` reads what Slack delivers (``events``, ``interactions``) and keeps what is needed of it, bounded and
masked: a ``delivery``. ``openers`` open the modal that a press asks for, at once. ``intake`` commits the delivery
*before* Slack gets its acknowledgement; it runs ahead of Bolt's own authorization, so that a failing ``auth.test``
loses nothing. ``bolt_app`` and ``socket`` carry deliveries to it, over signed HTTP (``bot.web``) or a WebSocket.

Between: ``jobs`` runs what was committed, in a worker process. ``listeners``, one module a surface, turn a delivery
into one call of a use case in ``bot.support``.

Out: ``views`` are pure functions from records to messages, ``sendable`` knows Slack's limits, ``messenger`` calls the
Web API, and ``refusals`` says in a sentence what Slack refused and what to do about it.

A delivery has a key and an ordered job has a lane (its thread), so a press is never handled before the message that it
belongs to. A post carries its job's key as metadata: where a call failed after the post was stored, the next attempt
finds it in the thread and does not post twice.
"""
