"""The matcher: finds the stored symptoms that a paste fits, and decides whether to speak.

Plain fuzzy scores fail at this: one shared word gives 100, and a long transcript drowns the one line that tells. So:

1. **Read.** ``bot.transcript`` finds the lines, who speaks in them, and the failure; each line is masked, so that
   another host or user is no difference.
2. **Retrieve** (``index``). Every stored form of a symptom is a document of words. An inverted index sums how rare the
   shared words are, and hands over the best few dozen documents. All symptoms of a cause together (``pool``) name the
   causes that the words of the paste speak for.
3. **Compare** (``features``). Each of their articles gets a handful of features: how well its lines fit the decisive
   line (rapidfuzz, line by line), how much of the symptom is in the paste and of the paste in the symptom (weighted by
   how telling a word is), whether command, reply code, step and server agree.
4. **Check the evidence** (``evidence``). A required fact that is missing keeps an article from being the answer; an
   excluded fact strikes it out.
5. **Decide** (``decide``). Features become a probability with a conditional logit: causes compete with each other and
   with "none of these"; articles of one cause do not compete, nor do imported ones that show the message of the paste
   alike. The band follows from the probability, and what people see from the band (``shown``). The weights are a
   dated, frozen parameter set (``parameters``); ``fit`` is the procedure that made them.

The engine knows texts and facts; that a fact is about FTP is the reader's and the articles' business.
"""

from bot.matching.matcher import Matcher
from bot.matching.model import Band, Bearing, Candidate, Decision, Entry, Evidence, LineMatch

__all__ = ["Band", "Bearing", "Candidate", "Decision", "Entry", "Evidence", "LineMatch", "Matcher"]
