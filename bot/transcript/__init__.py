"""Transcripts: a paste read as an FTP dialogue. Pure: text in, frozen values out.

(Method to be described.)
"""

from bot.transcript.codes import meaning
from bot.transcript.masking import mask_line
from bot.transcript.model import Actor, Exchange, FailurePoint, Line, Reply, Step, StepState, Transcript
from bot.transcript.reader import read

__all__ = [
    "Actor",
    "Exchange",
    "FailurePoint",
    "Line",
    "Reply",
    "Step",
    "StepState",
    "Transcript",
    "mask_line",
    "meaning",
    "read",
]
