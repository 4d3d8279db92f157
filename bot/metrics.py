"""What the bot counts, in Prometheus' form.

Each process counts for itself; ``bot.web.probes`` hands out what it counted, at ``/metrics``. The processes of one web
server share their counts through a folder (``bot.web.shared``). Labels have few values, and none comes from a paste.
What cannot be counted, because that folder is full, is not counted: no delivery and no job fails for it.

==================================== ==================================================================================
``kbbot_deliveries_total``           what Slack delivered, by kind and what became of it; ``failed``: not stored, so
                                     that Slack sends it again
``kbbot_requests_refused_total``     HTTP requests that were no delivery of Slack's, by status
``kbbot_ack_seconds``                from the request to its answer, in the web process
``kbbot_decisions_total``            pastes and talk that were read, by band
``kbbot_match_seconds``              reading and matching one text
``kbbot_jobs_run_total``             runs of jobs, by kind and how they ended: ``done``, ``later`` (Slack asked to
                                     wait), ``failed``
``kbbot_job_seconds``                one run of a job, by kind
``kbbot_jobs_buried_total``          jobs given up, by kind
``kbbot_slack_calls_total``          calls of Slack's methods, by their end: ``ok``, ``limited`` (429), ``refused``,
                                     ``unreachable``; posts are ``chat.postMessage``
``kbbot_socket_connections``         Socket Mode connections, those of this process and those that Slack counts
``kbbot_jobs``                       jobs that are not done, by state; the same in every process
``kbbot_oldest_job_seconds``         how long the job that waits longest has been due
``kbbot_database_up``                whether the two lines above could be read
==================================== ==================================================================================
"""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING

import structlog
from prometheus_client import Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.errors import RetryLaterError, StoreError

if TYPE_CHECKING:
    from bot.matching.model import Decision
    from bot.support.model import Job
    from bot.support.ports import Clock, Decider, Store

_FAST = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 2, 3)  # Slack waits for three seconds
_SLOW = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

deliveries = Counter("kbbot_deliveries", "What Slack delivered", ["kind", "outcome"])
refused = Counter("kbbot_requests_refused", "HTTP requests that were refused", ["status"])
ack_seconds = Histogram("kbbot_ack_seconds", "From a request to its answer", buckets=_FAST)
decisions = Counter("kbbot_decisions", "Texts that were read, by the decision", ["band"])
match_seconds = Histogram("kbbot_match_seconds", "Reading and matching a text", buckets=_FAST)
jobs_run = Counter("kbbot_jobs_run", "Runs of jobs", ["kind", "outcome"])
job_seconds = Histogram("kbbot_job_seconds", "A run of a job", ["kind"], buckets=_SLOW)
jobs_buried = Counter("kbbot_jobs_buried", "Jobs that were given up", ["kind"])
slack_calls = Counter("kbbot_slack_calls", "Calls of Slack's methods", ["method", "outcome"])
socket_connections = Gauge(
    "kbbot_socket_connections", "Socket Mode connections", ["counted_by"], multiprocess_mode="livesum"
)

log = structlog.get_logger()


def count(counter: Counter, *labels: str) -> None:
    """Count one more."""
    with _harmless():
        (counter.labels(*labels) if labels else counter).inc()


def observe(histogram: Histogram, seconds: float, *labels: str) -> None:
    """Count how long something took."""
    with _harmless():
        (histogram.labels(*labels) if labels else histogram).observe(seconds)


@contextmanager
def _harmless() -> Iterator[None]:
    try:
        yield
    except Exception as error:  # noqa: BLE001  what was done is done, whether it is counted or not
        log.warning("not counted", why=type(error).__name__)


@contextmanager
def timed_job(job: "Job") -> Iterator[None]:
    """Count the run of a job, and how long it took."""
    started, outcome = perf_counter(), "failed"
    try:
        yield
        outcome = "done"
    except RetryLaterError:
        outcome = "later"
        raise
    finally:
        count(jobs_run, job.kind, outcome)
        observe(job_seconds, perf_counter() - started, job.kind)


class Measured:
    """A decider whose decisions are counted.

    Args:
        decider: What decides.
    """

    def __init__(self, decider: "Decider") -> None:
        self._decider = decider

    def decide(self, text: str) -> "Decision":
        """Read the text, find its article, decide whether to speak."""
        started = perf_counter()
        decision = self._decider.decide(text)
        observe(match_seconds, perf_counter() - started)
        count(decisions, decision.band.value)
        return decision

    @property
    def revision(self) -> int:
        """The revision of the knowledge base it decides by."""
        return self._decider.revision


class BacklogCollector(Collector):
    """The jobs that are not done, looked up when somebody asks.

    Args:
        store: The database.
        clock: The time.
    """

    def __init__(self, store: "Store", clock: "Clock") -> None:
        self._store = store
        self._clock = clock

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Fulfils ``Collector``."""
        try:
            with self._store.read() as tx:
                found = tx.jobs.backlog(now=self._clock.now())
        except StoreError:
            yield GaugeMetricFamily("kbbot_database_up", "Whether the database can be used", value=0)
            return
        yield GaugeMetricFamily("kbbot_database_up", "Whether the database can be used", value=1)
        jobs = GaugeMetricFamily("kbbot_jobs", "Jobs that are not done", labels=["state"])
        for state, number in found.counts.items():
            jobs.add_metric([state.value], number)
        yield jobs
        yield GaugeMetricFamily(
            "kbbot_oldest_job_seconds", "How long the job that waits longest has been due", value=found.oldest_seconds
        )
