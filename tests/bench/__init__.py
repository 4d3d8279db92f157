"""Benchmarks: ``make bench`` for all engines at all sizes, ``python -m tests.bench.ours`` for the matcher alone.

``corpus`` grows a knowledge base to a size, ``noise`` and ``pastes`` give the labelled pastes, ``engines`` holds what
is compared, ``one`` runs one engine at one size in a process of its own, ``measure`` says what is measured, and
``report`` writes the table, the bars and the picture. Nothing here is collected by ``make test``.
"""
