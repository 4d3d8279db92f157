"""A made-up year of support, so that everyone can see the reports before a single ticket was opened.

Method
------
1. ``calendar`` says when people paste: more of them each month, few at night and at weekends, fewer in August and over
   the new year, and a burst on the two days when something broke for many.
2. ``scenes`` says what they paste: the tests of our own articles, and failures that no article knows. The matcher
   itself decides about each scene, once.
3. ``year`` lets people say what they say, which for most is nothing: some confirm, some turn an answer down with a
   reason, some ask a person, a few come back. One article helps seldom until it is revised, and often afterwards.

The same seed and the same last day make the same year. No line was ever written by a person with a problem: hosts and
addresses are those set aside for documentation, people and channels are numbers and words of this package.
"""

from bot.demo.year import Made, Plan, Year

__all__ = ["Made", "Plan", "Year"]
