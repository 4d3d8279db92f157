"""Support in numbers that are honest: what a measure means, how sure it is, and what may be said of it.

Silence is never success. A ticket on which nobody said anything is ``unknown``, and a rate of resolution is one among
those who said something, always beside its coverage: how many did.

Facts and measures
------------------
The ``analytics_*`` views say in SQL what is known of one ticket, one paste, one answer: its facts. ``measures`` says
once of each measure what it counts, in a sentence for people and in an expression over these facts; it stands nowhere
else. ``report.build`` reads the facts of a period once and sums them up in all tables of the report at the same time:
over all, by week, channel, server, client, step, reply code, cause, article, matcher and revision of the articles.

Pastes of the same failure are one cluster (``clusters``), told by what they show and never by the matcher's answer, so
that what it does not know can be counted, too.

How sure a number is
--------------------
Each rate carries its n and a 95% interval (``intervals``). With fewer than ``FLOOR`` cases it has "too few to say".
A period is compared with the one before by a test that is named, and the difference is beyond chance or it is not; of
twenty measures that did not change, one will seem to.

What the matcher promises is checked against what people said: ``calibration`` lays the confidence of the answers shown
beside the share of them that people judged right.

Privacy
-------
No measure names a person. In a breakdown that would show one, such as by channel, groups of few people are one row.

This package knows no SQL and no Slack. All its values are frozen; times are aware and in UTC, and weeks and days are
those of a time zone that is given.
"""
