"""The bridge: order, batches, cancelling, errors, and always exactly one end."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from app.core.cancel import Cancel
from app.errors import NoNetwork, Unexpected
from app.gui.worker import Emit, Job, Outcome, Worker


class Listener(QObject):
    """Keeps everything a worker says, and in which thread it heard it."""

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.worker = worker
        self.said: list[object] = []
        self.batches = 0
        self.ends: list[Outcome] = []
        self.threads: set[int] = set()
        worker.batch.connect(self._on_batch)
        worker.ended.connect(self._on_ended)

    def _on_batch(self, batch: list[object]) -> None:
        assert not self.ends, "something was said after the end"
        self.threads.add(threading.get_ident())
        self.said += batch
        self.batches += 1

    def _on_ended(self, outcome: Outcome) -> None:
        assert QThread.currentThread() is self.thread()
        self.ends.append(outcome)


@pytest.fixture
def listener() -> Listener:
    return Listener(Worker())


def run(listener: Listener, job: Job, qtbot: QtBot) -> Outcome:
    listener.worker.start(job)
    qtbot.waitUntil(lambda: bool(listener.ends), timeout=5000)
    assert len(listener.ends) == 1
    return listener.ends[0]


def test_everything_arrives_in_order_and_before_the_end(listener: Listener, qtbot: QtBot) -> None:
    def job(emit: Emit, _cancel: Cancel) -> str:
        for number in range(5000):
            emit(number)
        return "value"

    assert run(listener, job, qtbot) == Outcome(value="value")
    assert listener.said == list(range(5000))
    assert listener.batches < 100


def test_slots_run_in_the_thread_of_the_window(listener: Listener, qtbot: QtBot) -> None:
    worker_threads = set()

    def job(emit: Emit, _cancel: Cancel) -> None:
        worker_threads.add(threading.get_ident())
        emit("x")

    run(listener, job, qtbot)
    assert listener.threads == {threading.get_ident()}
    assert worker_threads.isdisjoint(listener.threads)


def test_cancelling_ends_the_job_as_cancelled(listener: Listener, qtbot: QtBot) -> None:
    started = threading.Event()

    def job(_emit: Emit, cancel: Cancel) -> None:
        started.set()
        cancel.wait(30)

    listener.worker.start(job)
    assert started.wait(5)
    assert listener.worker.busy
    assert listener.worker.alive
    listener.worker.cancel()
    qtbot.waitUntil(lambda: bool(listener.ends), timeout=2000)
    assert listener.ends == [Outcome(cancelled=True)]
    assert not listener.worker.busy


def test_an_error_of_ours_arrives_as_it_is(listener: Listener, qtbot: QtBot) -> None:
    error = NoNetwork("No way", "Look")

    def job(_emit: Emit, _cancel: Cancel) -> None:
        raise error

    assert run(listener, job, qtbot).error is error


def test_any_other_exception_becomes_our_mistake_with_its_traceback(
    listener: Listener, qtbot: QtBot
) -> None:
    def job(_emit: Emit, _cancel: Cancel) -> object:
        empty: dict[str, object] = {}
        return empty["nothing"]

    error = run(listener, job, qtbot).error
    assert isinstance(error, Unexpected)
    assert "KeyError" in error.detail


def test_a_worker_can_be_used_again_but_not_twice_at_once(listener: Listener, qtbot: QtBot) -> None:
    run(listener, lambda _emit, _cancel: 1, qtbot)
    listener.ends.clear()
    listener.worker.start(lambda _emit, cancel: cancel.wait(30))
    with pytest.raises(RuntimeError):
        listener.worker.start(lambda _emit, _cancel: 2)
    listener.worker.cancel()
    assert listener.worker.wait(5)
    qtbot.waitUntil(lambda: bool(listener.ends), timeout=2000)
    assert listener.ends[0].cancelled
