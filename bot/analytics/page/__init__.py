"""The report as one page that needs nothing else: no other file, no host, no script.

Method
------
``sections`` lay a ``Report`` out in the order in which somebody who leads support reads it: what became of the tickets,
how sure that is, which articles help, where things fail, how long it takes, what each number means. ``charts`` draw it,
``drawing`` knows the little HTML and SVG this takes, ``numbers`` says every value in words, ``page.css`` is the style.

A chart is two things at once: a drawing for the eyes, and the same numbers as a table, one key away, for whoever does
not see it or wants to know exactly. Positions are percentages of the drawing's width, and labels are text of the page:
both stay readable on a phone and in print. Nothing is told by colour alone. With too few cases there is no mark, and
the words say so.

Source: WCAG 2.2 (contrast 1.4.3 and 1.4.11, reflow 1.4.10, use of colour 1.4.1); the tests hold the page to axe.
"""

from bot.analytics.page.page import render

__all__ = ["render"]
