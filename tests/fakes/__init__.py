"""A Slack of our own: what the scenario tests talk to instead of the real one.

How it works
------------
:class:`~tests.fakes.slack.FakeSlack` is one workspace with one installed app. It listens on two loopback ports: the
Web API, ``response_url`` and file downloads over HTTP, and Socket Mode over WebSocket. It holds what a workspace
holds (people, conversations, threads, reactions, ephemeral messages, views) and refuses what Slack refuses, with
Slack's own error codes. Where published sources disagree about a limit, the strictest one holds.

A test plays the people. ``slack.user_says(...)`` stores a message and gives back the event Slack would deliver; a
*builder* gives the payload of a press, a command, a submission; a *delivery* carries it to the app, over signed HTTP
or over the socket, with the same ``send``. What the app answers is applied as Slack would apply it.

=================== =================================================================================================
``slack``           :class:`FakeSlack`: the servers, the log of calls, scripted faults, what people do
``workspace``       what the workspace holds
``views``, ``hooks``  modals and Home tabs; ``trigger_id`` and ``response_url``
``protocol``        how a method declares its arguments and scopes, and how a call is refused
``api_*``           the Web API methods, by family
``server``          the HTTP server in front of them
``socket_mode``     the WebSocket server
``events``, ``interactions``, ``composer``   builders of what Slack delivers
``delivery``        signed HTTP and Socket Mode, and all builders under one name
``acks``            what Slack does with the app's answer to a delivery
``clock``           a clock that stands still until it is told otherwise
``blocks``          Block Kit checked (``schema``, ``block_elements``, ``block_kinds`` are its parts)
``wsgi``            serves a WSGI app on a loopback port, for tests of the HTTP entry
=================== =================================================================================================
"""
