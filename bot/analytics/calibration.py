"""What the matcher promised, beside what people said: answers by their confidence, and how many were right."""

import numpy as np

from bot.analytics.facts import Facts, flags_of
from bot.analytics.model import CalibrationPoint, Rate, Subject

EDGES = (0.0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)  # a point is from one to the next; the last one has 1.0, too


class Calibration:
    """Counts the answers of the band ``answer`` by the confidence that the matcher gave them."""

    def __init__(self) -> None:
        flags = flags_of(Subject.ANSWER)
        self._judged, self._right = flags.index("answer_judged"), flags.index("answer_right")
        self._sums = np.zeros((len(EDGES) - 1, 4))  # shown, judged, right, confidence of those that were judged

    def add(self, facts: Facts) -> None:
        """Count some more answers."""
        if facts.confidence is None:
            return
        counted = ~np.isnan(facts.confidence)
        confidence, flags = facts.confidence[counted], facts.flags[counted]
        places = np.clip(np.searchsorted(EDGES, confidence, side="right") - 1, 0, len(EDGES) - 2)
        judged = ((flags >> self._judged) & 1).astype(np.float64)
        right = ((flags >> self._right) & 1).astype(np.float64)
        for column, weights in enumerate((np.ones_like(judged), judged, right, judged * confidence)):
            self._sums[:, column] += np.bincount(places, weights=weights, minlength=len(self._sums))

    def points(self) -> tuple[CalibrationPoint, ...]:
        """The curve, by rising confidence; where nothing was shown there is no point."""
        found = []
        for low, high, (shown, judged, right, promised) in zip(EDGES[:-1], EDGES[1:], self._sums.tolist(), strict=True):
            if shown:
                rate = Rate(int(right), int(judged))
                found.append(CalibrationPoint(low, high, promised / judged if judged else None, rate, int(shown)))
        return tuple(found)
