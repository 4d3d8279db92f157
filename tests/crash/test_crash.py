"""Killed with -9 where it hurts most; ``make chaos`` kills at every point, and at random."""

import pytest

from tests.crash.points import check_receiver, check_worker

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


def test_a_receiver_is_killed_between_the_commit_and_the_acknowledgement(url, tmp_path):
    check_receiver(url, tmp_path, "after the commit, before the acknowledgement", "kill")


def test_a_worker_is_killed_between_posting_and_noting_it(url, tmp_path):
    check_worker(url, tmp_path, "after posting", "kill")
