"""Use cases, a verb each: what people do with the bot, whatever the surface.

``ask`` reads a post and decides whether it is kept, answered, or forgotten. ``revise`` and ``withdraw`` follow an edit
and a deletion. ``choose``, ``solve``, ``reject``, ``reopen`` and ``share`` record a press as an event, ``react``
for a check mark; ``escalate``, ``claim``, ``release`` and ``resolve`` are about people who help. ``follow_up`` looks at
tickets of which nobody said anything, and ``link`` keeps the ticket numbers of other systems.
``watch`` says how the bot behaves in a channel, and ``together`` what several people at once make of its replies;
``home`` gathers what one person sees of it.

``compose`` says what the reply to a paste looks like *now*, from what is stored and nothing else: the message in Slack
and the page in the terminal are views of it, so a reply can be posted, repaired or redrawn at any time.

Each use case runs in one transaction: the paste, its ticket, the answers, the events and the job that brings Slack in
line commit together or not at all. A use case takes a ``Desk``, which holds the outside behind the protocols of
``ports``. It is safe to run twice: keys of events and jobs are those of the delivery that caused them.
"""
