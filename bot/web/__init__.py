"""The HTTP entry for Slack's deliveries.

``wsgi`` is the guard: it looks at size, age and signature on the raw bytes, then at the shape, and only what passes
reaches Bolt and the intake. ``server`` serves it with gunicorn: one process, eight threads, for the work of a request
is one short transaction.

=================== ======= ===========================================================================================
path                method  answer
=================== ======= ===========================================================================================
``/slack/events``   POST    200 stored (or known, or of no interest); 400 malformed; 401 not signed by Slack, or older
                            than five minutes; 405 another method; 413 too large; 500 not stored: Slack sends it again
``/healthz``        GET     200, while the process answers
anything else               404
=================== ======= ===========================================================================================
"""
