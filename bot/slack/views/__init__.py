"""Views: what people see in Slack, built from values and nothing else.

The method, from the inside out:

* ``words`` is the catalogue of all words that people read. Nothing else in this package holds a sentence.
* ``markup`` turns foreign text into Slack's *mrkdwn*: an article's Markdown, an imported article's plain text, a pasted
  transcript. What leaves it is escaped, its code fences are closed, and it can be cut without breaking either.
* ``parts`` has the blocks we use, as the typed models of slack_sdk, and measures them.
* ``reply``, ``article`` and ``notes`` put them together: the reply to a paste, an article by itself, and the short
  messages around them. What an answer has no room for opens in modals: ``full`` and ``why``.

Every builder is a pure function that returns a ``Message`` within Slack's limits, whatever the text it is given: each
part has its share of the room, and what does not fit is cut at a paragraph, with a note that names where the rest is.
Marks such as ✓ never stand without words, and foreign text never becomes a mention: it is escaped, and every text
object is ``verbatim``, which keeps Slack from turning a bare ``@here`` or ``#general`` into one
(docs.slack.dev/reference/block-kit/composition-objects/text-object).
"""
