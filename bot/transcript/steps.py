"""The step strip: what a paste shows of the session, step by step."""

from bot.transcript import codes
from bot.transcript.heard import Heard
from bot.transcript.model import Actor, Exchange, FailurePoint, Step, StepState
from bot.transcript.said import Tone
from bot.transcript.verbs import TRANSFERS, step_of

_LOGGED_IN = frozenset({230, 232})
_TRANSFERRED = frozenset({226, 250})
_GREETINGS = frozenset({120, 220, 421})
_SUCCESS = frozenset({codes.SUCCESS, codes.INTERMEDIATE})


def steps_of(heard: Heard, failure: FailurePoint | None) -> tuple[tuple[Step, StepState], ...]:
    """Every step that the paste shows something of, in order; the failed one is the failure's."""
    states: dict[Step, StepState] = {}
    if any(line.actor is Actor.REPLY and line.tone is not Tone.QUOTED for line in heard.said):
        states[Step.CONNECT] = StepState.DONE
    for exchange in heard.exchanges:
        step = step_of(exchange.command) or (Step.GREETING if _greets(exchange) else None)
        if step is None:
            continue
        done = _done(exchange, step)
        if exchange.command in TRANSFERS:
            _note(states, Step.DATA, done=done)
        _note(states, step, done=done)
    if failure is not None and failure.step is not None:
        states[failure.step] = StepState.FAILED
    return tuple((step, states[step]) for step in Step if step in states)


def _greets(exchange: Exchange) -> bool:
    return not exchange.command and any(reply.code in _GREETINGS for reply in exchange.replies)


def _done(exchange: Exchange, step: Step) -> bool:
    answers = {reply.code for reply in exchange.replies}
    if step is Step.LOGIN:
        return not answers.isdisjoint(_LOGGED_IN)
    if exchange.command in TRANSFERS:
        return not answers.isdisjoint(_TRANSFERRED)
    return any(code // 100 in _SUCCESS for code in answers)


def _note(states: dict[Step, StepState], step: Step, *, done: bool) -> None:
    if done or step not in states:
        states[step] = StepState.DONE if done else StepState.UNKNOWN
