"""The knowledge base: articles, whatever format they were written in, and what must be true of them.

An article (``article``) says what a user sees, why it is so, and what to do. Two formats are read into it:

* ``markdown``: our own, a file an article in ``kb_data/``, strict, written back by ``dump``.
* ``microsoft``: the founding one, the text files of the Microsoft Knowledge Base, lenient. Its files are regular only
  at their ends, so ``parse`` reads from both ends towards the middle. ``forms`` then cuts the symptoms into the stored
  forms that a paste can be compared with, a message each; ``fallback`` finds causes and ways out that no heading names.

``files`` opens files, folders and archives, tells the format by the content, and names what it could not read.

Our own articles begin as a ``template`` and are checked in three ways. ``lint`` looks at the texts: parts, lengths,
links, the vocabulary of ``causes``, ``evidence`` that can hold, ``wording`` that is spelt well, hosts that are
nobody's; ``shared`` finds words that are not ours. ``selftest`` asks the matcher: each article must be found by its own
symptoms and tests, and not by its near misses. ``damage`` asks it twice, with the articles of another folder or
``revision`` and with these: a new article must not take pastes from the right one.

``search`` looks articles up by words. Nothing here knows SQL or Slack; only ``files`` and ``revision`` touch the disk.
"""
